import { createHash } from 'node:crypto';
import type { Item, Key } from './store.ts';

/** Where in the record each item of one installation is. */
export interface Places {
  readonly installation: string;
  readonly deployments: readonly string[];
  deployment(deploymentId: string): Key;
  target(targetKey: string): string;
  access(targetKey: string, accessId: string): Key;
  decision(accessId: string): Key;
  message(deploymentId: string): Key;
  telling(deploymentId: string): Key;
  errand(deploymentId: string): Key;
  connectionAsk(accessId: string): Key;
  handover(deploymentId: string): Key;
  history(deploymentId: string): string;
  readonly absences: string;
  readonly breaker: Key;
  readonly pause: Key;
  readonly baseline: Key;
}

// One partition for all Deployments would slow a burst down, one for each could not be listed.
const SHARDS = '0123456789abcdef';

export function placesOf(name: string): Places {
  const installation = encodeURIComponent(name);
  const under = (kind: string, rest: string) => `${installation}#${kind}#${rest}`;
  return {
    installation,
    deployments: [...SHARDS].map((shard) => under('deployment', shard)),
    deployment: (id) => ({ partition: under('deployment', shardOf(id)), id }),
    target: (targetKey) => under('target', targetKey),
    access: (targetKey, id) => ({ partition: under('target', targetKey), id }),
    decision: (accessId) => ({ partition: under('decision', accessId), id: 'decision' }),
    message: (deploymentId) => ({ partition: under('message', deploymentId), id: 'message' }),
    telling: (deploymentId) => ({ partition: under('telling', deploymentId), id: 'telling' }),
    errand: (deploymentId) => ({ partition: under('errand', deploymentId), id: 'errand' }),
    connectionAsk: (accessId) => ({ partition: under('ask', accessId), id: 'ask' }),
    handover: (deploymentId) => ({ partition: under('handover', deploymentId), id: 'handover' }),
    history: (deploymentId) => under('history', deploymentId),
    absences: under('absence', 'all'),
    breaker: { partition: under('breaker', 'all'), id: 'breaker' },
    pause: { partition: under('pause', 'all'), id: 'pause' },
    baseline: { partition: under('baseline', 'all'), id: 'baseline' },
  };
}

function shardOf(deploymentId: string): string {
  return createHash('sha256').update(deploymentId).digest('hex').slice(0, 1);
}

/** What is to be sent again; a target once, however many of its accesses are due. */
export type DueItem =
  | { readonly kind: 'deployment'; readonly deploymentId: string }
  | { readonly kind: 'target'; readonly targetKey: string }
  | { readonly kind: 'message'; readonly deploymentId: string }
  | { readonly kind: 'handover'; readonly deploymentId: string };

export function dueItemOf({ partition, id }: Item): DueItem | undefined {
  const [, kind, ...parts] = partition.split('#');
  const rest = parts.join('#');
  if (kind === 'deployment') return { kind, deploymentId: id };
  if (kind === 'target') return { kind, targetKey: rest };
  if (kind === 'message') return { kind, deploymentId: rest };
  if (kind === 'handover') return { kind, deploymentId: rest };
  if (kind === 'errand') return { kind: 'deployment', deploymentId: rest };
  if (kind === 'telling') return { kind: 'message', deploymentId: rest };
  return undefined;
}
