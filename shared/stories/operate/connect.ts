import { InvalidEventError } from '../../runtime/errors.ts';
import type { OperateTools } from '../operate.ts';
import { askForConnections } from './ask-connections.ts';
import { standingsOf, wantsOf } from './decide-by-hand.ts';
import type { OperateAnswer } from './operate-answer.ts';

interface Connect {
  readonly deploymentId: string;
  /** The connection of one access; absent: of all that have one. */
  readonly accessId?: string;
  readonly by: string;
  readonly replace?: boolean;
}

/** Asks for connections by hand. Throws `InvalidEventError` where none of them can be made. */
export async function connect(
  { deploymentId, accessId, by, replace = false }: Connect,
  tools: Pick<OperateTools, 'record' | 'queues' | 'clock' | 'rules'>,
): Promise<OperateAnswer> {
  const all = await wantsOf(deploymentId, tools.record, accessId);
  const wants = accessId === undefined ? all.filter(({ connection }) => connection) : all;
  if (wants.length === 0) throw new InvalidEventError('there is no connection to make');
  const asking = { deploymentId, by, replace, installation: tools.rules().installation };
  const { asked, text } = await askForConnections(wants, asking, tools);
  if (asked.length === 0) throw new InvalidEventError(text);
  return { text, accesses: await standingsOf(asked, tools.record) };
}
