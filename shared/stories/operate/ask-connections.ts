import { connectionOf } from '../../handover/connection-of.ts';
import { VersionConflictError } from '../../record/errors.ts';
import type { Want } from '../../record/items.ts';
import { isGiven } from '../../record/verdict.ts';
import type { ConnectionRule } from '../../rules/access-rules.ts';
import { digest } from '../../runtime/json.ts';
import type { DecideOnTools, Word } from './decide-on.ts';
import { decidedText, type Result } from './decided-text.ts';

export interface Asking extends Word {
  /** One of the same id that is not ours may be replaced. */
  readonly replace: boolean;
  readonly installation: string;
}

export interface Asked {
  readonly asked: readonly Want[];
  /** Those for which somebody asked in between: nothing was done. */
  readonly overtaken: readonly Want[];
  readonly text: string;
}

/** Writes down that a person wants the connections of these accesses made, and sends for them. */
export async function askForConnections(
  wants: readonly Want[],
  asking: Asking,
  tools: DecideOnTools,
): Promise<Asked> {
  const { deploymentId } = asking;
  // Marked first: a message that is lost is sent again, and notify sends for the connections.
  await tools.record.tellings.mark(deploymentId);
  const results: Result[] = [];
  for (const want of wants) results.push(await askForOne(want, asking, tools));
  const of = (kind: Result['kind']) =>
    results.filter((one) => one.kind === kind).map(({ want }) => want);
  const asked = of('decided');
  if (asked.length > 0) await tools.queues.handOver([deploymentId]);
  await tools.queues.notify([deploymentId]);
  return { asked, overtaken: of('overtaken'), text: decidedText(results, undefined) };
}

async function askForOne(want: Want, asking: Asking, tools: DecideOnTools): Promise<Result> {
  const { connection } = want;
  if (connection === undefined) return { kind: 'refused', want, said: UNNAMED };
  const why = objection(want, connection);
  if (why !== undefined) return { kind: 'refused', want, said: why };
  if (!(await isWritten(want, connection, asking, tools))) {
    return { kind: 'overtaken', want, said: OVERTAKEN };
  }
  return { kind: 'decided', want, said: asking.replace ? REPLACING : MAKING };
}

/** False where somebody asked in between: of two presses at the same moment one counts. */
async function isWritten(
  { accessId, specification }: Want,
  connection: ConnectionRule,
  { deploymentId, by, replace, installation, seen }: Asking,
  { record, clock }: DecideOnTools,
): Promise<boolean> {
  const at = clock.now().toISOString();
  const wanted = digest(connectionOf(specification, connection, installation));
  const ask = { accessId, deploymentId, by, at, replace, connection: wanted };
  try {
    await record.connectionAsks.write(ask, seen && (seen.get(accessId) ?? 0));
  } catch (error) {
    if (!(error instanceof VersionConflictError) || seen === undefined) throw error;
    return false;
  }
  const event = replace ? 'connection.replacing' : 'connection.asked';
  await record.history.append({ deploymentId, accessId, at, event, by });
  return true;
}

function objection(want: Want, { create }: Partial<ConnectionRule>): string | undefined {
  if (create === 'never') return 'The access rules say create: never, so its owner enters it.';
  if (want.mode === 'preview') return 'It is in mode preview, which writes nowhere.';
  return isGiven(want) || want.kept ? undefined : 'It ends, and gets no connection any more.';
}

const UNNAMED = 'The access rules name no connection for it.';
const OVERTAKEN = 'It was asked for in the meantime already; nothing more was done.';
const MAKING =
  'The connection is made as soon as the access is there; the message shows how far it is.';
const REPLACING =
  'The connection is made as soon as the access is there; one of the same id gives way to it.';
