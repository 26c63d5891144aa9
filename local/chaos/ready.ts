import type { KeptMessage } from '../slack/memory-slack.ts';
import type { Installation } from './installation.ts';
import { piecesOf } from './pieces.ts';
import type { World } from './world.ts';

/**
 * Why a message does not say how many accesses there are: at least those are ready that should be
 * and are, and at the most those that are there.
 */
export async function isReadyFor(
  { truth }: World,
  installation: Installation,
  deploymentId: string,
  { text }: Pick<KeptMessage, 'text'>,
): Promise<string | undefined> {
  const { record } = installation;
  const item = (await record.deployments.get([deploymentId])).get(deploymentId);
  if (item?.decided === undefined || !truth.exists(deploymentId)) return undefined;
  const isIn = (pieces: readonly string[]) => pieces.every((one) => truth.isIn(one));
  const there = item.decided.wants.filter(({ identity, specification }) =>
    isIn(piecesOf(identity, specification)),
  );
  const due = truth
    .due(installation, deploymentId)
    .accesses.filter(({ fate, pieces }) => fate === 'grant' && isIn(pieces));
  const said = Number(/(\d+) of \d+ ready/.exec(text)?.[1] ?? 0);
  if (said >= due.length && said <= there.length) return undefined;
  return `says that ${said} are ready; ${due.length} should be, ${there.length} are there: ${text}`;
}
