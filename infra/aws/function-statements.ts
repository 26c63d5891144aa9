import { type Names, ours, type Sub } from './names.ts';
import { allow, type Statement } from './statements.ts';

const RECORD = [
  'dynamodb:BatchGetItem',
  'dynamodb:DeleteItem',
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:Query',
];
const RECEIVE = ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'];

/** What each function may do besides IAM: of that, `operate` reads and only `grant-access` writes. */
export function functionStatements(
  names: Names,
  installation: string,
): Readonly<Record<string, readonly Statement[]>> {
  const { prefix } = names;
  const table = `table/${prefix}`;
  const record = allow(RECORD, [ours('dynamodb', table)]);
  const due = allow(['dynamodb:Query'], [ours('dynamodb', `${table}/index/due`)]);
  const receive = (queue: string) => allow(RECEIVE, [ours('sqs', `${prefix}-${queue}`)]);
  const send = (...queues: readonly string[]) =>
    allow(
      ['sqs:SendMessage'],
      queues.map((queue) => ours('sqs', `${prefix}-${queue}`)),
    );
  const decide = allow(['events:PutEvents'], [ours('events', `event-bus/${prefix}`)]);
  const secret = (name: string) =>
    allow(['secretsmanager:GetSecretValue'], [secretOf(installation, name)]);
  return {
    'decide-access': [
      receive('deployments'),
      record,
      secret('astro-token'),
      send('targets.fifo', 'messages.fifo', 'deployments-dead'),
    ],
    'grant-access': [receive('targets.fifo'), record, send('messages.fifo', 'targets-dead.fifo')],
    // Invoked by hand; IAM says by whom.
    operate: [record, decide, secret('astro-token'), send('targets.fifo', 'messages.fifo')],
    // Open to all; it reads no record, so that it can give none away.
    'receive-event': [decide, secret('receive-secret')],
    notify: [receive('messages.fifo'), record, secret('slack-token'), send('messages-dead.fifo')],
    sweep: [record, due, decide, secret('astro-token'), send('targets.fifo', 'messages.fifo')],
  };
}

/** A function's own lines, in the log that the other stack makes. */
export function logs({ prefix }: Names, name: string): Statement {
  const group = ours('logs', `log-group:/aws/lambda/${prefix}-${name}:*`);
  return allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [group]);
}

/** Secrets Manager ends each ARN in a hyphen and six characters of its own. */
function secretOf(installation: string, name: string): Sub {
  return ours('secretsmanager', `secret:deployment-authorizer/${installation}/${name}-??????`);
}
