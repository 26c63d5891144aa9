import { connectionOf } from '../../handover/connection-of.ts';
import type { Want } from '../../record/items.ts';
import { isGiven } from '../../record/verdict.ts';
import type { ConnectionRule } from '../../rules/access-rules.ts';
import { digest } from '../../runtime/json.ts';
import type { DecideOnTools } from './decide-on.ts';
import { decidedText, type Result } from './decided-text.ts';

export interface Asking {
  readonly deploymentId: string;
  readonly by: string;
  /** One of the same id that is not ours may be replaced. */
  readonly replace: boolean;
  readonly installation: string;
}

export interface Asked {
  readonly asked: readonly Want[];
  readonly text: string;
}

/** Writes down that a person wants the connections of these accesses made, and sends for them. */
export async function askForConnections(
  wants: readonly Want[],
  asking: Asking,
  { record, queues, clock }: DecideOnTools,
): Promise<Asked> {
  const { deploymentId, by, replace, installation } = asking;
  const results = wants.map((want) => resultFor(want, replace));
  const asked = results.flatMap(({ kind, want }) => (kind === 'decided' ? [want] : []));
  for (const { accessId, specification, connection } of asked) {
    if (connection === undefined) continue;
    const at = clock.now().toISOString();
    const wanted = digest(connectionOf(specification, connection, installation));
    const ask = { accessId, deploymentId, by, at, replace, connection: wanted };
    await record.connectionAsks.write(ask);
    const event = replace ? 'connection.replacing' : 'connection.asked';
    await record.history.append({ deploymentId, accessId, at, event, by });
  }
  if (asked.length > 0) await queues.handOver([deploymentId]);
  await queues.notify([deploymentId]);
  return { asked, text: decidedText(results, undefined) };
}

function resultFor(want: Want, replace: boolean): Result {
  const said = objection(want);
  if (said !== undefined) return { kind: 'refused', want, said };
  return { kind: 'decided', want, said: replace ? REPLACING : MAKING };
}

function objection(want: Want): string | undefined {
  if (want.connection === undefined) return 'The access rules name no connection for it.';
  const { create } = want.connection as Partial<ConnectionRule>;
  if (create === 'never') return 'The access rules say create: never, so its owner enters it.';
  if (want.mode === 'preview') return 'It is in mode preview, which writes nowhere.';
  return isGiven(want) || want.kept ? undefined : 'It ends, and gets no connection any more.';
}

const MAKING = 'The connection is being made as soon as the access is there.';
const REPLACING =
  'The connection is being made as soon as the access is there; one of the same id gives way to it.';
