import type { DeploymentItem } from '../../record/items.ts';
import type { AccessRecord } from '../../record/record.ts';
import { InvalidEventError } from '../../runtime/errors.ts';
import type { Subject } from './operate-order.ts';

/** Throws `InvalidEventError` where the record knows nobody, or several, by that name. */
export async function deploymentIdOf(subject: Subject, record: AccessRecord): Promise<string> {
  const { deploymentId, deployment, accessId } = subject;
  if (deploymentId !== undefined) return deploymentId;
  const heads = (await record.deployments.list()).map(({ item }) => item);
  const what = deployment === undefined ? `access ${accessId}` : `Deployment called ${deployment}`;
  const named = heads.filter((head) =>
    deployment === undefined ? hasAccess(head, accessId) : isCalled(head, deployment),
  );
  // A name may be given again once its Deployment is gone.
  const living = named.filter(({ decided }) => decided?.nothing?.code !== 'gone');
  const [found, ...others] = living.length > 0 ? living : named;
  if (found === undefined) throw new InvalidEventError(`the record has no ${what}`);
  if (others.length === 0) return found.deploymentId;
  const ids = [found, ...others].map((head) => head.deploymentId).join(', ');
  throw new InvalidEventError(`there is more than one ${what}: say which by its id, ${ids}`);
}

function hasAccess({ decided }: DeploymentItem, accessId: string | undefined): boolean {
  return decided?.wants.some((want) => want.accessId === accessId) ?? false;
}

function isCalled({ decided }: DeploymentItem, name: string): boolean {
  return decided?.deployment.name === name;
}
