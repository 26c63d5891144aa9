import type { Decided } from '../../record/items.ts';

/** Of the view of a Deployment, what Astro and the rules said of it when it was decided. */
export function deploymentFacts(decided: Decided) {
  const { deployment, nothing, rules } = decided;
  const { id, name, cloud, region, workspaceName, createdBy, workspaceId } = deployment;
  const { workloadIdentity: primary, drWorkloadIdentity: dr, airflowUrl } = deployment;
  return {
    deploymentId: id,
    name,
    cloud,
    ...(region && { region }),
    ...(workspaceName && { workspaceName }),
    ...(createdBy && { createdBy }),
    ...(nothing && { nothing }),
    ...(rules.commit && { rulesCommit: rules.commit }),
    identities: [
      ...(primary ? [{ slot: 'primary', identity: primary } as const] : []),
      ...(dr ? [{ slot: 'dr', identity: dr } as const] : []),
    ],
    ...(airflowMajor(deployment.airflowVersion) ?? {}),
    links: {
      astro: `https://cloud.astronomer.io/${workspaceId}/deployments/${id}/overview`,
      ...(airflowUrl && { airflow: airflowUrl }),
    },
  };
}

function airflowMajor(version: string): { readonly airflow: 2 | 3 } | undefined {
  const major = /^[23](?=\.)/.exec(version)?.[0];
  return major === undefined ? undefined : { airflow: major === '2' ? 2 : 3 };
}
