import type { KnownBlock } from '@slack/types';
import { proofDags } from '../handover/proof-dag.ts';
import type { Provable } from '../handover/proof-lines.ts';
import { providerOf } from '../handover/provider.ts';
import { code, fence, link } from './mrkdwn.ts';
import { section } from './sections.ts';
import { standingOf } from './standing.ts';
import type { AccessView } from './view.ts';

/** What to install where Airflow does not offer the type of a connection. */
export function providers(accesses: readonly AccessView[]): readonly KnownBlock[] {
  const all = ready(accesses).map(({ connection }) => ({ connection, ...providerOf(connection) }));
  // The one that asks for a version says what the other says, too.
  const sorted = all.toSorted((a, b) => b.requirement.length - a.requirement.length);
  const each = sorted.filter(
    ({ name }, index) => sorted.findIndex((one) => one.name === name) === index,
  );
  return each.map(({ connection, name, page, requirement }) =>
    section([
      `If Airflow does not offer the type *${connection.typeName}*: add this line to ${code('requirements.txt')} and deploy. ${link(page, name) ?? ''}`,
      fence([requirement]),
    ]),
  );
}

/** A DAG for each cloud. */
export function proofs(accesses: readonly AccessView[]): readonly KnownBlock[] {
  return proofDags(ready(accesses), hasRoom).map(({ file, source }) =>
    section([
      `*Prove it from inside the Deployment*: save this as ${code(file)}, deploy, and run it once. A task that fails says ${code('NETWORK')} (the cluster is not connected to your network) or ${code('DENIED')} (and by whom).`,
      fence(source.split('\n')),
    ]),
  );
}

/** In one block, beside the words that go with it. */
function hasRoom(source: string): boolean {
  return fence([source]).length <= 2_600;
}

function ready(accesses: readonly AccessView[]): readonly Provable[] {
  return accesses.flatMap((access) => {
    const { connection, specification } = access;
    const isReady = connection !== undefined && standingOf(access) === 'granted';
    return isReady ? [{ connection, specification }] : [];
  });
}
