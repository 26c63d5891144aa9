import type { Clock } from '../runtime/clock.ts';
import { despiteConflicts } from './conflicts.ts';
import { OvertakenError, UnreadableItemError } from './errors.ts';
import type { Decided, DeploymentItem } from './items.ts';
import type { Places } from './places.ts';
import { deploymentShape } from './shapes.ts';
import type { Item, Store } from './store.ts';
import { bodyFor, type Versioned, versioned } from './versioned.ts';

export interface Taken {
  readonly ticket: number;
  /** As it is from now on: the ticket is in it, and what was decided before. */
  readonly item: DeploymentItem;
}

/** Written by `decide-access` alone. */
export interface Deployments {
  /** Takes the next number, before Astro is asked: whoever holds a lower one is overtaken. */
  take(deploymentId: string): Promise<Taken>;
  /** Throws `OvertakenError` when somebody took a number since. */
  decide(deploymentId: string, ticket: number, decided: Decided, due?: string): Promise<void>;
  /** For one that is over; throws `OvertakenError` as `decide` does. */
  forget(deploymentId: string, ticket: number): Promise<void>;
  /** By id, those that exist. */
  get(deploymentIds: readonly string[]): Promise<ReadonlyMap<string, DeploymentItem>>;
  /** As `get`, without those that cannot be read: the others are not to wait for one of them. */
  getReadable(deploymentIds: readonly string[]): Promise<ReadonlyMap<string, DeploymentItem>>;
  /** All of the installation. */
  list(): Promise<readonly Versioned<DeploymentItem>[]>;
  /** As `list`, with those that cannot be read apart. */
  listReadable(): Promise<Readable>;
}

export interface Readable {
  readonly heads: readonly Versioned<DeploymentItem>[];
  readonly unreadable: readonly { readonly deploymentId: string; readonly why: string }[];
}

export function openDeployments(store: Store, places: Places, clock: Clock): Deployments {
  const find = async (deploymentId: string) => {
    const [stored] = await store.get([places.deployment(deploymentId)]);
    return stored && read(stored);
  };
  const stillOf = async (deploymentId: string, ticket: number) => {
    const found = await find(deploymentId);
    if (found?.item.ticket !== ticket) throw overtaken(deploymentId, ticket, found?.item);
    return found;
  };
  const write = (item: DeploymentItem, expected = 0, due?: string) => {
    const key = places.deployment(item.deploymentId);
    return store.put({ ...key, ...(due && { due }), body: bodyFor(item) }, expected);
  };
  const everything = async () => {
    const shards = await Promise.all(places.deployments.map((shard) => store.list(shard)));
    return shards.flat();
  };
  return {
    take: (deploymentId) =>
      despiteConflicts(async () => {
        const found = await find(deploymentId);
        const ticket = (found?.item.ticket ?? 0) + 1;
        const item = { ...found?.item, deploymentId, ticket };
        await write(item, found?.version, found?.due);
        return { ticket, item };
      }, clock),
    decide: (deploymentId, ticket, decided, due) =>
      despiteConflicts(async () => {
        const found = await stillOf(deploymentId, ticket);
        await write({ ...found.item, decided }, found.version, due);
      }, clock),
    forget: (deploymentId, ticket) =>
      despiteConflicts(async () => {
        const found = await stillOf(deploymentId, ticket);
        await store.remove(places.deployment(deploymentId), found.version);
      }, clock),
    get: async (deploymentIds) => {
      const stored = await store.get(deploymentIds.map(places.deployment));
      return new Map(stored.map((one) => [one.id, read(one).item]));
    },
    getReadable: async (deploymentIds) => {
      const { heads } = apart(await store.get(deploymentIds.map(places.deployment)));
      return new Map(heads.map(({ item }) => [item.deploymentId, item]));
    },
    list: async () => (await everything()).map(read),
    listReadable: async () => apart(await everything()),
  };
}

function apart(stored: readonly Item[]): Readable {
  const tried = stored.map((one) => {
    try {
      return { head: read(one) };
    } catch (error) {
      if (!(error instanceof UnreadableItemError)) throw error;
      return { unreadable: { deploymentId: one.id, why: error.message } };
    }
  });
  return {
    heads: tried.flatMap(({ head }) => head ?? []),
    unreadable: tried.flatMap(({ unreadable }) => unreadable ?? []),
  };
}

function read(stored: Item): Versioned<DeploymentItem> {
  return versioned(stored, deploymentShape);
}

function overtaken(deploymentId: string, ticket: number, now?: DeploymentItem): OvertakenError {
  return new OvertakenError(
    `Deployment ${deploymentId}: number ${ticket} was overtaken by ${now?.ticket ?? 'nobody'}`,
  );
}
