import type { Button, ConfirmationDialog, KnownBlock } from '@slack/types';
import { escaped } from './mrkdwn.ts';
import { type Press, pressed } from './press.ts';

/** Slack asks for one `primary` in a set at most. */
export interface Look {
  readonly label: string;
  readonly style?: 'primary' | 'danger';
  readonly confirm?: ConfirmationDialog;
}

export function button(press: Press, { label, style, confirm }: Look): Button {
  return {
    type: 'button',
    text: plain(label, 75),
    ...pressed(press),
    ...(style === undefined ? {} : { style }),
    ...(confirm === undefined ? {} : { confirm }),
  };
}

/** None, where there is nothing to press. */
export function actions(elements: readonly Button[]): readonly KnownBlock[] {
  return elements.length === 0 ? [] : [{ type: 'actions', elements: [...elements] }];
}

export interface Question {
  readonly title: string;
  readonly text: string;
  /** On the button that says yes. */
  readonly yes: string;
  readonly style: 'primary' | 'danger';
}

/** Asks again before a press counts. */
export function confirmation({ title, text, yes, style }: Question): ConfirmationDialog {
  return {
    title: plain(title, 100),
    text: plain(text, 300),
    confirm: plain(yes, 30),
    deny: plain('Cancel', 30),
    style,
  };
}

function plain(text: string, limit: number) {
  return { type: 'plain_text', emoji: false, text: escaped(text, limit) || '?' } as const;
}
