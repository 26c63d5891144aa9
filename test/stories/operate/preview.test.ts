import { describe, expect, it } from '@jest/globals';
import { HOUR, MINUTE } from '../../../shared/runtime/clock.ts';
import { InvalidEventError } from '../../../shared/runtime/errors.ts';
import { type Preview, preview, previewSentence } from '../../../shared/stories/operate/preview.ts';
import type { PolicyPreview } from '../../../shared/stories/operate/preview-policy.ts';
import { problem } from '../findings.ts';
import { DEPLOYMENT } from '../memory-bench.ts';
import { LAKE, REDSHIFT, ruleFor, rulesOf, rulesReaching, SHARED_ROLE } from '../rules.ts';
import { openPreviewBench, TRUST, trusting } from './preview-bench.ts';

const ID = DEPLOYMENT.id;
const IDENTITY = DEPLOYMENT.workloadIdentity ?? '';
const OWN = `aws-own-role/999988887777/airflow-${DEPLOYMENT.namespace}`;
const NO_RULE = rulesOf(REDSHIFT, [ruleFor('dev-*', 'redshift')]);
const again = `awsSharedRole: {role: "${SHARED_ROLE}"}, connection: {id: again}`;

const keys = ({ policies }: Preview) => policies.map(({ targetKey }) => targetKey);
const standings = ({ policies }: Preview) =>
  policies.flatMap(({ accesses }) => accesses.map(({ standing }) => standing));

describe('preview', () => {
  it('shows all of one that the record does not know, and writes and sends nothing', async () => {
    const bench = openPreviewBench();
    bench.tell();
    expect(await preview(ID, bench.tools)).toStrictEqual({
      deploymentId: ID,
      name: 'etl-prod',
      changes: true,
      policies: [expect.objectContaining({ targetKey: TRUST, after: trusting(IDENTITY) })],
      notes: [],
    });
    expect(bench.store.snapshot()).toEqual([]);
    expect(bench.trusts.get(TRUST)).toEqual(trusting());
    expect(bench.sent).toEqual([]);
  });

  it('shows what is written then', async () => {
    const bench = openPreviewBench();
    bench.tell();
    const [policy] = (await preview(ID, bench.tools)).policies;
    await bench.grant();
    expect(bench.trusts.get(TRUST)).toEqual(policy?.after);
    expect(await preview(ID, bench.tools)).toMatchObject({ changes: false });
  });

  it('shows each policy once, and that one of them changes', async () => {
    const bench = openPreviewBench(rulesReaching(REDSHIFT));
    await bench.grant();
    bench.setRules(rulesReaching({ ...REDSHIFT, ...LAKE, again }));
    const shown = await preview(ID, bench.tools);
    expect(keys(shown)).toEqual([TRUST, OWN]);
    expect(shown.policies.map(({ changes }) => changes)).toEqual([false, true]);
    expect(shown.changes).toBe(true);
  });

  it('says why it gets nothing', async () => {
    const bench = openPreviewBench(NO_RULE);
    bench.tell();
    expect(await preview(ID, bench.tools)).toStrictEqual({
      deploymentId: ID,
      name: 'etl-prod',
      changes: false,
      policies: [],
      nothing: {
        code: 'no-rule',
        text: 'No access rule matches it.',
        advice: 'Add a rule to access-rules.yml if it should reach something.',
      },
      notes: [],
    });
  });

  it('says why its second identity gets nothing', async () => {
    const bench = openPreviewBench();
    bench.tell({ drWorkloadIdentity: 'arn:aws:iam::444455556666:role/own' });
    const { notes, policies } = await preview(ID, bench.tools);
    expect(notes).toHaveLength(1);
    expect(policies).toMatchObject([{ after: trusting(IDENTITY) }]);
  });

  it('takes nothing from one whose identity is not told for now', async () => {
    const bench = openPreviewBench();
    await bench.grant();
    bench.tell({ workloadIdentity: '' });
    const shown = await preview(ID, bench.tools);
    expect(shown).toMatchObject({
      changes: false,
      notes: [],
      nothing: { code: 'identity-absent' },
    });
    expect(standings(shown)).toEqual(['present']);
  });

  it('says who has paused the installation', async () => {
    const bench = openPreviewBench();
    bench.tell();
    await bench.record.pause.set({ by: 'jane', at: '2026-03-01T12:00:00.000Z' });
    expect(await preview(ID, bench.tools)).toMatchObject({ changes: true, pausedBy: 'jane' });
  });
});

