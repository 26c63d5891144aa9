import type { Press } from '../../shared/slack/press.ts';
import type { Button } from '../slack/press.ts';

/** A button that stood in a message, and what it was shown for. */
export interface Remembered {
  readonly button: Button;
  readonly press: Press;
  readonly channel: string;
  readonly ts: string;
  /** In the model's own words; absent where the message was behind when it was looked at. */
  readonly shown?: string;
}
