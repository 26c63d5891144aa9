import type { Cloud } from '../deployment/deployment.ts';
import { CLOUDS } from './clouds.ts';

/** One of those that the same access rules may have, one on each cloud. */
export interface Installation {
  readonly name: string;
  readonly cloud: Exclude<Cloud, 'azure'>;
}

/** As a sentence about it begins. */
export function installationWords({ name, cloud }: Installation): string {
  return `deployment-authorizer ${name} on ${CLOUDS[cloud]}`;
}

/** What to type in a terminal, wherever the access rules have their targets. */
export function installationCommand(order: string, { cloud }: Installation): string {
  return `deployment-authorizer ${order} --cloud ${cloud}`;
}
