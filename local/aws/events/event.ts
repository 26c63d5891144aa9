import { randomUUID } from 'node:crypto';
import * as z from 'zod';

export const entry = z.object({
  Source: z.string().optional(),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
  EventBusName: z.string().optional(),
  /** Seconds since 1970. */
  Time: z.number().optional(),
  Resources: z.array(z.string()).optional(),
});
export type Entry = z.infer<typeof entry>;

/** An event as rules match it and targets get it. */
export interface Event {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** Without fractions of a second. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface EntryError {
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
}

/** The event that an entry asks for, or why it is none. */
export function readEntry(
  { Source: source, DetailType: type, Detail: detail, Time, Resources = [] }: Entry,
  place: { readonly account: string; readonly region: string; readonly now: Date },
): Event | EntryError {
  if (!source) return missing('Source');
  if (source.startsWith('aws.')) {
    return error('NotAuthorizedForSourceException', 'Not authorized for the source.');
  }
  if (!type) return missing('DetailType');
  if (!detail) return missing('Detail');
  const parsed = parseDetail(detail);
  if (parsed === undefined) return error('MalformedDetail', 'Detail is malformed.');
  const time = Time === undefined ? place.now : new Date(Time * 1_000);
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': type,
    source,
    account: place.account,
    time: `${time.toISOString().slice(0, 19)}Z`,
    region: place.region,
    resources: Resources,
    detail: parsed,
  };
}

export function error(ErrorCode: string, ErrorMessage: string): EntryError {
  return { ErrorCode, ErrorMessage };
}

function missing(name: string): EntryError {
  const message = `Parameter ${name} is not valid. Reason: ${name} is a required argument.`;
  return error('InvalidArgument', message);
}

function parseDetail(text: string): Readonly<Record<string, unknown>> | undefined {
  const result = z.record(z.string(), z.unknown()).safeParse(parseJson(text));
  return result.success ? result.data : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
