import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { firestore_v1 } from 'googleapis/build/src/apis/firestore/v1.js';
import { type GcpEmulator, startGcp } from '../../../../local/gcp/emulator.ts';
import { clients, refusal } from '../clients.ts';

type Query = firestore_v1.Schema$StructuredQuery;
type Filter = firestore_v1.Schema$Filter;
type Value = firestore_v1.Schema$Value;

const DATABASE = 'projects/acme/databases/(default)';
const ROOT = `${DATABASE}/documents`;
const text = (stringValue: string): Value => ({ stringValue });
const field = (fieldPath: string) => ({ fieldPath });
const filter = (path: string, op: string, value: Value): Filter => ({
  fieldFilter: { field: field(path), op, value },
});
const and = (...filters: Filter[]): Filter => ({ compositeFilter: { op: 'AND', filters } });
const or = (...filters: Filter[]): Filter => ({ compositeFilter: { op: 'OR', filters } });
const by = (path: string, direction = 'ASCENDING') => ({ field: field(path), direction });

const DOCUMENTS: Readonly<Record<string, Record<string, Value>>> = {
  'items/a': { partition: text('p'), due: text('2026-11-02'), n: { integerValue: '10' } },
  'items/b': { partition: text('p'), due: text('2026-11-01'), n: { doubleValue: 2.5 } },
  'items/c': { partition: text('q'), n: { integerValue: '2' }, due: { nullValue: 'NULL_VALUE' } },
  'items/d': { partition: text('p') },
  'items/a/items/e': { partition: text('p'), due: text('2026-10-30') },
  'others/f': { partition: text('p'), due: text('2026-10-31') },
};

let gcp: GcpEmulator;
const run = async (query: Query, parent = ROOT) => {
  const structuredQuery = { from: [{ collectionId: 'items' }], ...query };
  const { documents } = clients(gcp.url);
  const { data } = await documents.runQuery({ parent, requestBody: { structuredQuery } });
  return [data].flat() as { document?: firestore_v1.Schema$Document; readTime?: string }[];
};
const names = async (query: Query, parent = ROOT) =>
  (await run(query, parent)).map(({ document }) => document?.name?.split('/').at(-1));

beforeAll(async () => {
  gcp = await startGcp();
  const writes = Object.entries(DOCUMENTS).map(([path, fields]) => ({
    update: { name: `${ROOT}/${path}`, fields },
  }));
  await clients(gcp.url).documents.commit({ database: DATABASE, requestBody: { writes } });
});
afterAll(() => gcp.close());
beforeEach(() => {
  gcp.firestore.indexes = [];
});

const dueBefore = (day: string) => filter('due', 'LESS_THAN_OR_EQUAL', text(day));
const inP = filter('partition', 'EQUAL', text('p'));

