import type { Button } from '@slack/types';
import type { Message } from '../../shared/slack/message.ts';

/** The rows of buttons of a message, in order. */
export function rowsOf({ blocks }: Message): readonly (readonly Button[])[] {
  return blocks.flatMap((block) =>
    block.type === 'actions' ? [block.elements.filter((one) => one.type === 'button')] : [],
  );
}

export function labelsOf(message: Message): readonly (readonly string[])[] {
  return rowsOf(message).map((row) => row.map(({ text }) => text.text));
}

export function buttonCalled(message: Message, label: string): Button {
  const found = rowsOf(message)
    .flat()
    .find(({ text }) => text.text === label);
  if (found === undefined) throw new Error(`there is no button ${label}`);
  return found;
}
