import type { DecisionItem, Want } from '../../shared/record/items.ts';
import { InvalidEventError } from '../../shared/runtime/errors.ts';
import { operate } from '../../shared/stories/operate.ts';
import { byHand } from './deliver.ts';
import type { Installation } from './installation.ts';
import { piecesOf } from './pieces.ts';
import { pick } from './random.ts';

export const OPERATOR = 'jane@acme.example';

export const ACTIONS = [
  'approve',
  'approve',
  'approve',
  'deny',
  'deny',
  'hold',
  'release',
  'release',
  'retry',
] as const;

/** Somebody decides on one access by the command line. */
export async function decideByCommand(
  installation: Installation,
  [which = 0, access = 0, what = 0]: readonly number[],
): Promise<string> {
  const all = await wantsIn(installation);
  const deploymentId = pick([...new Set(all.map((one) => one.deploymentId))], which);
  const its = all.filter((one) => one.deploymentId === deploymentId);
  const want = pick(its, access)?.want;
  if (deploymentId === undefined || want === undefined) return 'there is nothing to decide';
  return decideAs(installation, deploymentId, want, pick(ACTIONS, what) ?? 'retry');
}

interface Wanted {
  readonly deploymentId: string;
  readonly want: Want;
}

/** Whatever a person may decide on, in the order of the record. */
export async function wantsIn({ record }: Installation): Promise<readonly Wanted[]> {
  const heads = (await record.deployments.list()).map(({ item }) => item);
  return heads.flatMap(({ deploymentId, decided }) =>
    (decided?.wants ?? []).map((want) => ({ deploymentId, want })),
  );
}

export async function decideAs(
  installation: Installation,
  deploymentId: string,
  want: Want,
  action: (typeof ACTIONS)[number],
): Promise<string> {
  const { accessId } = want;
  const order = { action, deploymentId, accessId, by: OPERATOR };
  const objection = await operate(order, byHand(installation)).then(() => undefined, refusal);
  if (objection !== undefined) return objection;
  const { decisions } = installation.record;
  const written = (await decisions.get([accessId])).get(accessId);
  if (written !== undefined) noteDecision(installation, deploymentId, want, written);
  return `${action} ${deploymentId} ${want.target}`;
}

/** The model learns what was decided, and of what ends that it stays. */
export function noteDecision(
  { decisions, keeping }: Installation,
  deploymentId: string,
  want: Want,
  written: DecisionItem,
): void {
  decisions.set(want.accessId, written);
  const ends = want.until !== undefined || want.kept || want.withheld;
  if (!ends || !['kept', 'held'].includes(written.verdict)) return;
  const pieces = piecesOf(want.identity, want.specification);
  keeping.stay(want.accessId, { deploymentId, pieces });
}

/** What cannot be decided, such as to approve what no rule gives, is said and changes nothing. */
function refusal(error: unknown): string {
  if (error instanceof InvalidEventError) return error.message;
  throw error;
}
