/**
 * Keeps a message that no retry can mend where a person can look at it, with the reason beside
 * it. Where there is none, the platform sends the message again until it gives it up by itself.
 */
export type DeadLetters = (body: string, reason: string) => Promise<void>;
