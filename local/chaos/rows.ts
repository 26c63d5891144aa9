import type { Item } from '../../shared/record/store.ts';
import type { Installation } from './installation.ts';

/** What the record has of a Deployment's accesses on a target. */
export function rowsOf(
  { store }: Installation,
  deploymentId: string,
  targetKey: string,
): readonly Item[] {
  return store.snapshot().filter(({ partition, body }) => {
    return partition.endsWith(`#${targetKey}`) && body.deploymentId === deploymentId;
  });
}
