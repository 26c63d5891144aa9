import { describe, expect, it } from '@jest/globals';
import { PolicyRefusedError } from '../../../shared/cloud/errors.ts';
import { SECOND } from '../../../shared/runtime/clock.ts';
import {
  changesIn,
  type PreviewOfAll,
  type PreviewRow,
  previewAll,
  previewAllSentence,
  type RowAccess,
} from '../../../shared/stories/operate/preview-all.ts';
import { problem } from '../findings.ts';
import { LAKE, REDSHIFT, ruleFor, rulesOf, rulesReaching } from '../rules.ts';
import {
  another,
  IN_TWO_ACCOUNTS,
  openPreviewBench,
  TRUST,
  TWO_IDENTITIES,
} from './preview-bench.ts';

const UNMATCHED = {
  code: 'no-rule',
  text: 'No access rule matches it.',
  advice: 'Add a rule to access-rules.yml if it should reach something.',
};
const GONE = new PolicyRefusedError('target-gone', 'It is gone.', 'Make it.');
const ids = ({ rows }: PreviewOfAll) => rows.map(({ deploymentId }) => deploymentId);
const standings = ({ rows }: PreviewOfAll) =>
  rows.map(({ accesses }) => accesses.map(({ standing }) => standing).join());

/** Astro tells these, in this order. */
function told(names: readonly string[], rulesText?: string) {
  const bench = openPreviewBench(rulesText);
  for (const name of names) bench.tell(another(name));
  return bench;
}

describe('previewAll', () => {
  it('says of each what would become of it, in the order of their ids', async () => {
    const bench = told(['c', '1', 'b', 'a']);
    await bench.grant(another('b'));
    const found = await previewAll({}, bench.tools);
    const { accessId } = await bench.wantOf('redshift', 'b');
    expect(found).toMatchObject({ installation: 'test', cloud: 'aws', deployments: 4 });
    for (const absent of ['next', 'pausedBy']) expect(found).not.toHaveProperty(absent);
    expect(found.complete).toBe(true);
    expect(ids(found)).toEqual(['1', 'a', 'b', 'c']);
    expect(standings(found)).toEqual(['adding', 'adding', 'present', 'adding']);
    expect(found.rows[2]).toStrictEqual({
      deploymentId: 'b',
      deployment: 'b',
      changes: false,
      accesses: [{ accessId, target: 'redshift', standing: 'present' }],
      elsewhere: [],
    });
    expect(found.rows[0]?.changes).toBe(true);
  });

  it('reads everything once, and writes nothing', async () => {
    const bench = told(['a', 'b', 'c']);
    await previewAll({}, bench.tools);
    expect(bench.looks).toEqual(['list', `open ${TRUST} for a`, `read ${TRUST}`]);
    expect(bench.store.snapshot()).toEqual([]);
  });

  it('leaves out those of another cloud, and counts none of them', async () => {
    const bench = told(['a']);
    bench.tell({ ...another('b'), cloud: 'gcp' });
    const found = await previewAll({}, bench.tools);
    expect(ids(found)).toEqual(['a']);
    expect(found.deployments).toBe(1);
  });

  it('says why one gets nothing', async () => {
    const found = await previewAll(
      {},
      told(['a'], rulesOf(REDSHIFT, [ruleFor('b', 'redshift')])).tools,
    );
    expect(found.rows).toStrictEqual(
      [{ deploymentId: 'a', deployment: 'a', changes: false, accesses: [], elsewhere: [] }].map(
        (row) => ({ ...row, nothing: UNMATCHED }),
      ),
    );
  });

  it('counts what would be taken back as a change', async () => {
    const bench = openPreviewBench();
    await bench.grant(another('a'));
    await bench.say('denied', 'redshift', 'a');
    const { rows } = await previewAll({}, bench.tools);
    expect(rows).toMatchObject([{ changes: true, elsewhere: [] }]);
    expect(rows[0]?.accesses).toMatchObject([
      { standing: 'removing', problem: { code: 'denied', text: 'Denied by jane.' } },
    ]);
  });

  it('names policies that would change for nothing of its own', async () => {
    const bench = openPreviewBench(rulesReaching({ ...REDSHIFT, ...LAKE }));
    await bench.grant(another('a'));
    await bench.decide(another('b'));
    const { rows } = await previewAll({}, bench.tools);
    expect(rows).toMatchObject([
      { deploymentId: 'a', changes: true, elsewhere: [TRUST] },
      { deploymentId: 'b', changes: true, elsewhere: [] },
    ]);
  });

  it('does not name a policy that changes for one of its two identities', async () => {
    const bench = openPreviewBench(IN_TWO_ACCOUNTS);
    await bench.grant();
    bench.tell(TWO_IDENTITIES);
    const found = await previewAll({}, bench.tools);
    expect(standings(found)).toEqual(['present,adding']);
    expect(found.rows).toMatchObject([{ changes: true, elsewhere: [] }]);
  });

  it('does not call unchanged what could not be seen', async () => {
    const bench = told(['a']);
    bench.faults.set(TRUST, GONE);
    const { rows } = await previewAll({}, bench.tools);
    const why = { code: 'target-gone', text: 'It is gone.', advice: 'Make it.' };
    expect(rows).toMatchObject([{ changes: false, elsewhere: [] }]);
    expect(rows[0]?.accesses).toStrictEqual([
      { accessId: expect.any(String), target: 'redshift', standing: 'unseen', problem: why },
    ]);
  });

  it('says who has paused the installation', async () => {
    const bench = told(['a']);
    await bench.record.pause.set({ by: 'jane', at: '2026-03-01T12:00:00.000Z' });
    expect(await previewAll({}, bench.tools)).toMatchObject({ pausedBy: 'jane' });
  });

  it.each([
    ['adds up, and all of it can be read', true, [], true],
    ['does not add up', false, [], false],
    ['tells of one that cannot be read', true, ['b'], false],
  ])('is of all where the list %s', async (_it, adds, unreadable, complete) => {
    const { tools } = told(['a']);
    const { list } = tools.astro;
    const astro = {
      ...tools.astro,
      list: async () => ({ ...(await list()), unreadable, complete: adds }),
    };
    expect(await previewAll({}, { ...tools, astro })).toMatchObject({ complete });
  });
});

