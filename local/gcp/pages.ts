import type { Call } from './routes.ts';

/** How long the pages of lists are, whatever a caller asks for. */
export class Pages {
  /** Google may answer fewer than it was asked for. */
  most = Number.POSITIVE_INFINITY;

  /** One page of the items, as this API words it; `usual` where the caller does not say how many. */
  cut<Item>(
    all: readonly Item[],
    call: Call,
    { parameter, usual }: { readonly parameter: 'pageSize' | 'maxResults'; readonly usual: number },
  ): { readonly items: readonly Item[]; readonly nextPageToken?: string } {
    const start = Number(call.query.get('pageToken') ?? 0);
    const asked = Number(call.query.get(parameter) ?? usual) || usual;
    const end = start + Math.min(asked, this.most);
    const items = all.slice(start, end);
    return end < all.length ? { items, nextPageToken: String(end) } : { items };
  }
}
