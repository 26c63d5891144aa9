import * as z from 'zod';

/** A string of a given shape, whose one message says what it must be, whatever it is instead. */
export function text(
  pattern: RegExp,
  message: string | ((input: string) => string),
  description: string,
): z.ZodString {
  const say = (input: unknown) =>
    typeof message === 'string' ? message : message(typeof input === 'string' ? input : '');
  // What is missing or empty is worded in one place for all, in findings.ts.
  const error = ({ input }: { readonly input?: unknown }) =>
    input === undefined || input === null ? undefined : say(input);
  return z.string({ error }).regex(pattern, { error }).describe(description);
}

const GLOB = 'must be text, or a glob, in quotes';

/** A glob over one thing that a Deployment has. */
export function glob(of: string): z.ZodString {
  const error = ({ input }: { readonly input?: unknown }) => {
    if (input === undefined || input === null) return undefined;
    return Array.isArray(input) ? `${GLOB}: for several, a rule each` : GLOB;
  };
  return z
    .string({ error })
    .regex(/^.{1,256}$/s, { error })
    .describe(`Glob (*, ?) over ${of}.`);
}

export function list<Item extends z.ZodType>(items: Item, description: string): z.ZodArray<Item> {
  return z.array(items).describe(description);
}
