import { AstroAnswerError } from '../deployment/astro-errors.ts';
import type { Get } from '../deployment/astro-get.ts';
import type { Post } from '../deployment/astro-post.ts';
import {
  type EnvironmentObject,
  echoOf,
  isOwn,
  readObject,
  readObjects,
  standingOf,
} from './environment-object.ts';
import { alreadyThere, heldMore, linked, otherType, taken } from './problems.ts';
import { isMarked, marker, saysTheSame } from './same-connection.ts';
import type { Made, ToMake, Way } from './way.ts';

export interface EnvironmentManagerOptions {
  readonly get: Get;
  readonly post: Post;
  readonly installation: string;
}

const permission = 'organization.envObjects.access';
const HERE = "Astro's Environment Manager";

/**
 * Makes connections in Astro's Environment Manager, each for one Deployment. Astro keeps one of a
 * key: whoever comes second is refused, looks again and finds what the first has made.
 */
export function environmentManager(options: EnvironmentManagerOptions): Way {
  return async (wanted) => {
    const found = await look(wanted, options);
    if (found !== undefined) return settle(found, wanted, options);
    return (await create(wanted, options)) ?? again(wanted, options);
  };
}

/** The Deployment's own before one that is linked to it. */
async function look(
  { deploymentId, connection }: ToMake,
  { get }: EnvironmentManagerOptions,
): Promise<EnvironmentObject | undefined> {
  const query = new URLSearchParams({
    deploymentId,
    objectType: 'CONNECTION',
    objectKey: connection.id,
    resolveLinked: 'true',
    limit: '100',
  });
  const reply = await get({ path: `environment-objects?${query}`, permission });
  if (reply.kind === 'missing') throw unknownDeployment(deploymentId, reply.message);
  const found = readObjects(reply.body, connection.id);
  if (found === undefined) throw new AstroAnswerError('Astro answered a list without objects');
  return found.find((one) => isOwn(one, deploymentId)) ?? found[0];
}

/** Undefined where Astro says that there is one already. */
async function create(
  { deploymentId, connection }: ToMake,
  { post, installation }: EnvironmentManagerOptions,
): Promise<Made | undefined> {
  const reply = await post({
    path: 'environment-objects',
    permission,
    body: {
      objectKey: connection.id,
      objectType: 'CONNECTION',
      scope: 'DEPLOYMENT',
      scopeEntityId: deploymentId,
      description: marker(installation),
      connection: { type: connection.type, extra: connection.extra },
    },
  });
  if (reply.kind === 'conflict') return undefined;
  if (reply.kind === 'missing') throw unknownDeployment(deploymentId, reply.message);
  const { id } = Object(reply.body);
  return { kind: 'created', written: true, ...(typeof id === 'string' && { objectId: id }) };
}

/** After a conflict: another worker of ours made it, or something of that key is hidden from us. */
async function again(wanted: ToMake, options: EnvironmentManagerOptions): Promise<Made> {
  const found = await look(wanted, options);
  const { id } = wanted.connection;
  return found && isOwn(found, wanted.deploymentId)
    ? settle(found, wanted, options)
    : { kind: 'taken', problem: found ? linked(id) : taken(id, HERE) };
}

async function settle(
  found: EnvironmentObject,
  wanted: ToMake,
  options: EnvironmentManagerOptions,
): Promise<Made> {
  const { connection, deploymentId, replace } = wanted;
  if (!isOwn(found, deploymentId)) {
    const created = replace ? await create(wanted, options) : undefined;
    return created ?? { kind: 'taken', problem: linked(connection.id) };
  }
  const standing = standingOf(found);
  const objectId = found.id ?? undefined;
  const known = objectId !== undefined && objectId === wanted.objectId;
  const ours = known || isMarked(standing, options.installation);
  const made = { kind: 'created', ...(objectId && { objectId }) } as const;
  if (saysTheSame(standing, connection)) {
    if (ours) return { ...made, written: false };
    if (!standing.holdsMore) {
      return { kind: 'created', written: false, note: alreadyThere(connection.id) };
    }
  }
  if (!ours && !replace) return { kind: 'taken', problem: taken(connection.id, HERE) };
  if (standing.type !== connection.type) {
    return { kind: 'refused', problem: otherType(connection.id, standing.type) };
  }
  return update(found, wanted, options);
}

async function update(
  found: EnvironmentObject,
  { connection }: ToMake,
  { post, installation }: EnvironmentManagerOptions,
): Promise<Made> {
  const id = found.id ?? '';
  const reply = await post({
    path: `environment-objects/${encodeURIComponent(id)}`,
    permission,
    body: {
      ...echoOf(found),
      description: marker(installation),
      connection: { type: connection.type, extra: connection.extra },
    },
  });
  if (reply.kind === 'conflict' || reply.kind === 'missing') {
    throw new AstroAnswerError(`Astro did not change ${connection.id}: ${reply.message}`);
  }
  const after = readObject(reply.body);
  if (after === undefined || !saysTheSame(standingOf(after), connection)) {
    throw new AstroAnswerError(`Astro took ${connection.id}, and tells it otherwise`);
  }
  if (standingOf(after).holdsMore) {
    return { kind: 'refused', problem: heldMore(connection.id, HERE) };
  }
  return { kind: 'created', written: true, objectId: id };
}

function unknownDeployment(deploymentId: string, message: string): AstroAnswerError {
  return new AstroAnswerError(`Astro has no environment of Deployment ${deploymentId}: ${message}`);
}
