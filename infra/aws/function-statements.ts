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
  const { record, due, decide, receive, send, secret } = rights(names, installation);
  const passOn = send('targets.fifo', 'messages.fifo', 'handovers.fifo');
  return {
    // Open to all: it looks at nothing before it has seen Slack's signature.
    'answer-slack': [record, decide, secret('slack-signing-secret', 'slack-token'), passOn],
    'decide-access': [
      receive('deployments'),
      record,
      secret('astro-token'),
      send('targets.fifo', 'messages.fifo', 'deployments-dead'),
    ],
    'grant-access': [
      receive('targets.fifo'),
      record,
      decide,
      send('messages.fifo', 'targets-dead.fifo'),
    ],
    // Alone with the token that writes in Astro.
    'hand-over': [
      receive('handovers.fifo'),
      record,
      secret('astro-write-token'),
      send('messages.fifo', 'handovers-dead.fifo'),
    ],
    notify: [
      receive('messages.fifo'),
      record,
      secret('slack-token'),
      send('handovers.fifo', 'messages-dead.fifo'),
    ],
    // Invoked by hand; IAM says by whom.
    operate: [record, decide, secret('astro-token'), passOn],
    // Open to all; it reads no record, so that it can give none away.
    'receive-event': [decide, secret('receive-secret')],
    sweep: [record, due, decide, secret('astro-token'), passOn],
  };
}

/** The rights that they are made of, each on things of this installation alone. */
function rights({ prefix }: Names, installation: string) {
  const table = `table/${prefix}`;
  const queues = (some: readonly string[]) => some.map((one) => ours('sqs', `${prefix}-${one}`));
  return {
    record: allow(RECORD, [ours('dynamodb', table)]),
    due: allow(['dynamodb:Query'], [ours('dynamodb', `${table}/index/due`)]),
    decide: allow(['events:PutEvents'], [ours('events', `event-bus/${prefix}`)]),
    receive: (queue: string) => allow(RECEIVE, queues([queue])),
    send: (...some: readonly string[]) => allow(['sqs:SendMessage'], queues(some)),
    secret: (...some: readonly string[]) =>
      allow(
        ['secretsmanager:GetSecretValue'],
        some.map((one) => secretOf(installation, one)),
      ),
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
