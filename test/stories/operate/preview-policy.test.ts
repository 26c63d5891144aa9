import { describe, expect, it } from '@jest/globals';
import { PolicyRefusedError, TransientError } from '../../../shared/cloud/errors.ts';
import type { Want } from '../../../shared/record/items.ts';
import { orderDigest } from '../../../shared/record/order.ts';
import { HOUR } from '../../../shared/runtime/clock.ts';
import { previewPolicy } from '../../../shared/stories/operate/preview-policy.ts';
import { inA, problem } from '../findings.ts';
import { DEPLOYMENT } from '../memory-bench.ts';
import { LAKE, REDSHIFT, ruleFor, rulesOf, rulesReaching } from '../rules.ts';
import {
  another,
  BY_HAND,
  IN_TWO_ACCOUNTS,
  openPreviewBench,
  TRUST,
  TWO_IDENTITIES,
  trusting,
} from './preview-bench.ts';

const OTHER = another('other');
const IDENTITY = DEPLOYMENT.workloadIdentity ?? '';
const THEIRS = OTHER.workloadIdentity ?? '';
const OWN = `aws-own-role/999988887777/airflow-${DEPLOYMENT.namespace}`;
const UNAPPROVED = {
  code: 'approval',
  text: 'It needs an approval.',
  advice: 'An approver of the access rules must agree.',
};
const ASKS_FIRST = rulesOf(REDSHIFT, [
  ruleFor('etl-*', 'redshift'),
  ruleFor('other', 'redshift', 'approve').replace('for-redshift', 'asks-first'),
]);

/** A policy in which so many services are let in by hand. */
function crowdedBy(services: number) {
  const Service = Array.from({ length: services }, (_one, place) => `service-${place}.example`);
  return { Statement: [{ ...BY_HAND, Principal: { Service } }] };
}

type Bench = ReturnType<typeof openPreviewBench>;

/** Of the Deployment as it is in the record, where nothing else is said. */
async function look(bench: Bench, key = TRUST, wants?: readonly Want[]) {
  const head = await bench.decide();
  const decided = { ...head.decided, ...(wants && { wants }) };
  return previewPolicy(key, { ...head, decided }, bench.tools);
}

describe('previewPolicy', () => {
  it('shows the policy before and after, and who comes into it', async () => {
    const bench = openPreviewBench();
    const shown = await look(bench);
    const { accessId } = await bench.wantOf('redshift');
    expect(shown).toStrictEqual({
      targetKey: TRUST,
      targets: ['redshift'],
      changes: true,
      before: trusting(),
      after: trusting(IDENTITY),
      accesses: [{ accessId, target: 'redshift', identity: IDENTITY, standing: 'adding' }],
      others: 0,
      notices: [],
    });
    expect(bench.trusts.get(TRUST)).toEqual(trusting());
    expect(bench.looks).toContain(`open ${TRUST} for ${DEPLOYMENT.id}`);
  });

  it('shows the same twice where it is given already', async () => {
    const bench = openPreviewBench();
    await bench.grant();
    const shown = await look(bench);
    expect(shown).toMatchObject({ changes: false, accesses: [{ standing: 'present' }] });
    expect(shown.before).toEqual(trusting(IDENTITY));
    expect(shown.after).toEqual(shown.before);
  });

  it('shows a role that is not there as none, and what it would be', async () => {
    const shown = await look(openPreviewBench(rulesReaching(LAKE)), OWN);
    expect(shown).toMatchObject({ targets: ['lake'], changes: true, before: null });
    expect(shown.after).toMatchObject({
      attached: ['arn:aws:iam::999988887777:policy/lake-read'],
    });
  });

  it('shows none that stays none', async () => {
    const bench = openPreviewBench(rulesReaching(LAKE));
    await bench.decide();
    await bench.say('denied', 'lake');
    const shown = await look(bench, OWN);
    expect(shown).toMatchObject({ changes: false, before: null, after: null });
    expect(shown.accesses).toMatchObject([{ standing: 'absent', problem: { code: 'denied' } }]);
  });

  it('shows what would be given after an approval, and that it waits for one', async () => {
    const bench = openPreviewBench(rulesReaching(REDSHIFT, 'approve'));
    const shown = await look(bench);
    expect(shown.after).toEqual(trusting(IDENTITY));
    expect(shown.accesses).toMatchObject([{ standing: 'adding', problem: UNAPPROVED }]);
  });

  it('shows what rests for now as if it went on', async () => {
    const bench = openPreviewBench();
    await bench.decide();
    const want = await bench.wantOf('redshift');
    const answers = orderDigest({ kind: 'grant', want });
    await bench.row(
      'redshift',
      { state: 'waiting', reason: problem('identity-unknown'), answers },
      { due: inA(HOUR) },
    );
    const shown = await look(bench);
    expect(shown.accesses).toStrictEqual([
      { accessId: want.accessId, target: 'redshift', identity: IDENTITY, standing: 'adding' },
    ]);
  });

  it('takes back what is not wanted any more, and says whose it was', async () => {
    const bench = openPreviewBench();
    await bench.grant();
    const { accessId } = await bench.wantOf('redshift');
    const shown = await look(bench, TRUST, []);
    expect(shown).toMatchObject({ targets: [], changes: true, before: trusting(IDENTITY) });
    expect(shown.accesses).toStrictEqual([
      {
        accessId,
        target: TRUST,
        identity: IDENTITY,
        standing: 'removing',
        problem: {
          code: 'unwanted',
          text: 'No access rule gives it any more.',
          advice: 'Nothing to do.',
        },
      },
    ]);
  });

  it('names nobody where nothing was placed and nothing is wanted', async () => {
    const bench = openPreviewBench();
    const [access] = (await look(bench, TRUST, [])).accesses;
    expect(access).not.toHaveProperty('identity');
    expect(access?.standing).toBe('absent');
  });

  it.each(['apply', 'approve'])('says in mode %s why it would be refused', async (mode) => {
    const bench = openPreviewBench(rulesReaching(REDSHIFT, mode));
    bench.trusts.set(TRUST, crowdedBy(100));
    const shown = await look(bench);
    expect(shown).toMatchObject({ changes: false, after: crowdedBy(100) });
    expect(shown.accesses).toMatchObject([
      { standing: 'refused', problem: { code: 'trust-policy-full' } },
    ]);
  });

  it('names a target once, though both identities are to reach it', async () => {
    const bench = openPreviewBench(IN_TWO_ACCOUNTS);
    const head = await bench.decide(TWO_IDENTITIES);
    const shown = await previewPolicy(TRUST, head, bench.tools);
    expect(shown.targets).toEqual(['redshift']);
    const identities = shown.accesses.map(({ identity }) => identity);
    expect(identities.toSorted()).toEqual([IDENTITY, TWO_IDENTITIES.drWorkloadIdentity]);
  });

  it('says what an operator should hear of', async () => {
    const bench = openPreviewBench();
    bench.trusts.set(TRUST, crowdedBy(80));
    expect((await look(bench)).notices).toMatchObject([{ code: 'trust-policy-nearly-full' }]);
  });
});

