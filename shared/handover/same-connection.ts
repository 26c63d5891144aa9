import { canonicalJson } from '../runtime/json.ts';
import type { Connection } from './connection.ts';

/** What stands in Airflow or in Astro under a connection's id, as far as it is told. */
export interface Standing {
  readonly type: string;
  readonly extra: unknown;
  readonly description: string;
  /** Whether it holds something that none of ours does: a host, a login, a port or a schema. */
  readonly holdsMore: boolean;
}

/** Whether it says what it should, whoever made it. */
export function saysTheSame({ type, extra }: Standing, connection: Connection): boolean {
  return type === connection.type && canonicalJson(extra) === canonicalJson(connection.extra);
}

const MARK = 'made by deployment-authorizer';

/** Stands in the description of every connection that an installation made. */
export function marker(installation: string): string {
  return `${MARK} ${installation}`;
}

/** Whether the description has the marker, whatever somebody has added to it. */
export function isMarked({ description }: Standing, installation: string): boolean {
  const words = description.split(/\s+/).join(' ');
  const [, ...rests] = words.split(`${MARK} `);
  return rests.some((rest) => /^[\w-]*/.exec(rest)?.[0] === installation);
}
