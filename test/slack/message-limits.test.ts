import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { validateBlocks } from '../../local/slack/block-kit.ts';
import { connectionOf } from '../../shared/handover/connection-of.ts';
import type { Specification } from '../../shared/rules/specification.ts';
import { deploymentMessage, type Message, threadMessages } from '../../shared/slack/message.ts';
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
const problem = fc.record({
  code: fc.constantFrom('approval', 'preview', 'held', 'denied', 'identity-not-visible', 'other'),
  text: long,
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

const access: fc.Arbitrary<AccessView> = fc
  .tuple(
    fc.record({
      accessId: name,
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
    ),
    fc.option(name),
  )
  .map(([one, more, id]) => ({
    ...one,
    ...Object.assign({}, ...more),
    ...(id === null
      ? {}
      : { connection: connectionOf(one.specification, { id }, 'prod', 'eu-west-1') }),
  }));

const deployment: fc.Arbitrary<DeploymentView> = fc
  .tuple(
    fc.record({
      deploymentId: name,
      name,
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

it('whatever people chose and however much it is, Slack takes the message and its thread', () => {
  fc.assert(
    fc.property(deployment, (view) => {
      check(deploymentMessage(view));
      threadMessages(view).forEach(check);
    }),
    { numRuns: 150 },
  );
});
