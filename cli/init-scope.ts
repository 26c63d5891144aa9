import type { Deployment } from '../shared/deployment/deployment.ts';
import type { WorkspaceCount } from '../shared/import/rules-text.ts';
import { type Call, UsageError } from './command.ts';
import type { OwnCloud } from './way.ts';

/** Whether a Deployment is in one of the Workspaces that were named; all are where none was. */
export function meantBy({ lists }: Call, deployments: readonly Deployment[]) {
  const { workspace: wanted } = lists;
  if (wanted === undefined) return () => true;
  const isOf = ({ workspaceId, workspaceName }: Deployment, name: string) =>
    [workspaceId, workspaceName].includes(name);
  const absent = wanted.find((name) => !deployments.some((one) => isOf(one, name)));
  if (absent !== undefined)
    throw new UsageError(`Astro tells no Deployment in a Workspace ${absent}`);
  return (deployment: Deployment) => wanted.some((name) => isOf(deployment, name));
}

/** Of a cloud without Deployments nothing need be known. */
export function cloudsToRead(
  { texts }: Call,
  deployments: readonly Deployment[],
): readonly OwnCloud[] {
  const { cloud } = texts;
  if (cloud === 'aws' || cloud === 'gcp') return [cloud];
  if (cloud !== undefined) throw new UsageError(`--cloud is aws or gcp, not ${cloud}`);
  const both: readonly OwnCloud[] = ['aws', 'gcp'];
  return both.filter((one) => deployments.some((deployment) => deployment.cloud === one));
}

export function workspacesOf(deployments: readonly Deployment[]): readonly WorkspaceCount[] {
  const groups = Map.groupBy(deployments, ({ workspaceId }) => workspaceId);
  const counted = [...groups].map(([id, those]): WorkspaceCount => {
    const count = (cloud: Deployment['cloud']) => those.filter((one) => one.cloud === cloud).length;
    const name = those.find(({ workspaceName }) => workspaceName)?.workspaceName;
    return {
      id,
      ...(name && { name }),
      aws: count('aws'),
      gcp: count('gcp'),
      azure: count('azure'),
    };
  });
  return counted.toSorted((a, b) => (a.name ?? a.id).localeCompare(b.name ?? b.id, 'en'));
}

/** The cloud with an installation: where there is none of ours, ours on AWS. */
export function reporterOf(workspaces: readonly WorkspaceCount[]): OwnCloud {
  const [aws, gcp] = (['aws', 'gcp'] as const).map((cloud) =>
    workspaces.some((one) => one[cloud] > 0),
  );
  return gcp && !aws ? 'gcp' : 'aws';
}
