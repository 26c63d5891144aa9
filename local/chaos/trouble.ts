/** The ways out of a story: whatever it does to the world goes through one of these. */
export const PORTS = ['store', 'cloud', 'queue', 'slack', 'astro'] as const;
export type Port = (typeof PORTS)[number];

/** What a worker meets at its nth call of one port, before or after the call took effect. */
export interface Trouble {
  readonly port: Port;
  readonly nth: number;
  readonly what: 'crash' | 'fault';
  readonly after: boolean;
  /** From 0 to below 1: which of the port's faults. */
  readonly flavour: number;
}

/** Half of all workers meet nothing. */
export function troubleOf([
  chance = 1,
  port = 0,
  nth = 0,
  what = 0,
  when = 0,
  flavour = 0,
]: readonly number[]): Trouble | undefined {
  if (chance < 0.5) return undefined;
  return {
    port: PORTS[Math.floor(port * PORTS.length)] ?? 'store',
    nth: 1 + Math.floor(nth * nth * 14),
    what: what < 0.5 ? 'crash' : 'fault',
    after: when < 0.5,
    flavour,
  };
}
