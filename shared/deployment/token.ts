import type { Answer, Failure } from './astro-call.ts';

/** The API token; `fresh` after it was refused, for it may have been rotated. */
export type Token = (options?: { readonly fresh?: boolean }) => Promise<string>;

/** Sends with the token, and once more with a fresh one where the answer's status says that it is refused. */
export async function withToken(
  token: Token,
  sendWith: (token: string) => Promise<Answer | Failure>,
  refusals: readonly number[] = [401],
): Promise<Answer | Failure> {
  const first = await sendWith(await token());
  if ('kind' in first || !refusals.includes(first.status)) return first;
  return sendWith(await token({ fresh: true }));
}
