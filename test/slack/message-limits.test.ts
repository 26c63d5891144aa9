import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { validateBlocks } from '../../local/slack/block-kit.ts';
import { connectionOf } from '../../shared/handover/connection-of.ts';
import type { HandedOver } from '../../shared/record/handovers.ts';
import type { HistoryItem } from '../../shared/record/history.ts';
import type { Specification } from '../../shared/rules/specification.ts';
import { digest } from '../../shared/runtime/json.ts';
import { detailsMessage } from '../../shared/slack/details-message.ts';
import { diffMessage } from '../../shared/slack/diff-message.ts';
import { driftMessage } from '../../shared/slack/drift-message.ts';
import { deploymentMessage, type Message, threadMessages } from '../../shared/slack/message.ts';
import { reminderMessage } from '../../shared/slack/reminder-message.ts';
import type { AccessView, DeploymentView } from '../../shared/slack/view.ts';
import { strayMarkup, textOf } from './texts.ts';

const nasty = fc.constantFrom(
  '<!channel>',
  '<@U1>',
  '`',
  '```',
  '*',
  '_',
  '&',
  '>',
  '\n',
  'arn:aws:',
);
const name = fc.oneof(
  fc.string({ maxLength: 200 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.array(nasty, { maxLength: 40 }).map((parts) => parts.join('')),
  fc.constantFrom('n', '&').map((character) => character.repeat(200)),
);
const names = fc.array(name, { maxLength: 8 });
const maybe = <Key extends string, Value>(key: Key, value: fc.Arbitrary<Value>) =>
  fc.oneof(
    fc.constant({}),
    value.map((some) => ({ [key]: some }) as { [K in Key]?: Value }),
  );
const iso = fc
  .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const long = fc.oneof(name, fc.constant('Long. '.repeat(300)));
/** Ours are never without a text; what is named in it can be anything. */
const problem = fc.record({
  code: fc.constantFrom(
    ...[
      'approval',
      'approval-lapsed',
      'preview',
      'held',
      'denied',
      'identity-not-visible',
      'other',
    ],
  ),
  text: long.map((some) => `It is so. ${some}`),
  advice: long,
});

const specification: fc.Arbitrary<Specification> = fc.oneof(
  fc
    .tuple(
      fc.record({
        kind: fc.constant('awsOwnRole' as const),
        account: name,
        roleName: name,
        policies: names,
        deploymentId: name,
      }),
      maybe('permissionsBoundary', name),
      maybe('externalId', long),
    )
    .map(([own, boundary, external]) => ({ ...own, ...boundary, ...external })),
  fc.record({ kind: fc.constant('awsSharedRole' as const), role: name }),
  fc.record({ kind: fc.constant('gcpProject' as const), project: name, roles: names }),
  fc.record({ kind: fc.constant('gcpBucket' as const), bucket: name, roles: names }),
  fc.record({
    kind: fc.constant('gcpDataset' as const),
    project: name,
    dataset: name,
    roles: names,
  }),
  fc.record({ kind: fc.constant('gcpImpersonate' as const), serviceAccount: name }),
);

/** Of ours and Astro's own: nobody chooses them. */
const id = fc.stringMatching(/^[a-z0-9]{1,40}$/);
const change = fc.record({
  at: iso,
  diff: fc.array(name, { maxLength: 300 }).map((all) => all.join('\n')),
});
const made = fc
  .tuple(
    fc.record({
      accessId: id,
      connectionId: name,
      via: fc.constantFrom('environment-manager' as const, 'airflow' as const),
      state: fc.constantFrom('created', 'waiting', 'taken', 'refused'),
      at: iso,
      connection: name,
    }),
    maybe('reason', problem),
  )
  .map(([done, more]) => ({ ...done, ...more }) as HandedOver);
const handover = fc
  .tuple(
    fc.record({
      create: fc.constantFrom('auto' as const, 'ask' as const, 'never' as const),
      via: fc.constantFrom('environment-manager' as const, 'airflow' as const),
    }),
    maybe('done', made),
    maybe('asked', fc.constant(true as const)),
  )
  .map(([one, done, asked]) => ({ ...one, ...done, ...asked }));

const access: fc.Arbitrary<AccessView> = fc
  .tuple(
    fc.record({
      accessId: id,
      revision: id,
      approval: fc.constantFrom('slack' as const, 'cli' as const),
      approvers: names,
      target: name,
      rule: name,
      slot: fc.constantFrom('primary', 'dr'),
      mode: fc.constantFrom('preview', 'approve', 'apply'),
      identity: name,
      specification,
      state: fc.constantFrom('pending', 'waiting', 'granted', 'refused', 'revoked'),
      since: iso,
      notices: fc.array(problem, { maxLength: 4 }),
      byHand: fc.boolean(),
    }),
    fc.tuple(
      maybe('reason', problem),
      maybe('due', iso),
      maybe('deadline', iso),
      maybe('until', iso),
      maybe('kept', fc.constant(true as const)),
      maybe('proposal', change),
      maybe(
        'drift',
        change.map((one) => ({ ...one, repaired: true })),
      ),
    ),
    fc.option(fc.tuple(name, handover)),
  )
  .map(([one, more, connected]) => ({
    ...one,
    ...Object.assign({}, ...more),
    ...(connected === null ? {} : connectedBy(one.specification, ...connected)),
  }));

/** Made for the connection as it is, wherever it says that it is made. */
function connectedBy(
  specification: Specification,
  connectionId: string,
  how: NonNullable<AccessView['handover']>,
): Pick<AccessView, 'connection' | 'handover'> {
  const connection = connectionOf(specification, { id: connectionId }, 'prod', 'eu-west-1');
  if (how.done === undefined) return { connection, handover: how };
  const done = { ...how.done, via: how.via, connection: digest(connection) };
  return { connection, handover: { ...how, done } };
}

const deployment: fc.Arbitrary<DeploymentView> = fc
  .tuple(
    fc.record({
      deploymentId: id,
      name,
      endpoints: fc.constantFrom('public' as const, 'none' as const),
      cloud: fc.constantFrom('aws', 'gcp', 'azure'),
      identities: fc.array(
        fc.record({ slot: fc.constantFrom('primary' as const, 'dr' as const), identity: name }),
        { maxLength: 6 },
      ),
      accesses: fc.oneof(
        fc.array(access, { maxLength: 3 }),
        fc.array(access, { minLength: 50, maxLength: 50, size: 'max' }),
      ),
      links: fc.record({ astro: fc.oneof(name, fc.webUrl()), airflow: name }),
      installation: name,
      approvers: names,
    }),
    fc.tuple(
      maybe('region', name),
      maybe('workspaceName', name),
      maybe('createdBy', name),
      maybe('nothing', problem),
      maybe('rulesCommit', name),
      maybe('airflow', fc.constantFrom(2 as const, 3 as const)),
    ),
  )
  .map(([one, more]) => ({ ...one, ...Object.assign({}, ...more) }));

function check({ text, blocks }: Message): void {
  expect(validateBlocks(blocks)).toEqual([]);
  expect(JSON.stringify(blocks).length).toBeLessThanOrEqual(10_000);
  expect(text.length).toBeLessThanOrEqual(3_000);
  expect(text).not.toBe('');
  expect(strayMarkup(text)).toEqual([]);
  expect(strayMarkup(textOf({ text, blocks }))).toEqual([]);
}

const history: fc.Arbitrary<readonly HistoryItem[]> = fc.array(
  fc.record({
    deploymentId: id,
    accessId: id,
    at: iso,
    event: fc.oneof(
      name,
      fc.constantFrom('access.refused', 'decision.held', 'deployment.decided', 'connection.asked'),
    ),
    by: name,
    detail: fc.record({ reason: long, commit: name, nothing: long, wants: names }),
  }),
  { maxLength: 12 },
);

it('whatever people chose and however much it is, Slack takes the message and its thread', () => {
  fc.assert(
    fc.property(deployment, (view) => {
      check(deploymentMessage(view));
      threadMessages(view).forEach(check);
    }),
    { numRuns: 100 },
  );
});

it('and takes what answers a press, or calls a person', () => {
  fc.assert(
    fc.property(deployment, history, (view, past) => {
      check(detailsMessage(view, past));
      const now = new Date('2026-03-06T14:02:11.000Z');
      const access = view.accesses.at(0);
      const messages = [
        reminderMessage(view, now),
        access && driftMessage(access, view),
        diffMessage(view, access?.accessId ?? 'gone'),
      ];
      for (const message of messages) if (message !== undefined) check(message);
    }),
    { numRuns: 100 },
  );
});
