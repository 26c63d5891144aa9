import type { Caller } from '../caller.ts';
import type { Input } from '../wire/query-input.ts';
import type { Xml } from '../wire/xml.ts';
import type { IamState } from './state.ts';

/** One operation of IAM: it answers the content of its result. */
export type IamOperation = (iam: IamState, caller: Caller, input: Input) => Xml;

/** One page of a list, as `MaxItems` and `Marker` cut it. */
export function page(name: string, all: readonly Xml[], input: Input): Xml {
  const start = Number(input.optional('Marker') ?? 0);
  const end = start + input.integer('MaxItems', 100, 1, 1_000);
  const more = end < all.length;
  return {
    [name]: all.slice(start, end),
    IsTruncated: more,
    Marker: more ? String(end) : undefined,
  };
}
