import type { Breakage } from './breakage.ts';
import type { Copy } from './broken-copy.ts';
import { printedBy } from './printed.ts';

export interface Seeds {
  readonly seeds: number;
  readonly steps: number;
}

/** The seed and the invariant that broke first without this handling, if one did. */
export function brokenBy(
  breakage: Breakage,
  copy: Copy,
  { seeds, steps }: Seeds,
): Promise<string | undefined> {
  return copy.without(breakage, async () => {
    for (let seed = 1; seed <= seeds; seed += 1) {
      const invariant = await runSeed(copy, seed, steps, breakage.focus);
      if (invariant !== undefined) return `seed ${seed}: ${invariant}`;
    }
    return undefined;
  });
}

async function runSeed(
  { path }: Copy,
  seed: number,
  steps: number,
  focus?: string,
): Promise<string | undefined> {
  const args = ['--seed', String(seed), '--steps', String(steps), '--no-shrink', '--json'];
  if (focus !== undefined) args.push('--focus', focus);
  const { out, err } = await printedBy(['local/chaos/main.ts', ...args], path);
  if (out === '') throw new Error(`chaos did not run: ${err.slice(0, 300)}`);
  return JSON.parse(out).results[0].broken[0]?.invariant;
}