describe('a page', () => {
  it('is as long as it is asked for, and the next begins after it', async () => {
    const { tools } = told(['a', 'b', 'c']);
    const first = await previewAll({ limit: 2 }, tools);
    expect([ids(first), first.next, first.deployments]).toEqual([['a', 'b'], 'b', 3]);
    const second = await previewAll({ limit: 2, after: 'b' }, tools);
    expect([ids(second), second.deployments]).toEqual([['c'], 3]);
    expect(second).not.toHaveProperty('next');
  });

  it('that holds all is the last', async () => {
    const { tools } = told(['a', 'b']);
    expect(await previewAll({ limit: 2 }, tools)).not.toHaveProperty('next');
  });

  it('of nobody is empty, and the last', async () => {
    const found = await previewAll({ after: 'z' }, told(['a']).tools);
    expect(found).toStrictEqual({
      installation: 'test',
      cloud: 'aws',
      rows: [],
      deployments: 1,
      complete: true,
    });
  });

  it('is of fifty where nothing is said', async () => {
    const names = Array.from({ length: 51 }, (_one, place) => `etl-${100 + place}`);
    const { tools } = told(names, rulesOf(REDSHIFT, [ruleFor('nobody', 'redshift')]));
    const found = await previewAll({}, tools);
    expect([found.rows.length, found.next]).toEqual([50, 'etl-149']);
  });

  it.each([
    ['goes on while there is time for one more', 10 * SECOND, ['a', 'b', 'c']],
    ['ends where there may be none', 10 * SECOND + 1, ['a', 'b']],
    ['has one at least, however long it takes', 60 * SECOND, ['a']],
  ])('%s', async (_it, each, seen) => {
    const { tools, pass } = told(['a', 'b', 'c', 'd'], rulesReaching(LAKE));
    const open: typeof tools.open = (key, about) => {
      pass(each);
      return tools.open(key, about);
    };
    const found = await previewAll({}, { ...tools, open });
    expect(ids(found)).toEqual(seen);
    expect(found.next).toBe(seen.at(-1));
  });
});

const access = (standing: RowAccess['standing']): RowAccess => ({
  accessId: 'access-1',
  target: 'redshift',
  standing,
});
function row(...kinds: readonly RowAccess['standing'][]): PreviewRow {
  const changes = kinds.includes('adding') || kinds.includes('removing');
  const accesses = kinds.map(access);
  return { deploymentId: 'a', deployment: 'a', changes, accesses, elsewhere: [] };
}

describe('changesIn', () => {
  it.each<[string, readonly PreviewRow[]]>([
    ['no changes', []],
    ['no changes', [row('present'), { ...row(), nothing: problem('no-rule') }]],
    ['2 would change', [row('adding', 'adding'), row('present', 'removing'), row('present')]],
    ['no changes, 1 would be refused', [row('refused', 'refused'), row('absent')]],
    ['no changes, 2 could not be seen whole', [row('present', 'unseen'), row('unseen')]],
    [
      '1 would change, 2 would be refused, 1 could not be seen whole',
      [row('adding'), row('refused', 'unseen'), row('refused')],
    ],
  ])('is: %s', (words, rows) => {
    expect(changesIn(rows)).toBe(words);
  });
});

describe('previewAllSentence', () => {
  const page: PreviewOfAll = {
    ...{ installation: 'test', cloud: 'aws', rows: [row('adding'), row()] },
    ...{ deployments: 3, complete: true },
  };
  it('says how many, and what would change', () => {
    expect(previewAllSentence(page)).toBe('2 Deployments: 1 would change.');
  });

  it('says that there is more', () => {
    expect(previewAllSentence({ ...page, next: 'a' })).toBe(
      '2 Deployments: 1 would change. There is more: ask again with "after".',
    );
  });
});
