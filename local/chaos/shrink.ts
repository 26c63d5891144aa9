import type { Outcome } from './run.ts';
import type { Step } from './steps.ts';

/**
 * Leaves out steps, first in large pieces and then one by one, as long as the same promise is
 * still broken.
 */
export async function shrink(
  steps: readonly Step[],
  invariant: string,
  run: (steps: readonly Step[]) => Promise<Outcome>,
  most = 150,
): Promise<readonly Step[]> {
  let left = steps;
  let runs = 0;
  for (
    let size = Math.ceil(left.length / 2);
    size >= 1;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    for (let start = 0; start < left.length && runs < most; runs += 1) {
      const fewer = [...left.slice(0, start), ...left.slice(start + size)];
      const { violations } = await run(fewer);
      if (violations.some((one) => one.invariant === invariant)) left = fewer;
      else start += size;
    }
  }
  return left;
}
