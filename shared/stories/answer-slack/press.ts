import type { Problem } from '../../policy/plan.ts';
import { ACCESS_GONE, GONE, NOTHING_LEFT, nothingDone } from '../../slack/answers.ts';
import { detailsMessage } from '../../slack/details-message.ts';
import { diffMessage } from '../../slack/diff-message.ts';
import { notEntitledBecause, type Presser } from '../../slack/entitlement.ts';
import type { ButtonPressed } from '../../slack/interaction.ts';
import type { Person } from '../../slack/people.ts';
import type { Press } from '../../slack/press.ts';
import { viewOf } from '../notify/view-of.ts';
import { type Answered, carryOut, type Effect } from './carry-out.ts';
import { type Concerned, concernedBy, isToBeJudged, meantBy } from './concern.ts';
import { revisionNow, type SeenAccess, type Sight, sightOf } from './sight.ts';
import { staleBecause } from './stale.ts';
import { type AnswerTools, LIMITS } from './tools.ts';
import { whoPresses } from './who.ts';

/** A press that does something, as against one that shows something. */
type Deciding = Press & Pick<Effect, 'verb'>;

/** Judges one press by what is so now, and carries it out where nothing stands against it. */
export async function answerPress(
  press: Press,
  { user, at }: ButtonPressed,
  tools: AnswerTools,
): Promise<Answered> {
  if (press.verb === 'details' || press.verb === 'diff') return show(press, tools);
  const deciding: Deciding = { ...press, verb: press.verb };
  const { deploymentId, accessId, revision, verb } = deciding;
  // While the record is read: Slack is the slowest of all.
  const asked = tools.slack.person(user.id);
  asked.catch(() => {});
  const sight = await sightOf(deploymentId, tools);
  if (sight === undefined) return not(GONE);
  const now = revisionNow(sight, accessId);
  if (now === undefined) return not(ACCESS_GONE);
  if (now !== revision) return not(staleBecause(sight, accessId));
  const view = isToBeJudged(deciding) ? await viewOf(deploymentId, tools) : undefined;
  const concerned = concernedBy({ ...deciding, at }, sight, view);
  if (concerned.length === 0) return not(NOTHING_LEFT);
  const { accesses, but } = await entitled(
    deciding,
    { userId: user.id, asked },
    concerned,
    sight,
    tools,
  );
  if (but !== undefined && accesses.length === 0) return not(but);
  const by = nameOf(user);
  return carryOut({ verb, deploymentId, by, accesses, ...(but && { but }) }, tools);
}

/** As it stands in the audit trail: the id cannot be chosen, the name can. */
export function nameOf({ id, name }: ButtonPressed['user']): string {
  return name === '' ? id : `${id} (${name})`;
}

/** What anybody may see who can see the message, as it is now. */
async function show(
  { verb, deploymentId, accessId }: Press,
  tools: AnswerTools,
): Promise<Answered> {
  const [view, history] = await Promise.all([
    viewOf(deploymentId, tools),
    verb === 'details' ? tools.record.history.of(deploymentId) : undefined,
  ]);
  if (view === undefined) return not(GONE);
  return {
    message: history ? detailsMessage(view, history) : diffMessage(view, accessId ?? ''),
  };
}

interface Entitled {
  readonly accesses: readonly Concerned[];
  /** Why this person may not decide on the others. */
  readonly but?: Problem;
}

async function entitled(
  { verb }: Deciding,
  { userId, asked }: { readonly userId: string; readonly asked: Promise<Person> },
  concerned: readonly Concerned[],
  sight: Sight,
  { slack, limits = LIMITS }: AnswerTools,
): Promise<Entitled> {
  const approvers = concerned.map(({ say }) => say.approvers);
  const who = await whoPresses(userId, approvers, asked, slack, limits.lookUps);
  if (!('person' in who)) return { accesses: [], but: who };
  const judged = concerned.map((access) => ({ access, why: whyNot(verb, who, access, sight) }));
  const [but] = judged.flatMap(({ why }) => why ?? []);
  const accesses = judged.flatMap(({ access, why }) => (why === undefined ? [access] : []));
  return { accesses, ...(but && { but }) };
}

function whyNot(
  verb: Deciding['verb'],
  who: Presser,
  access: SeenAccess,
  { createdBy }: Sight,
): Problem | undefined {
  const { accessId } = access.want;
  const stake = { ...access.say, accessId, ...(createdBy && { createdBy }) };
  return notEntitledBecause(meantBy(verb, access), who, stake);
}

function not(why: Problem): Answered {
  return { message: nothingDone(why), refused: why.code };
}
