import type { KnownBlock } from '@slack/types';
import { accessSection } from './access-section.ts';
import { connectionForms } from './connection-forms.ts';
import { spoken } from './fallback.ts';
import { layout } from './layout.ts';
import { escaped } from './mrkdwn.ts';
import { proofs, providers } from './proof.ts';
import { fitting } from './sections.ts';
import type { DeploymentView } from './view.ts';

/** A Slack message as data: equal views make equal messages. */
export interface Message {
  /** What a notification shows and a screen reader reads. */
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

/** The one message about a Deployment, as it stands. */
export function deploymentMessage(view: DeploymentView): Message {
  return { text: spoken(view), blocks: layout(view).blocks };
}

/**
 * What follows in the message's thread: the accesses that the message does not show in full, each
 * connection in the forms that a program reads, the packages, and a DAG that proves that all of
 * it works. One message, or as many as it takes.
 */
export function threadMessages(view: DeploymentView): readonly Message[] {
  const { sorted, rest } = layout(view);
  const text = `More about Deployment ${escaped(view.name, 400)}: its connections as JSON, as environment variables and as commands, and a DAG that proves them.`;
  const blocks = [
    ...rest.map(accessSection),
    ...sorted.flatMap(connectionForms),
    ...providers(sorted),
    ...proofs(sorted),
  ];
  return chunks(blocks).map((some) => ({ text, blocks: some }));
}

function chunks(blocks: readonly KnownBlock[]): readonly (readonly KnownBlock[])[] {
  if (blocks.length === 0) return [];
  const count = Math.max(1, fitting(blocks));
  return [blocks.slice(0, count), ...chunks(blocks.slice(count))];
}
