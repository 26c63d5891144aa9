import { expect, it } from '@jest/globals';
import type { Key, Store } from '../../../shared/record/store.ts';
import { draft, fill, ids, keys, partition } from './drafts.ts';

const ARN = `arn:aws:iam::999988887777:role/deployment/${'x'.repeat(512)}/loader+=,.@-_`.padEnd(
  600,
  'y',
);

export function describeBodies(store: () => Store): void {
  it.each([
    ['slashes', 'a/b//c', '/'],
    ['number signs', 'a#b##', '#'],
    ['dots', '..', '.'],
    ['what Firestore reserves', '__name__', '__id__'],
    ['quotes and backslashes', '"`\'\\', '\\"'],
    ['letters of every script', 'Ünïcødé 東京', '🚀\u{10ffff}'],
    ['a role ARN of 600 characters', ARN, ARN],
  ])('keeps keys with %s', async (_it, rest, id) => {
    const key = { partition: partition(rest), id };
    const item = await store().put(draft(key), 0);
    expect(item).toEqual({ ...key, version: 1, body: {} });
    expect(await store().get([key])).toEqual([item]);
    expect(await store().list(key.partition)).toEqual([item]);
  });

  it('does not take one key for another that reads the same when joined', async () => {
    const of = partition();
    const pairs = [
      { partition: `${of}#a`, id: 'b' },
      { partition: of, id: 'a#b' },
      { partition: `${of}#a#b`, id: ' ' },
    ];
    await fill(store(), pairs);
    expect(await store().get(pairs)).toHaveLength(3);
    expect(ids(await store().list(of))).toEqual(['a#b']);
  });

  it('keeps what JSON keeps, and drops what is undefined', async () => {
    const [key] = keys(partition(), 1) as [Key];
    const body = {
      empty: '',
      nothing: null,
      none: [],
      object: {},
      numbers: [0, -1, 0.1, 1e21, Number.MAX_SAFE_INTEGER],
      nested: { list: [{ a: '' }, [null]], 'a.b/c': true, __type__: 'x' },
      text: '\n\t\u0000 "é" 🚀',
    };
    const item = await store().put(draft(key, { body: { ...body, gone: undefined } }), 0);
    expect(item.body).toStrictEqual(body);
    expect((await store().get([key]))[0]?.body).toStrictEqual(body);
  });

  it('keeps a body of 100 KB', async () => {
    const [key] = keys(partition(), 1) as [Key];
    const body = { text: 'é'.repeat(50_000), list: Array.from({ length: 500 }, (_, n) => ({ n })) };
    await store().put(draft(key, { body }), 0);
    expect((await store().get([key]))[0]?.body).toEqual(body);
  });

  it('shares no object with its caller', async () => {
    const [key] = keys(partition(), 1) as [Key];
    const body = { list: [1] };
    const given = draft(key, { body });
    const answered = await store().put(given, 0);
    expect(given).toEqual({ ...key, body: { list: [1] } });
    body.list.push(2);
    (answered.body.list as number[]).push(3);
    const [read] = await store().get([key]);
    expect(read?.body).toEqual({ list: [1] });
    (read?.body.list as number[] | undefined)?.push(4);
    expect((await store().list(key.partition))[0]?.body).toEqual({ list: [1] });
  });
}
