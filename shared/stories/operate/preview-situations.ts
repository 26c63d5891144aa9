import type { AccessItem, Decided, DeploymentItem, Want } from '../../record/items.ts';
import type { Versioned } from '../../record/record.ts';
import { emptyRow } from '../decide-access/empty-row.ts';
import { type Situation, situationsOf } from '../grant-access/situation.ts';
import type { PreviewTools } from './preview.ts';

/** A Deployment as it would be decided now; its number means nothing, for it is never written. */
export type Head = DeploymentItem & { readonly decided: Decided };

/** The rows of the target, this Deployment's as it is decided now and not as it was written. */
export async function previewSituations(
  head: Head,
  targetKey: string,
  { record, clock }: PreviewTools,
): Promise<readonly Situation[]> {
  const now = clock.now();
  const found = await record.accesses.onTarget(targetKey);
  const known = new Set(found.map(({ item }) => item.accessId));
  const fresh = wantsOn(targetKey, head.decided)
    .filter(({ accessId }) => !known.has(accessId))
    .map((want) => ({ item: emptyRow(want, head.decided.deployment, now), version: 0 }));
  const rows: readonly Versioned<AccessItem>[] = [...found, ...fresh];
  return situationsOf(rows, record, clock, undefined, new Map([[head.deploymentId, head]]));
}

export function wantsOn(targetKey: string, { wants }: Decided): readonly Want[] {
  return wants.filter((want) => want.targetKey === targetKey);
}
