import { describe, expect, it } from '@jest/globals';
import { connectionsPage, people, todo } from '../../shared/slack/todo.ts';
import type { AccessView, DeploymentView } from '../../shared/slack/view.ts';
import { access, handover, view } from './views.ts';

const because = (code: string) => ({ code, text: 'So.', advice: 'Do.' });
const { connection } = access();
const made = access({ handover: handover(connection, 'created') });
const until = '2026-03-07T14:02:11.000Z';
const AIRFLOW = '<https://clmk.astronomer.run/d|Airflow>';

describe('todo', () => {
  it.each<[string, readonly AccessView[], Partial<DeploymentView>, readonly string[]]>([
    ['nothing to a Deployment that gets nothing', [], {}, []],
    ['nothing while it is being written', [access({ state: 'pending' })], {}, []],
    [
      'that nothing is left to do',
      [made, made],
      {},
      ['Nothing to do: use the connection ids below in your DAGs.'],
    ],
    [
      'how to make connections',
      [made, access()],
      { airflow: 2 },
      [
        '*Next*: press *Create connection* below; or enter what its block below says in <https://clmk.astronomer.run/d/connection/list/|Airflow> under Admin &gt; Connections.',
      ],
    ],
    [
      'how to make them where nobody answers presses',
      [access()],
      { endpoints: 'none' },
      [
        `*Next*: \`deployment-authorizer connect clmk\` in a terminal; or enter what its block below says in ${AIRFLOW} under Admin &gt; Connections.`,
      ],
    ],
    [
      'where to enter them by hand',
      [access({ handover: { create: 'never', via: 'airflow' } })],
      { links: { astro: 'https://cloud.astronomer.io' } },
      ['*Next*: enter what its block below says in Airflow under Admin &gt; Connections.'],
    ],
    [
      'nothing of one that is made unasked',
      [access({ handover: { create: 'auto', via: 'airflow' } })],
      {},
      [],
    ],
    [
      'that somebody else has one',
      [access({ handover: handover(connection, 'taken') })],
      {},
      ['Somebody else has a connection of the same id: see below.'],
    ],
    [
      'how to keep what ends',
      [access({ until, reason: because('ending') })],
      {},
      ['Something ends that no rule gives any more: press *Undo* below to keep it.'],
    ],
    [
      'who must act, once, before anything else',
      [access({ state: 'refused' }), access({ state: 'refused' }), access({ until })],
      { endpoints: 'none' },
      [
        '<!subteam^S0PLATFORM> must act: what to do is said below.',
        'Something ends that no rule gives any more: `deployment-authorizer release clmk` keeps it.',
      ],
    ],
    [
      'who can approve, as each rule names them',
      [
        access({ state: 'waiting', reason: because('approval'), approvers: ['U0JANE', 'S0SEC'] }),
        access({ state: 'waiting', reason: because('approval'), approvers: ['S0SEC'] }),
      ],
      {},
      ['<@U0JANE> <!subteam^S0SEC> can approve; whoever created the Deployment cannot.'],
    ],
    [
      'that what only a terminal approves is approved there',
      [
        access({ state: 'waiting', reason: because('approval'), approval: 'cli' }),
        access({ state: 'waiting', reason: because('approval'), approvers: ['S0SEC'] }),
      ],
      {},
      [
        '<!subteam^S0SEC> can approve; whoever created the Deployment cannot.',
        '<!subteam^S0PLATFORM> can approve in a terminal: the command is below.',
      ],
    ],
    [
      'what ends a preview',
      [access({ state: 'waiting', mode: 'preview', reason: because('preview') })],
      {},
      [
        'It is in preview: nothing is given before the `mode` in the access rules is approve or apply.',
      ],
    ],
    [
      'how to enter several by hand',
      [0, 1].map(() => access({ handover: { create: 'never', via: 'airflow' } })),
      { links: { astro: 'https://cloud.astronomer.io' } },
      ['*Next*: enter what each block below says in Airflow under Admin &gt; Connections.'],
    ],
  ])('says %s', (_it, accesses, more, lines) => {
    expect(todo(view(accesses, more))).toEqual(lines);
  });
});

describe('people', () => {
  it('are the platform team where nobody is named', () => {
    expect(people([])).toBe('The platform team');
  });
});

describe('connectionsPage', () => {
  it.each([
    [2, 'https://clmk.astronomer.run/d/connection/list/'],
    [3, 'https://clmk.astronomer.run/d/connections'],
  ] as const)('is where Airflow %s has it', (airflow, page) => {
    expect(connectionsPage(view([], { airflow }))).toBe(page);
  });
});
