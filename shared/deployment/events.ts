import { InvalidEventError } from '../runtime/errors.ts';
import { isAstroId } from './astro-id.ts';

/** The Deployment's id in a payload of `{ "deploymentId": "..." }`: the only thing an event is trusted for. */
export function parseDeploymentId(payload: unknown): string {
  const deploymentId = field(payload, 'deploymentId', 'the event');
  const id = typeof deploymentId === 'string' ? deploymentId.trim() : deploymentId;
  if (isAstroId(id)) return id;
  const wanted = 'the id of a Deployment, "c" and 24 lower-case letters or digits';
  throw new InvalidEventError(`deploymentId: ${wanted}, was expected, not ${kindOf(id)}`);
}

/** The same from the text of a message: on its own, or as the `detail` of an EventBridge event. */
export function parseDeploymentMessage(text: string): string {
  const payload = fromJson(text);
  return parseDeploymentId(isEventBridge(payload) ? payload.detail : payload);
}

/** Stands for the installation itself where a message is about no single Deployment. */
export const INSTALLATION = 'installation';

/** Stands for all Deployments that were there when the installation was new. */
export const BASELINE = 'baseline';

/** Whom a message for `notify` is about: a Deployment, the installation, or its baseline. */
export function parseNotifyMessage(text: string): string {
  const payload = fromJson(text);
  const many = [INSTALLATION, BASELINE].find(
    (one) => isObject(payload) && payload.deploymentId === one,
  );
  return many ?? parseDeploymentId(payload);
}

/** The key of the target that a message of `{ "targetKey": "<family>/<resource>" }` marks. */
export function parseTargetMessage(text: string): string {
  const key = field(fromJson(text), 'targetKey', 'the message');
  if (typeof key === 'string' && TARGET_KEY.test(key)) return key;
  throw new InvalidEventError(`targetKey: "<family>/<resource>" was expected, not ${kindOf(key)}`);
}

const TARGET_KEY = /^[a-z]+(?:-[a-z]+)*\/[\x21-\x7e]{1,1000}$/;

function isEventBridge(payload: unknown): payload is { readonly detail: unknown } {
  return isObject(payload) && 'detail-type' in payload && 'detail' in payload;
}

function field(payload: unknown, name: string, what: string): unknown {
  if (isObject(payload)) return payload[name];
  throw new InvalidEventError(
    `${what}: an object with ${name} was expected, not ${kindOf(payload)}`,
  );
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own words quote the text, which may hold anything.
    throw new InvalidEventError(`the message: JSON was expected, not ${kindOf(text)}`);
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What was there instead, without what it holds. */
function kindOf(value: unknown): string {
  if (typeof value === 'string') return `text of ${value.length} characters`;
  if (value === null || value === undefined) return 'nothing';
  return Array.isArray(value) ? 'a list' : `${isObject(value) ? 'an object' : `a ${typeof value}`}`;
}