describe('runQuery', () => {
  it.each<[string, Query, string[]]>([
    ['all, by name', {}, ['a', 'b', 'c', 'd']],
    ['one value', { where: inP }, ['a', 'b', 'd']],
    [
      'one value under AND',
      { where: and(inP, filter('n', 'EQUAL', { integerValue: '10' })) },
      ['a'],
    ],
    [
      'one of two values under OR',
      {
        where: or(
          filter('n', 'EQUAL', { integerValue: '2' }),
          filter('n', 'EQUAL', { doubleValue: 10 }),
        ),
      },
      ['a', 'c'],
    ],
    [
      'those due, the longest overdue first',
      { where: dueBefore('2026-11-02'), orderBy: [by('due')] },
      ['b', 'a'],
    ],
    ['those due, without being told an order', { where: dueBefore('2026-11-02') }, ['b', 'a']],
    ['those due later', { where: filter('due', 'GREATER_THAN', text('2026-11-01')) }, ['a']],
    [
      'a bound, which null never passes',
      { where: filter('due', 'LESS_THAN', text('9')) },
      ['b', 'a'],
    ],
    ['null', { where: { unaryFilter: { field: field('due'), op: 'IS_NULL' } } }, ['c']],
    [
      'only those with the field they are sorted by, integers and doubles alike',
      { orderBy: [by('n')] },
      ['c', 'b', 'a'],
    ],
    ['downwards', { orderBy: [by('n', 'DESCENDING')] }, ['a', 'b', 'c']],
    ['some', { orderBy: [by('n')], offset: 1, limit: 1 }, ['b']],
    [
      'from a value on',
      { orderBy: [by('n')], startAt: { values: [{ doubleValue: 2.5 }], before: true } },
      ['b', 'a'],
    ],
    ['after a value', { orderBy: [by('n')], startAt: { values: [{ doubleValue: 2.5 }] } }, ['a']],
    ['up to a name', { endAt: { values: [{ referenceValue: `${ROOT}/items/b` }] } }, ['a', 'b']],
    [
      'one of a list',
      { where: filter('n', 'IN', { arrayValue: { values: [{ integerValue: '2' }] } }) },
      ['c'],
    ],
  ])('finds %s', async (_it, query, expected) => {
    expect(await names(query)).toEqual(expected);
  });

  it('sorts by name in the direction of the last order what is equal before it', async () => {
    const { documents } = clients(gcp.url);
    const write = (id: string) => ({
      update: { name: `${ROOT}/ties/${id}`, fields: { n: text('1') } },
    });
    const writes = ['b', 'a', 'c'].map(write);
    await documents.commit({ database: DATABASE, requestBody: { writes } });
    const from = [{ collectionId: 'ties' }];
    expect(await names({ from, orderBy: [by('n')] })).toEqual(['a', 'b', 'c']);
    expect(await names({ from, orderBy: [by('n', 'DESCENDING')] })).toEqual(['c', 'b', 'a']);
  });

  it('looks under a document, or at any depth', async () => {
    expect(await names({}, `${ROOT}/items/a`)).toEqual(['e']);
    const everywhere = { from: [{ collectionId: 'items', allDescendants: true }] };
    expect(await names(everywhere)).toEqual(['a', 'e', 'b', 'c', 'd']);
  });

  it('answers a read time alone where it finds nothing', async () => {
    const nothing = await run({ where: filter('partition', 'EQUAL', text('none')) });
    expect(nothing).toEqual([{ readTime: expect.any(String) }]);
  });

  it('answers only the fields selected', async () => {
    const [first] = await run({ select: { fields: [field('n')] } });
    expect(first?.document?.fields).toEqual({ n: { integerValue: '10' } });
  });

  it.each<[string, Query, string[]]>([
    [
      'equality on one field and order by another',
      { where: inP, orderBy: [by('due')] },
      ['partition', 'due'],
    ],
    [
      'equality on one field and a bound on another',
      { where: and(inP, dueBefore('9')) },
      ['due', 'partition'],
    ],
    ['order by two fields', { orderBy: [by('partition'), by('due')] }, ['partition', 'due']],
    [
      'a field at any depth',
      { from: [{ collectionId: 'items', allDescendants: true }], where: inP },
      ['partition'],
    ],
  ])('needs an index for %s', async (_it, query, fields) => {
    const told = await refusal(run(query));
    expect(told).toMatchObject({ status: 400, code: 'FAILED_PRECONDITION' });
    expect(told.message).toMatch(/^The query requires (an|a COLLECTION_GROUP) index/);
    gcp.firestore.indexes = [{ collection: 'items', fields }];
    expect((await run(query)).length).toBeGreaterThan(0);
  });

  it('sorts text by its bytes', async () => {
    const { documents } = clients(gcp.url);
    const write = (id: string) => ({
      update: { name: `${ROOT}/words/${id}`, fields: { w: text(id) } },
    });
    const writes = ['\u{1F600}', '\uFF5E', 'a'].map(write);
    await documents.commit({ database: DATABASE, requestBody: { writes } });
    const query = { from: [{ collectionId: 'words' }], orderBy: [by('w')] };
    expect(await names(query)).toEqual(['a', '\uFF5E', '\u{1F600}']);
  });

  it.each<[string, Query]>([
    ['a filter it does not know', { where: filter('n', 'LIKE', text('a')) }],
    ['a query of no collection', { from: [] }],
  ])('refuses %s', async (_it, query) => {
    expect(await refusal(run(query))).toMatchObject({ status: 400, code: 'INVALID_ARGUMENT' });
  });
});
