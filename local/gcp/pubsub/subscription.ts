import { invalid } from '../refusal.ts';

/** How a subscription delivers. */
export interface SubscriptionOptions {
  readonly topic: string;
  /** Where messages are pushed; without one they wait to be pulled. */
  readonly pushEndpoint?: string;
  /** Who signs the push, and for whom: absent, there is no `Authorization` header. */
  readonly oidc?: { readonly serviceAccount: string; readonly audience?: string };
  readonly ackDeadlineSeconds?: number;
  /** Milliseconds before a failed message is sent again: doubled each time, from the least to the most. */
  readonly minBackoff?: number;
  readonly maxBackoff?: number;
  readonly deadLetter?: { readonly topic: string; readonly maxDeliveryAttempts: number };
  /** How many pushes may be unanswered at a time. */
  readonly maxOutstanding?: number;
}

/** A subscription as its REST resource has it. */
export interface SubscriptionResource {
  readonly topic?: string;
  readonly ackDeadlineSeconds?: number;
  readonly pushConfig?: {
    readonly pushEndpoint?: string;
    readonly oidcToken?: { readonly serviceAccountEmail?: string; readonly audience?: string };
  };
  readonly retryPolicy?: { readonly minimumBackoff?: string; readonly maximumBackoff?: string };
  readonly deadLetterPolicy?: {
    readonly deadLetterTopic?: string;
    readonly maxDeliveryAttempts?: number;
  };
}

const milliseconds = (duration: string | undefined) =>
  duration === undefined ? undefined : Number.parseFloat(duration) * 1_000;

type Optional<Options> = { [Name in keyof Options]: Options[Name] | undefined };

/** The options without those that are undefined. */
function given<Options extends object>(options: Optional<Options>): Partial<Options> {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<Options>;
}

/** Reads the resource; Google allows 5 to 100 attempts before a message is a dead letter. */
export function readSubscription(resource: SubscriptionResource): SubscriptionOptions {
  const { topic = '', pushConfig, retryPolicy, deadLetterPolicy } = resource;
  const email = pushConfig?.oidcToken?.serviceAccountEmail;
  const audience = pushConfig?.oidcToken?.audience;
  const letter = deadLetterPolicy?.deadLetterTopic;
  const maxDeliveryAttempts = deadLetterPolicy?.maxDeliveryAttempts ?? 5;
  if (letter !== undefined && (maxDeliveryAttempts < 5 || maxDeliveryAttempts > 100))
    throw invalid('Invalid maxDeliveryAttempts: must be between 5 and 100.');
  return {
    topic,
    ...given<Omit<SubscriptionOptions, 'topic'>>({
      pushEndpoint: pushConfig?.pushEndpoint,
      oidc: email === undefined ? undefined : { serviceAccount: email, ...given({ audience }) },
      ackDeadlineSeconds: resource.ackDeadlineSeconds,
      minBackoff: milliseconds(retryPolicy?.minimumBackoff),
      maxBackoff: milliseconds(retryPolicy?.maximumBackoff),
      deadLetter: letter === undefined ? undefined : { topic: letter, maxDeliveryAttempts },
      maxOutstanding: undefined,
    }),
  };
}

/** Nothing leaves this machine. */
export function checkLocal(endpoint: string): void {
  const host = URL.parse(endpoint)?.hostname;
  if (host === '127.0.0.1' || host === 'localhost' || host === '[::1]') return;
  throw invalid(`Invalid push endpoint ${endpoint}: this emulator pushes to this machine only.`);
}
