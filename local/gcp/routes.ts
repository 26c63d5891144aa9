import type { Answer, Request } from '../server.ts';
import { invalid } from './refusal.ts';

/** A request that met its route: the parts of its path by name. */
export interface Call extends Pick<Request, 'query' | 'headers'> {
  readonly part: (name: string) => string;
  /** The body as the client's own types have it: the wire is a border. */
  readonly content: <Content>() => Content;
}

/** One method of a Google API, named as Google's discovery documents name it. */
export interface Route {
  readonly operation: string;
  readonly method: string;
  readonly path: RegExp;
  readonly answer: (call: Call) => Answer;
}

/** `{x}` stands for one part of the path, `{x=**}` for some, `{x=even}` and `{x=odd}` for so many. */
export function route(operation: string, template: string, answer: (call: Call) => Answer): Route {
  const [method = '', path = ''] = template.split(' ');
  const pattern = path
    .replace(/[().]/g, '\\$&')
    .replace(/\{(\w+)=\*\*\}/g, '(?<$1>.+)')
    .replace(/\{(\w+)=even\}/g, '(?<$1>[^/]+/[^/]+(?:/[^/]+/[^/]+)*)')
    .replace(/\{(\w+)=odd\}/g, '(?<$1>[^/]+(?:/[^/]+/[^/]+)*)')
    .replace(/\{(\w+)\}/g, '(?<$1>[^/]+?)');
  return { operation, method, path: new RegExp(`^${pattern}$`), answer };
}

export interface Found {
  readonly route: Route;
  readonly call: Call;
}

/** The first route that fits, so that the narrower one has to stand first. */
export function findRoute(routes: readonly Route[], request: Request): Found | undefined {
  const path = decodeURIComponent(request.path);
  for (const candidate of routes) {
    const match = candidate.method === request.method ? candidate.path.exec(path) : null;
    if (match !== null) return { route: candidate, call: readCall(request, match.groups ?? {}) };
  }
  return undefined;
}

function readCall(request: Request, parts: Readonly<Record<string, string>>): Call {
  return {
    query: request.query,
    headers: request.headers,
    part: (name) => parts[name] ?? '',
    content: <Content>() => readJson(request.body) as Content,
  };
}

function readJson(body: string): unknown {
  if (body === '') return {};
  try {
    return JSON.parse(body);
  } catch {
    throw invalid('Invalid JSON payload received. Unable to parse.');
  }
}
