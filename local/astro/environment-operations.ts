import { type Answer, json, type Request } from '../server.ts';
import { bodyOf, refused } from './answers.ts';
import type { EnvironmentObjects, RawConnection, RawObject } from './environment-objects.ts';
import type { AstroEstate } from './estate.ts';
import type { RawDeployment } from './raw-deployment.ts';

/** A page of the connections that the query asks for. */
export function listObjects(
  { query }: Request,
  objects: EnvironmentObjects,
  estate: AstroEstate,
): Answer {
  const deployment = estate.get(query.get('deploymentId') ?? '');
  if (query.has('deploymentId') && deployment === undefined) {
    return refused(404, 'Deployment not found');
  }
  const key = query.get('objectKey');
  const found = (
    deployment ? reaching(deployment, query, objects) : objects.all().map(shown)
  ).filter(({ objectKey }) => key === null || objectKey === key);
  const limit = Number(query.get('limit') ?? 20);
  const offset = Number(query.get('offset') ?? 0);
  const environmentObjects = found.slice(offset, offset + limit);
  return json(200, { environmentObjects, limit, offset, totalCount: found.length });
}

function reaching(deployment: RawDeployment, query: URLSearchParams, objects: EnvironmentObjects) {
  const own = objects.of(deployment.id).map(shown);
  if (query.get('resolveLinked') !== 'true') return own;
  // A link shows as if it were the Deployment's own, but for where it comes from.
  const linked = objects.linkedTo(deployment).map((object) => ({
    ...shown(object),
    scope: 'DEPLOYMENT',
    scopeEntityId: deployment.id,
    sourceScope: object.scope,
    sourceScopeEntityId: object.scopeEntityId,
  }));
  return [...linked, ...own];
}

/** Secrets are masked, and only named as set. */
export function shown(object: RawObject) {
  const { password, extra, ...rest } = object.connection;
  const plain = Object.keys(rest);
  const keys = Object.keys(extra ?? {}).map((key) => `extra.${key}`);
  const setFields = [...plain, ...(password ? ['password'] : []), ...keys];
  return { ...object, connection: { ...rest, extra: extra ?? {} }, setFields };
}

export function createObject(
  request: Request,
  objects: EnvironmentObjects,
  estate: AstroEstate,
): Answer {
  const body = bodyOf(request) ?? {};
  const { objectKey, objectType, scope, scopeEntityId, description = '', connection } = body;
  if (typeof objectKey !== 'string' || objectType !== 'CONNECTION') {
    return invalid('objectKey', 'is required');
  }
  if (scope !== 'DEPLOYMENT') return invalid('scope', 'this token may write DEPLOYMENT alone');
  const deployment = estate.get(String(scopeEntityId));
  if (deployment === undefined) return refused(404, 'Deployment not found');
  if ('links' in body || 'excludeLinks' in body || 'autoLinkDeployments' in body) {
    return invalid('links', 'only applicable for WORKSPACE scope');
  }
  const problem = descriptionProblem(description) ?? connectionProblem(connection);
  if (problem !== undefined) return problem;
  const there = [...objects.of(deployment.id), ...objects.linkedTo(deployment)];
  if (there.some((one) => one.objectKey === objectKey)) {
    return refused(409, `Environment object with key ${objectKey} already exists`);
  }
  const { id } = objects.add({
    ...{ objectKey, scope, scopeEntityId: deployment.id },
    description: String(description),
    connection: connection as RawConnection,
  });
  return json(200, { id });
}

export function updateObject(id: string, request: Request, objects: EnvironmentObjects): Answer {
  const object = objects.get(id);
  if (object === undefined) return refused(404, 'Environment object not found');
  const body = bodyOf(request) ?? {};
  const problem = descriptionProblem(body.description ?? '') ?? connectionProblem(body.connection);
  if (problem !== undefined) return problem;
  const connection = body.connection as RawConnection;
  if (connection.type !== object.connection.type) {
    return invalid('connection.type', 'cannot be changed');
  }
  objects.put({ ...object, ...changed(body), connection: { ...object.connection, ...connection } });
  return json(200, shown(objects.get(id) ?? object));
}

/** What is not said again is taken away. */
function changed({ description, ...body }: Readonly<Record<string, unknown>>): Partial<RawObject> {
  const { links = [], excludeLinks = [], autoLinkDeployments = false } = body;
  const linked = (links as { scopeEntityId: string; overrides?: { connection?: object } }[]).map(
    ({ scopeEntityId, overrides }) => ({
      scope: 'DEPLOYMENT' as const,
      scopeEntityId,
      ...(overrides?.connection && { connectionOverrides: overrides.connection }),
    }),
  );
  return {
    links: linked,
    excludeLinks: excludeLinks as RawObject['excludeLinks'],
    autoLinkDeployments: autoLinkDeployments === true,
    ...(typeof description === 'string' && { description }),
  };
}

function descriptionProblem(description: unknown): Answer | undefined {
  if (typeof description === 'string' && description.length <= 500) return undefined;
  return invalid('description', 'must have at most 500 characters');
}

function connectionProblem(connection: unknown): Answer | undefined {
  const { type, extra = {} } = Object(connection);
  if (typeof type !== 'string') return invalid('connection.type', 'is required');
  const isObject = typeof extra === 'object' && extra !== null && !Array.isArray(extra);
  return isObject ? undefined : invalid('connection.extra', 'must be an object');
}

function invalid(field: string, message: string): Answer {
  const answer = refused(400, 'Invalid request');
  const body = JSON.parse(answer.body ?? '{}');
  return json(400, { ...body, fieldErrors: [{ code: 'invalid', field, message }] });
}
