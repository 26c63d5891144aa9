import type { Fault } from '../faults.ts';
import { type Answer, json, type Request } from '../server.ts';
import { bodyOf, refused } from './answers.ts';
import type { EnvironmentObjects } from './environment-objects.ts';
import { createObject, listObjects, shown, updateObject } from './environment-operations.ts';
import type { AstroEstate } from './estate.ts';
import { listDeployments } from './list-deployments.ts';
import type { NewDeployment, RawDeployment } from './raw-deployment.ts';

/** What a request asks for, as the API's own description names it. */
export type Operation =
  | 'ListDeployments'
  | 'GetDeployment'
  | 'CreateDeployment'
  | 'UpdateDeployment'
  | 'DeleteDeployment'
  | 'GetCluster'
  | 'ListEnvironmentObjects'
  | 'CreateEnvironmentObject'
  | 'GetEnvironmentObject'
  | 'UpdateEnvironmentObject'
  | 'DeleteEnvironmentObject';

export interface Asked {
  readonly operation: Operation;
  readonly organizationId: string;
  readonly id: string;
}

const OPERATIONS: Readonly<Record<string, Operation>> = {
  'GET deployments': 'ListDeployments',
  'POST deployments': 'CreateDeployment',
  'GET deployments/': 'GetDeployment',
  'POST deployments/': 'UpdateDeployment',
  'DELETE deployments/': 'DeleteDeployment',
  'GET clusters/': 'GetCluster',
  'GET environment-objects': 'ListEnvironmentObjects',
  'POST environment-objects': 'CreateEnvironmentObject',
  'GET environment-objects/': 'GetEnvironmentObject',
  'POST environment-objects/': 'UpdateEnvironmentObject',
  'DELETE environment-objects/': 'DeleteEnvironmentObject',
};

/** Whether a token needs the permission `organization.envObjects.access` for it. */
export function isOfEnvironment(operation: Operation): boolean {
  return operation.includes('EnvironmentObject');
}

export function askedFor({ method, path }: Request): Asked | undefined {
  const [, organizationId, collection, slash = '', id = ''] =
    /^\/v1\/organizations\/([^/]+)\/(deployments|clusters|environment-objects)(?:(\/)([^/]+))?$/.exec(
      path,
    ) ?? [];
  const operation = OPERATIONS[`${method} ${collection}${slash}`];
  return operation && organizationId ? { operation, organizationId, id } : undefined;
}

/** What changes an Organization, and tells who listens. */
export interface Hands {
  readonly objects: EnvironmentObjects;
  create(wanted: NewDeployment): RawDeployment;
  remove(id: string): boolean;
}

export function carryOut(
  { operation, id }: Asked,
  request: Request,
  estate: AstroEstate,
  hands: Hands,
  fault: Fault | undefined,
): Answer {
  switch (operation) {
    case 'ListDeployments':
      return listDeployments(estate.all(), request.query, fault);
    case 'GetDeployment':
      return found('Deployment', estate.get(id));
    case 'GetCluster':
      return found('Cluster', estate.clusters.get(id));
    case 'CreateDeployment':
      return create(request, estate, hands);
    case 'UpdateDeployment':
      if (estate.get(id) === undefined) return found('Deployment', undefined);
      return json(200, estate.update(id, bodyOf(request) ?? {}));
    case 'DeleteDeployment':
      return hands.remove(id) ? { status: 204 } : found('Deployment', undefined);
    default:
      return carryOutInEnvironment(operation, id, request, estate, hands.objects);
  }
}

function carryOutInEnvironment(
  operation: Operation,
  id: string,
  request: Request,
  estate: AstroEstate,
  objects: EnvironmentObjects,
): Answer {
  if (operation === 'ListEnvironmentObjects') return listObjects(request, objects, estate);
  if (operation === 'CreateEnvironmentObject') return createObject(request, objects, estate);
  if (operation === 'UpdateEnvironmentObject') return updateObject(id, request, objects);
  const object = objects.get(id);
  if (object === undefined) return found('Environment object', undefined);
  if (operation === 'GetEnvironmentObject') return json(200, shown(object));
  objects.remove(id);
  return { status: 204 };
}

function found(what: string, value: unknown): Answer {
  return value === undefined ? refused(404, `${what} not found`) : json(200, value);
}

function create(request: Request, estate: AstroEstate, hands: Hands): Answer {
  const { name, workspaceId, cloudProvider = 'AWS', region, type } = bodyOf(request) ?? {};
  const cloud = CLOUDS.find((one) => one.toUpperCase() === cloudProvider);
  if (typeof name !== 'string' || !cloud)
    return refused(400, 'Invalid request: name, cloudProvider');
  const taken = estate.all().some((one) => one.name === name && one.workspaceId === workspaceId);
  if (taken) {
    const message = `Deployment name '${name}' already exists in this workspace`;
    return refused(400, `Invalid request: ${message}`);
  }
  const known = TYPES.find((one) => one === type);
  const raw = hands.create({
    ...{ name, cloud },
    ...(typeof workspaceId === 'string' && { workspaceId }),
    ...(typeof region === 'string' && { region }),
    ...(known && { type: known }),
  });
  return json(200, estate.get(raw.id));
}

const CLOUDS = ['aws', 'gcp', 'azure'] as const;
const TYPES = ['STANDARD', 'DEDICATED', 'HYBRID'] as const;
