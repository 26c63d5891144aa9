export type Random = () => number;

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The element that a number from 0 to below 1 points at. */
export function pick<T>(list: readonly T[], point: number): T | undefined {
  return list[Math.floor(point * list.length)];
}

/** Those elements whose bit is set; where none is, the first that the number points at. */
export function some<T>(list: readonly T[], point: number): readonly T[] {
  const bits = Math.floor(point * 2 ** list.length);
  const chosen = list.filter((_, place) => (bits >> place) & 1);
  return chosen.length > 0 ? chosen : list.slice(0, 1);
}
