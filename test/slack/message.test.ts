import { describe, expect, it } from '@jest/globals';
import { validateBlocks } from '../../local/slack/block-kit.ts';
import { connectionOf } from '../../shared/handover/connection-of.ts';
import type { Specification } from '../../shared/rules/specification.ts';
import { deploymentMessage, threadMessages } from '../../shared/slack/message.ts';
import type { AccessView } from '../../shared/slack/view.ts';
import { textOf } from './texts.ts';
import { access, handover, IDENTITY, SHARED_ROLE, view } from './views.ts';

const because = (code: string, text = 'It is so.', advice = 'Do this.') => ({ code, text, advice });
const shown = (one: AccessView) => textOf(deploymentMessage(view([one])));
const redshift = access({
  target: 'redshift',
  specification: SHARED_ROLE,
  connection: connectionOf(SHARED_ROLE, { id: 'redshift' }, 'prod', 'eu-west-1'),
});

describe('deploymentMessage', () => {
  it('tells a ready Deployment from head to foot', () => {
    const message = deploymentMessage(view([access(), redshift]));
    expect(textOf(message)).toBe(`🟢 etl-prod: 2 of 2 ready
AWS eu-west-1 · Data · by jane@acme.com
*Next*: press *Create connections* below; or enter what each block below says in <https://clmk.astronomer.run/d|Airflow> under Admin &gt; Connections.
Workload Identity \`${IDENTITY}\`
*lake*: own role \`airflow-fiery-nebula-1234\`, policy \`lake-read\`
Connection \`aws_lake\` is not in Airflow yet.
\`\`\`
Connection Id    aws_lake
Connection Type  Amazon Web Services
Extra
{"role_arn":"arn:aws:iam::999988887777:role/deployment-authorizer/prod/airflow-fiery-nebula-1234","region_name":"eu-west-1"}
\`\`\`
*redshift*: joins role \`redshift-loader\` (\`999988887777\`)
Connection \`redshift\` is not in Airflow yet.
\`\`\`
Connection Id    redshift
Connection Type  Amazon Web Services
Extra
{"role_arn":"arn:aws:iam::999988887777:role/redshift-loader","region_name":"eu-west-1"}
\`\`\`
Written and read back <!date^1772805731^{time_secs}|14:02:11 UTC>; it may take a minute to work. Not yet proven: a perimeter (SCP, RCP) may still refuse. The thread has a DAG that proves it.
Create connections
Details
Revoke…
Take back what etl-prod was given?
This stops working, for its running tasks too: lake (connection aws_lake), redshift (connection redshift). It is not given again before somebody approves it.
Revoke
Cancel
<https://clmk.astronomer.run/d|Airflow> · <https://cloud.astronomer.io/w/deployments/clmk/overview|Astro> · <https://console.aws.amazon.com/iam/home#/roles/details/airflow-fiery-nebula-1234?section=trust_relationships|AWS role airflow-fiery-nebula-1234> · <https://console.aws.amazon.com/iam/home#/roles/details/redshift-loader?section=trust_relationships|AWS role redshift-loader>
rule etl-aws \`@3f2c1a9\` · installation prod`);
  });

  it('can be read aloud', () => {
    const waiting = access({ target: 'redshift', state: 'waiting', reason: because('throttled') });
    expect(deploymentMessage(view([access(), waiting])).text).toBe(
      'Deployment etl-prod on AWS eu-west-1, Workspace Data: 1 of 2 ready, 1 waiting. ' +
        'redshift is waiting. It is so. Do this. lake is ready; its connection aws_lake is not in Airflow yet.',
    );
  });

  it.each<[string, NonNullable<AccessView['handover']>, string]>([
    ['made', handover(access().connection, 'created'), ', and its connection aws_lake is made.'],
    [
      'somebody else’s',
      handover(access().connection, 'taken'),
      '; somebody else has a connection aws_lake.',
    ],
    [
      'waited for',
      handover(access().connection, 'waiting'),
      '; its connection aws_lake is not made yet.',
    ],
    [
      'asked for',
      { create: 'ask', via: 'airflow', asked: true },
      '; its connection aws_lake is not made yet.',
    ],
    ['for its owner to make', { create: 'never', via: 'airflow' }, ' as connection aws_lake.'],
  ])('reads aloud of a connection that is %s', (_it, one, said) => {
    const { text } = deploymentMessage(view([access({ handover: one })]));
    expect(text).toContain(`lake is ready${said}`);
  });

  it.each<[string, Specification, readonly string[]]>([
    [
      'a project',
      { kind: 'gcpProject', project: 'acme', roles: ['roles/a', 'roles/b'] },
      ['roles `roles/a`, `roles/b` on project `acme`', 'Project Id       acme'],
    ],
    [
      'a bucket',
      { kind: 'gcpBucket', bucket: 'acme-raw', roles: ['roles/a'] },
      ['role `roles/a` on bucket `acme-raw`', 'Connection Type  Google Cloud'],
    ],
    [
      'a dataset',
      { kind: 'gcpDataset', project: 'acme', dataset: 'daily', roles: ['roles/a'] },
      ['role `roles/a` on dataset `acme.daily`', 'Project Id       acme'],
    ],
    [
      'a service account',
      { kind: 'gcpImpersonate', serviceAccount: 'l@acme.iam.gserviceaccount.com' },
      [
        'may impersonate `l@acme.iam.gserviceaccount.com`',
        'Connection Id        gcp\nConnection Type      Google Cloud\nProject Id           acme\nImpersonation Chain  l@acme.iam.gserviceaccount.com',
      ],
    ],
  ])('says what is given on %s of Google Cloud', (_it, specification, texts) => {
    const connection = connectionOf(specification, { id: 'gcp' }, 'prod');
    const one = access({ specification, connection });
    const text = textOf(deploymentMessage(view([one], { cloud: 'gcp' })));
    for (const each of [...texts, 'several minutes', 'VPC Service Controls']) {
      expect(text).toContain(each);
    }
  });

  const due = '2026-03-06T14:05:00.000Z';
  const deadline = '2026-03-06T14:30:00.000Z';
  it.each<[string, Partial<AccessView>, readonly string[]]>([
    [
      'that an identity is not visible yet, and what happens next',
      { state: 'waiting', reason: because('identity-not-visible'), due, deadline },
      [
        'AWS cannot see the new identity yet.\nNext try <!date^1772805900^{time}|14:05 UTC>; unresolved by <!date^1772807400^{time}|14:30 UTC>, it calls those who approve.',
      ],
    ],
    ['why it waits', { state: 'waiting', reason: because('throttled') }, ['It is so. Do this.']],
    ['that it is about to be written', { state: 'pending' }, ['Being written now.']],
    [
      'why it was refused, and whom that calls',
      { state: 'refused', reason: because('quota', 'Trust policy full.', 'Raise it.') },
      ['<!subteam^S0PLATFORM> must act', 'Trust policy full. Raise it.'],
    ],
    [
      'what would be added, who can approve and how',
      { state: 'waiting', mode: 'approve', reason: because('approval'), deadline },
      [
        '<!subteam^S0PLATFORM> can approve; whoever created the Deployment cannot.',
        'Would add `astro-fiery-nebula-1234`; nothing is written before it is approved.',
        'Open until <!date^1772807400^{date_short_pretty} {time}|2026-03-06 14:30 UTC>.',
        'In a terminal: `deployment-authorizer approve acc-1`, or `deny` instead',
      ],
    ],
    [
      'a preview',
      { state: 'waiting', reason: because('preview') },
      ['in preview nothing is written'],
    ],
    ['why it is held', { state: 'waiting', reason: because('held') }, ['It is so. Do this.']],
    ['who denied it', { state: 'waiting', reason: because('denied') }, ['It is so. Do this.']],
    ['that it was taken back', { state: 'revoked' }, ['Taken back <!date^1772805731^']],
    [
      'who took it back, and how it is given again',
      { state: 'revoked', reason: because('denied', 'Denied by U0ANN (ann).', 'Approve it.') },
      [
        'Denied by <@U0ANN>. Approve it.\nIn a terminal: `deployment-authorizer approve acc-1`',
        '⚪ etl-prod: access taken back',
      ],
    ],
    [
      'that nobody approved it in time, and how it is given after all',
      { state: 'refused', reason: because('approval-lapsed', 'Nobody approved it.', '') },
      [
        'Nobody approved it.\nIn a terminal: `deployment-authorizer approve acc-1`',
        '⚪ etl-prod: not approved in time',
      ],
    ],
    [
      'that it was denied, and never given',
      { state: 'revoked', ungiven: true, reason: because('denied', 'Denied by jane.', '') },
      [
        '⚪ etl-prod: denied',
        ': own role `airflow-fiery-nebula-1234`, policy `lake-read`\nDenied by jane.',
      ],
    ],
    [
      'on which day what was refused is tried again',
      { state: 'refused', reason: because('quota'), due },
      ['Next try <!date^1772805900^{date_short_pretty} {time}|2026-03-06 14:05 UTC>.'],
    ],
    [
      'who holds it',
      { reason: because('held', 'Held by U0ANN (ann): so.') },
      ['Held by <@U0ANN>: so.'],
    ],
    [
      'nobody by a name that only looks so',
      { reason: because('quota', 'U0ANN (ann) is full.') },
      ['U0ANN (ann) is full.'],
    ],
    [
      'when it ends',
      { until: deadline },
      ['No rule gives this any more: it ends <!date^1772807400^'],
    ],
    ['that it was there by hand', { byHand: true }, ["by somebody's own hand"]],
    ['which identity it is', { slot: 'dr' }, ['*lake* (disaster recovery): own role']],
    [
      'what else to know',
      { notices: [because('size', 'Almost full.')] },
      ['Note: Almost full. Do this.'],
    ],
  ])('says %s', (_it, more, texts) => {
    for (const text of texts) expect(shown(access(more))).toContain(text);
  });

  it('shows no connection before there is access', () => {
    expect(shown(access({ state: 'pending' }))).not.toContain('Connection Id');
  });

  it('claims to have written nothing that was there by hand', () => {
    expect(shown(access({ byHand: true }))).not.toContain('Written and read back');
  });

  it('says why a Deployment gets nothing, and what to do', () => {
    const nothing = because('no-rule', 'No rule matches.', 'Add one.');
    const text = textOf(deploymentMessage(view([], { nothing })));
    expect(text).toContain('⚪ etl-prod: gets no access');
    expect(text).toContain('No rule matches. Add one.');
    expect(text).toContain('no rule `@3f2c1a9`');
  });

  it('says that a Deployment is gone, and links to none of its pages', () => {
    const nothing = because('gone', 'It is gone.', 'Nothing to do.');
    const text = textOf(deploymentMessage(view([], { nothing })));
    expect(text).toContain('⚪ etl-prod: gone from Astro');
    expect(text).not.toContain('https://');
  });

  it('does not say that a rule is missing where none could help', () => {
    const nothing = because('customer-managed-identity', 'Another is attached.', 'Detach it.');
    const text = textOf(deploymentMessage(view([], { nothing })));
    expect(text).toContain('rules not asked `@3f2c1a9`');
    expect(text).not.toContain('no rule');
  });

  it('calls the platform team where nobody is named', () => {
    const refused = access({ state: 'refused' });
    expect(textOf(deploymentMessage(view([refused], { approvers: [] })))).toContain(
      'The platform team must act',
    );
  });

  it('shows the most urgent in full, each in a line at least, and the rest in full in the thread', () => {
    const many = Array.from({ length: 50 }, (_, index) => access({ target: `lake-${index}` }));
    const refused = access({ target: 'full', state: 'refused', reason: because('quota') });
    const deployment = view([...many, refused]);
    const text = textOf(deploymentMessage(deployment));
    const full = text.match(/^\*(full|lake-\d+)\*: own role/gm) ?? [];
    const brief = text.match(/^🟢 \*lake-\d+\*: ready as connection `aws_lake`$/gm) ?? [];
    expect(full[0]).toBe('*full*: own role');
    expect(full.length + brief.length).toBe(51);
    expect(text).not.toContain('see thread');
    const thread = threadMessages(deployment).map(textOf).join('\n');
    expect(thread.match(/^\*lake-\d+\*: own role/gm)).toHaveLength(brief.length);
  });

  it('keeps room for the name where the accesses stand in every way there is', () => {
    const waits = (code: string) => access({ state: 'waiting', reason: because(code) });
    const every = [
      ...['approval', 'preview', 'held', 'denied', 'identity-not-visible'].map(waits),
      access({ state: 'refused', reason: because('quota') }),
      access({ state: 'refused', reason: because('approval-lapsed') }),
      access({ state: 'revoked' }),
      access({ until: '2026-03-07T14:02:11.000Z' }),
      access({ reason: because('held') }),
    ];
    const many = every.flatMap((one) => Array.from({ length: 12 }, () => one));
    const [header] = deploymentMessage(view(many, { name: 'n'.repeat(200) })).blocks;
    const text = header?.type === 'header' ? header.text.text : '';
    expect(text).toMatch(/^🔴 n{50,}…: 24 of 108 ready, 12 refused, .*…$/);
    expect(text.length).toBeLessThanOrEqual(150);
  });

  it('sends to the thread for what does not even fit in a line', () => {
    const long = '&'.repeat(200);
    const many = Array.from({ length: 150 }, (_, index) => access({ target: `${index}${long}` }));
    const message = deploymentMessage(view(many));
    expect(textOf(message)).toMatch(/^and \d+ more: see thread$/m);
    expect(validateBlocks(message.blocks)).toEqual([]);
  });
});

