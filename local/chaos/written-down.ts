import { isGiven } from '../../shared/record/verdict.ts';
import type { Installation } from './installation.ts';
import { piecesOf } from './pieces.ts';
import type { World } from './world.ts';

/** Of a Deployment that was just decided on: the record has what the rules give, and nothing else. */
export async function checkWrittenDown(
  { truth }: World,
  installation: Installation,
  deploymentId: string,
): Promise<void> {
  const found = await installation.record.deployments.get([deploymentId]);
  const wants = (found.get(deploymentId)?.decided?.wants ?? []).filter(isGiven);
  const written = wants.map(({ accessId, identity, specification }) => {
    return `${accessId} ${piecesOf(identity, specification).toSorted().join()}`;
  });
  const { accesses } = truth.due(installation, deploymentId);
  const due = accesses.map(({ accessId, pieces }) => `${accessId} ${pieces.toSorted().join()}`);
  const [is, should] = [written, due].map((all) => all.toSorted().join('; '));
  if (is === should) return;
  const detail = `${installation.id}: ${deploymentId} has ${is}, and should have ${should}`;
  truth.say('what was decided last is what is written down', detail);
}
