import { describe, expect, it } from '@jest/globals';
import type { Want } from '../../../shared/record/items.ts';
import type { Reach } from '../../../shared/stories/operate/reach.ts';
import { type Report, report, reportSentence } from '../../../shared/stories/operate/report.ts';
import { AT, decided, want } from '../../record/samples.ts';
import { NOW, problem } from '../findings.ts';
import { openMemoryBench } from '../memory-bench.ts';

/** A page has no more rows than this, but for those of its first. */
const ROWS = 3_000;
const { tools: SOME } = openMemoryBench();

function wantsOf(id: string, count: number): readonly Want[] {
  return Array.from({ length: count }, (_one, place) => ({ ...want, accessId: `${id}-${place}` }));
}

/** A record of these, in this order, each with so many accesses. */
function told(heads: Readonly<Record<string, number>>) {
  const list = Object.entries(heads).map(([id, count]) => {
    const head = decided({ wants: wantsOf(id, count), nothing: problem('no-rule') });
    const item = { ...head, deployment: { ...head.deployment, id } };
    return { item: { deploymentId: id, ticket: 1, decided: item }, version: 1 };
  });
  const undecided = { item: { deploymentId: 'undecided', ticket: 1 }, version: 1 };
  const { record } = SOME;
  const deployments = { ...record.deployments, list: async () => [...list, undecided] };
  return { ...SOME, record: { ...record, deployments } };
}

const ids = ({ rows }: Report) => [...new Set(rows.map(({ deploymentId }) => deploymentId))];

describe('report', () => {
  it('is of the installation as it is now, in the order of their ids', async () => {
    const found = await report({}, told({ c: 1, '-1': 1, b: 0, a: 2 }));
    expect(ids(found)).toEqual(['-1', 'a', 'b', 'c']);
    expect(found).toStrictEqual({
      installation: 'test',
      cloud: 'aws',
      at: NOW.toISOString(),
      rows: found.rows,
      deployments: 4,
    });
    expect(found.rows).toHaveLength(5);
    expect(found.rows[3]).toMatchObject({ state: 'nothing', code: 'no-rule', since: AT });
  });

  it('of nobody is empty', async () => {
    const found = await report({}, told({}));
    expect(found).toMatchObject({ rows: [], deployments: 0 });
    expect(found).not.toHaveProperty('next');
  });
});

describe('a page of the report', () => {
  it('is as long as it is asked for, and the next begins after it', async () => {
    const tools = told({ c: 1, a: 1, b: 0 });
    const first = await report({ limit: 2 }, tools);
    expect([ids(first), first.next, first.deployments]).toEqual([['a', 'b'], 'b', 3]);
    const second = await report({ limit: 2, after: 'b' }, tools);
    expect([ids(second), second.deployments]).toEqual([['c'], 3]);
    expect(second).not.toHaveProperty('next');
  });

  it('is no longer than it is asked for, however few rows there are', async () => {
    const found = await report({ limit: 1 }, told({ a: 1, b: 1, c: ROWS }));
    expect([ids(found), found.next]).toEqual([['a'], 'a']);
  });

  it('that holds all is the last', async () => {
    expect(await report({ limit: 2 }, told({ a: 1, b: 1 }))).not.toHaveProperty('next');
  });

  it('is of five hundred where nothing is said', async () => {
    const heads = Array.from({ length: 501 }, (_one, place) => [`etl-${1_000 + place}`, 0]);
    const found = await report({}, told(Object.fromEntries(heads)));
    expect([found.rows.length, found.next]).toEqual([500, 'etl-1499']);
  });

  it.each<[string, Readonly<Record<string, number>>, readonly string[]]>([
    ['ends before there are too many rows', { a: ROWS - 1, b: 2 }, ['a']],
    ['is as full as it may be', { a: ROWS - 1, b: 1, c: 0 }, ['a', 'b']],
    ['counts a row of those with nothing', { a: ROWS - 1, b: 0, c: 0 }, ['a', 'b']],
    ['has one at least, however much it reaches', { a: ROWS + 1, b: 0 }, ['a']],
  ])('%s', async (_it, heads, seen) => {
    const found = await report({}, told(heads));
    expect(ids(found)).toEqual(seen);
    expect(found.next).toBe(seen.at(-1));
  });
});

describe('reportSentence', () => {
  const row = (reaches: Reach['reaches']): Reach => ({
    ...{ deploymentId: 'a', deployment: 'a', workspace: 'Data', cloud: 'aws' },
    ...{ reaches, state: 'pending', since: AT },
  });
  const page: Report = {
    ...{ installation: 'test', cloud: 'aws', at: AT, deployments: 9 },
    rows: [row('yes'), row('perhaps'), row('no'), row('yes'), row('no')],
  };

  it('counts what is there, and what is not', () => {
    expect(reportSentence(page)).toBe('2 accesses are there, 3 are not.');
  });

  it('says that there is more', () => {
    expect(reportSentence({ ...page, next: 'a' })).toBe(
      '2 accesses are there, 3 are not. There is more: ask again with "after".',
    );
  });
});
