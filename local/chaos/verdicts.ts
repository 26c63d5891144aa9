import type { DecisionItem, Want } from '../../shared/record/items.ts';
import { InvalidEventError } from '../../shared/runtime/errors.ts';
import { operate } from '../../shared/stories/operate.ts';
import { byHand } from './deliver.ts';
import type { Installation } from './installation.ts';
import { piecesOf } from './pieces.ts';
import { pick } from './random.ts';

export const OPERATOR = 'jane@acme.example';

const ACTIONS = [
  'approve',
  'approve',
  'approve',
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
  const { record } = installation;
  const heads = (await record.deployments.list()).map(({ item }) => item);
  const head = pick(
    heads.filter(({ decided }) => (decided?.wants.length ?? 0) > 0),
    which,
  );
  const want = pick(head?.decided?.wants ?? [], access);
  if (head === undefined || want === undefined) return 'there is nothing to decide';
  const action = pick(ACTIONS, what) ?? 'retry';
  const { deploymentId } = head;
  const { accessId } = want;
  const order = { action, deploymentId, accessId, by: OPERATOR };
  const objection = await operate(order, byHand(installation)).then(() => undefined, refusal);
  if (objection !== undefined) return objection;
  const written = (await record.decisions.get([accessId])).get(accessId);
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