describe('what the same write does for others', () => {
  it.each<[string, number, (bench: Bench) => Promise<unknown>]>([
    ['is counted where it would give', 1, (bench) => bench.decide(OTHER)],
    [
      'is counted where it would take',
      1,
      async (bench) => {
        await bench.grant(OTHER);
        await bench.say('denied', 'redshift', OTHER.id);
      },
    ],
    ['is nothing where they have it', 0, (bench) => bench.grant(OTHER)],
    [
      'is nothing where they get nothing',
      0,
      async (bench) => {
        await bench.decide(OTHER);
        await bench.say('denied', 'redshift', OTHER.id);
      },
    ],
    [
      'is nothing where it waits for an approval',
      0,
      async (bench) => {
        bench.setRules(ASKS_FIRST);
        await bench.decide(OTHER);
      },
    ],
  ])('%s', async (_it, others, before) => {
    const bench = openPreviewBench();
    await before(bench);
    const shown = await look(bench);
    expect(shown.others).toBe(others);
    const { accessId } = await bench.wantOf('redshift');
    expect(shown.accesses).toMatchObject([{ accessId, standing: 'adding' }]);
  });

  it('is shown in the policy, too', async () => {
    const bench = openPreviewBench();
    await bench.decide(OTHER);
    expect((await look(bench)).after).toEqual(trusting(IDENTITY, THEIRS));
  });
});

describe('a policy that cannot be read', () => {
  it('is not shown, and it is said why and what to do', async () => {
    const bench = openPreviewBench();
    await bench.decide(OTHER);
    bench.faults.set(TRUST, new PolicyRefusedError('target-gone', 'It is gone.', 'Make it.'));
    const shown = await look(bench);
    const { accessId } = await bench.wantOf('redshift');
    expect(shown).toStrictEqual({
      targetKey: TRUST,
      targets: ['redshift'],
      changes: false,
      before: null,
      after: null,
      accesses: [{ accessId, target: 'redshift', identity: IDENTITY, standing: 'absent' }],
      others: 0,
      notices: [],
      unreadable: { code: 'target-gone', text: 'It is gone.', advice: 'Make it.' },
    });
  });

  it('for a failure that passes by itself is no answer', async () => {
    const bench = openPreviewBench();
    const fault = new TransientError('throttled');
    bench.faults.set(TRUST, fault);
    await expect(look(bench)).rejects.toBe(fault);
  });
});
