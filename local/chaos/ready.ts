import { targetKey } from '../../shared/rules/specification.ts';
import type { KeptMessage } from '../slack/memory-slack.ts';
import { isFull } from './fullness.ts';
import type { Installation } from './installation.ts';
import { type Piece, partsOf, piecesOf } from './pieces.ts';
import type { World } from './world.ts';

/**
 * Why a message does not say how many accesses there are: at least those are ready that should be
 * and are, and at the most those that are there.
 */
export async function isReadyFor(
  world: World,
  installation: Installation,
  deploymentId: string,
  { text }: Pick<KeptMessage, 'text'>,
): Promise<string | undefined> {
  const { truth } = world;
  const { record } = installation;
  const item = (await record.deployments.get([deploymentId])).get(deploymentId);
  if (item?.decided === undefined || !truth.exists(deploymentId)) return undefined;
  const isIn = (pieces: readonly string[]) => pieces.every((one) => truth.isIn(one));
  const { accesses } = truth.due(installation, deploymentId);
  const granted = accesses.filter(({ fate }) => fate === 'grant');
  // What is left as it stands may stand in a form that nobody asks for any more.
  const hers = truth.placed(installation).filter((one) => truth.holders.of(one) === deploymentId);
  const asItStands = new Set(hers.map((one) => partsOf(one).key));
  const there = item.decided.wants.filter(({ accessId, identity, specification }) => {
    if (isIn(piecesOf(identity, specification))) return true;
    const isGranted = granted.some((one) => one.accessId === accessId);
    return !isGranted && asItStands.has(targetKey(specification));
  });
  // What another installation lets in, too, finds no room for its own here.
  const isRefused = (one: Piece) => !hers.includes(one) && isFull(world, installation, one);
  const due = granted.filter(({ pieces }) => isIn(pieces) && !pieces.some(isRefused));
  const said = Number(/(\d+) of \d+ ready/.exec(text)?.[1] ?? 0);
  if (said >= due.length && said <= there.length) return undefined;
  return `says that ${said} are ready; ${due.length} should be, ${there.length} are there: ${text}`;
}
