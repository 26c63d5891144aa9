import { json } from '../server.ts';
import { projectNumber } from './iam/projects.ts';
import { absent } from './refusal.ts';
import { type Call, type Route, route } from './routes.ts';

/** Secret Manager's secrets, by `projects/P/secrets/S`, with all their versions. */
export class Secrets {
  readonly #versions = new Map<string, readonly string[]>();

  /** Adds a version. */
  set(name: string, value: string): void {
    this.#versions.set(name, [...(this.#versions.get(name) ?? []), value]);
  }

  delete(name: string): void {
    this.#versions.delete(name);
  }

  versions(name: string): readonly string[] {
    return this.#versions.get(name) ?? [];
  }
}

export function secretRoutes(secrets: Secrets): readonly Route[] {
  return [
    route(
      'secretmanager.projects.secrets.versions.access',
      'GET /v1/projects/{project}/secrets/{secret}/versions/{version}:access',
      (call) => json(200, access(call, secrets)),
    ),
  ];
}

function access(call: Call, secrets: Secrets) {
  const [project, secret, asked] = ['project', 'secret', 'version'].map(call.part);
  const name = `projects/${projectNumber(project ?? '')}/secrets/${secret}`;
  const versions = secrets.versions(`projects/${project}/secrets/${secret}`);
  if (versions.length === 0) throw absent(`Secret [${name}] not found or has no versions.`);
  const number = asked === 'latest' ? versions.length : Number(asked);
  const value = versions[number - 1];
  if (value === undefined) throw absent(`Secret Version [${name}/versions/${asked}] not found.`);
  const data = Buffer.from(value).toString('base64');
  return { name: `${name}/versions/${number}`, payload: { data } };
}