describe('a preview of what no rule gives any more', () => {
  async function ended() {
    const bench = openPreviewBench();
    await bench.grant();
    bench.setRules(NO_RULE);
    return bench;
  }

  it('leaves it for as long as it is kept', async () => {
    const bench = await ended();
    expect(standings(await preview(ID, bench.tools))).toEqual(['present']);
  });

  it('takes it at once where somebody denied it', async () => {
    const bench = await ended();
    await bench.say('denied', 'redshift');
    const shown = await preview(ID, bench.tools);
    expect(keys(shown)).toEqual([TRUST]);
    expect(standings(shown)).toEqual(['removing']);
  });

  it('takes it when its time is over, though the record still has it', async () => {
    const bench = await ended();
    await bench.decide();
    bench.pass(24 * HOUR + MINUTE);
    expect(standings(await preview(ID, bench.tools))).toEqual(['removing']);
  });

  it('takes it when that is decided already, and was not done yet', async () => {
    const bench = await ended();
    await bench.say('denied', 'redshift');
    const { decided } = await bench.decide();
    expect(decided.wants).toEqual([]);
    const shown = await preview(ID, bench.tools);
    expect(shown.changes).toBe(true);
    expect(standings(shown)).toEqual(['removing']);
  });
});

describe('a preview of one whom Astro does not know', () => {
  it('is of what is written down', async () => {
    const bench = openPreviewBench();
    await bench.decide();
    bench.forget(ID);
    bench.setRules(NO_RULE);
    const shown = await preview(ID, bench.tools);
    expect(shown).toMatchObject({ name: 'etl-prod', changes: true });
    expect(shown).not.toHaveProperty('nothing');
    expect(standings(shown)).toEqual(['adding']);
  });

  it('is none where the record does not know it either', async () => {
    const bench = openPreviewBench();
    const asked = preview('clmk0000', bench.tools);
    await expect(asked).rejects.toThrow(InvalidEventError);
    await expect(asked).rejects.toThrow(
      /^Astro knows no Deployment clmk0000, and the record neither$/,
    );
  });
});

describe('a preview of one of another cloud', () => {
  it('is none, and says who knows', async () => {
    const bench = openPreviewBench();
    bench.tell({ cloud: 'gcp' });
    const asked = preview(ID, bench.tools);
    await expect(asked).rejects.toThrow(InvalidEventError);
    await expect(asked).rejects.toThrow(
      /^etl-prod runs on gcp, and this installation is on aws: ask the one there$/,
    );
  });
});

describe('previewSentence', () => {
  const policy: PolicyPreview = {
    ...{ targetKey: TRUST, targets: [], changes: false, before: null, after: null },
    ...{ accesses: [], others: 0, notices: [] },
  };
  const unseen = { ...policy, unreadable: problem('target-gone') };
  it.each<[Partial<Preview>, string]>([
    [{ changes: true, policies: [unseen] }, 'etl: this would change. Nothing was written.'],
    [{ policies: [policy] }, 'etl: no changes.'],
    [{ nothing: problem('no-rule') }, 'etl: no changes. It is no-rule.'],
    [
      { policies: [policy, unseen], nothing: problem('identity-absent') },
      'etl: no changes, as far as could be seen (1 could not).',
    ],
  ])('says of %j: %s', (more, sentence) => {
    const none = { deploymentId: ID, name: 'etl', changes: false, policies: [], notes: [] };
    expect(previewSentence({ ...none, ...more })).toBe(sentence);
  });
});