describe('threadMessages', () => {
  it('has each connection in the forms that programs read', () => {
    const [message, ...more] = threadMessages(view([access({ specification: SHARED_ROLE })]));
    const json =
      '{"conn_type":"aws","extra":{"role_arn":"arn:aws:iam::999988887777:role/redshift-loader","region_name":"eu-west-1"}}';
    const connection = connectionOf(SHARED_ROLE, { id: 'aws_lake' }, 'prod', 'eu-west-1');
    const [same] = threadMessages(view([access({ specification: SHARED_ROLE, connection })]));
    expect(more).toEqual([]);
    expect(message).toEqual(same);
    expect(message?.blocks).toHaveLength(3);
    expect(message && textOf({ ...message, blocks: message.blocks.slice(0, 1) })).toBe(
      `*lake*: connection \`aws_lake\`
JSON
\`\`\`
${json}
\`\`\`
Environment
\`\`\`
AIRFLOW_CONN_AWS_LAKE='${json}'
\`\`\`
Command
\`\`\`
airflow connections add aws_lake --conn-json '${json}'
\`\`\``,
    );
  });

  it('is silent while there is no connection to tell', () => {
    expect(threadMessages(view([access({ state: 'pending' })]))).toEqual([]);
  });

  it('leaves out a variable that nobody could name', () => {
    const connection = connectionOf(SHARED_ROLE, { id: 'aws-lake' }, 'prod');
    const [message] = threadMessages(view([access({ connection })]));
    expect(message && textOf(message)).not.toContain('AIRFLOW_CONN_');
  });

  it('splits what is too long for one section', () => {
    const externalId = 'x'.repeat(1_200);
    const specification = { ...SHARED_ROLE, externalId } as Specification;
    const connection = connectionOf(specification, { id: 'lake' }, 'prod');
    const [message] = threadMessages(view([access({ specification, connection })]));
    expect(message?.blocks).toHaveLength(5);
    expect(validateBlocks(message?.blocks)).toEqual([]);
  });
});
