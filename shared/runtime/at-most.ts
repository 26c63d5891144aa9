/**
 * Does the work for each thing, in order, so many at once and no more. Once one has failed no
 * other is begun; those under way are waited for, and then the first failure is thrown.
 */
export async function eachAtMost<Thing>(
  limit: number,
  things: readonly Thing[],
  work: (thing: Thing) => Promise<void>,
): Promise<void> {
  const failures: unknown[] = [];
  const left = things.values();
  const worker = async () => {
    for (const thing of left) {
      if (failures.length > 0) return;
      try {
        await work(thing);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, things.length) }, worker));
  if (failures.length > 0) throw failures[0];
}
