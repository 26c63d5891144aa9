import type { Problem } from '../policy/plan.ts';
import type { Cloud, Deployment, Slot } from './deployment.ts';

interface Told {
  readonly slot: Slot;
  readonly identity: string;
}

/** The account or project that an identity lives in, and where the access rules list such. */
export interface Home {
  readonly list: 'awsAccounts' | 'gcpProjects';
  readonly name: string;
}

const CLOUD_NAMES = { aws: 'AWS', gcp: 'Google Cloud', azure: 'Azure' } as const;

export function remoteExecution({ name }: Deployment): Problem {
  return {
    code: 'remote-execution',
    text: `The tasks of ${name} run in your own agents (Remote Execution), not under its workload identity.`,
    advice: 'Give the access to the identity that your agents run as.',
  };
}

export function azure({ name }: Deployment): Problem {
  return {
    code: 'azure',
    text: `${name} runs on Azure, where Astro gives a Deployment no workload identity of its own.`,
    advice:
      'Attach a managed identity in Astro, under Deployment > Details, and authorize it in Azure.',
  };
}

export function customerManaged(told: Told): Problem {
  return {
    code: 'customer-managed-identity',
    text: `${subject(told)} is not Astro's default, but one that was attached to the Deployment.`,
    advice:
      'Give that identity the access where it is kept, or choose Default Identity in Astro, under Deployment > Details.',
  };
}

export function foreignHome(told: Told, { list, name }: Home): Problem {
  const home = list === 'awsAccounts' ? `account ${name}` : `project ${name}`;
  return {
    code: 'foreign-account',
    text: `${subject(told)} is in ${home}, which the access rules do not list as Astronomer's.`,
    advice: `If it is Astronomer's, add it to astronomer.${list} in the access rules; if not, trust it with nothing.`,
  };
}

export function notThisDeployment(told: Told, expected: string): Problem {
  return {
    code: 'not-this-deployment',
    text: `${subject(told)} belongs to another Deployment: this one's is called ${expected}.`,
    advice: 'Choose Default Identity in Astro, under Deployment > Details.',
  };
}

export function hybridCluster(told: Told): Problem {
  return {
    code: 'hybrid-cluster-identity',
    text: `${subject(told)} is shared by all Deployments of its cluster: what it may reach, they all may.`,
    advice:
      'Ask Astronomer for an identity for each Deployment of this cluster, or authorize it by hand.',
  };
}

export function cloudMismatch(told: Told, expected: Cloud, found: Cloud): Problem {
  return {
    code: 'cloud-mismatch',
    text: `${subject(told)} is one of ${CLOUD_NAMES[found]}, but the Deployment runs on ${CLOUD_NAMES[expected]}.`,
    advice:
      'Look at the Deployment in Astro, under Deployment > Details, and ask Astronomer if it says the same.',
  };
}

function subject({ slot, identity }: Told): string {
  return slot === 'dr' ? `The disaster recovery identity ${identity}` : `The identity ${identity}`;
}
