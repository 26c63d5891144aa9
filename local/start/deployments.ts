import type { RawDeployment } from '../astro/raw-deployment.ts';
import type { House } from '../house.ts';
import {
  LOADER,
  OWN_POLICY,
  PROJECT,
  PROJECT_POLICY,
  SAMPLES,
  type Sample,
  SHARED_ROLE,
  SHARED_ROLE_TRUST,
  WORKSPACE,
} from '../samples.ts';
import { policyOf } from './policies.ts';

export interface Started {
  readonly id: string;
  readonly sample: Sample;
  readonly namespace: string;
  /** The policy of its target before it was created. */
  readonly before: unknown;
}

interface Narrator {
  step(who: string, what: string): void;
  name(deploymentId: string, name: string): void;
}

/** What the customer's clouds hold before. */
export function seedClouds({ aws, gcp }: House): void {
  aws.iam.addPolicy(OWN_POLICY);
  aws.iam.createRole({ arn: SHARED_ROLE, trust: SHARED_ROLE_TRUST });
  gcp.projects.create(PROJECT);
  gcp.projects.setPolicy(PROJECT, PROJECT_POLICY);
  gcp.serviceAccounts.create(LOADER);
}

export function createSamples(house: House, narrate: Narrator): readonly Started[] {
  house.astro.created.add(onCreated(house, narrate));
  return SAMPLES.map((sample) => createDeployment(house, sample));
}

/** Creates one in Astro; what follows from that is `onCreated`'s. */
function createDeployment(house: House, sample: Sample): Started {
  const { name, cloud, region, target } = sample;
  const raw = house.astro.create({ name, cloud, region, workspaceId: WORKSPACE });
  const namespace = String(raw.namespace);
  return { id: raw.id, sample, namespace, before: policyOf(house, target, namespace) };
}

/**
 * What a new Deployment means to the world around: its cloud comes to know its identity, and a CI
 * job sends the event of it.
 */
function onCreated(house: House, narrate: Narrator): (raw: RawDeployment) => void {
  return (raw) => {
    const identity = showIdentity(house, raw);
    narrate.name(raw.id, raw.name);
    narrate.step(
      raw.name,
      `created in Astro on ${raw.cloudProvider}, workload identity ${identity || 'none'}`,
    );
    house.announce(raw.id).catch((error: unknown) => narrate.step(raw.name, String(error)));
  };
}

/** Its cloud can see the workload identity from now on; answers which that is. */
export function showIdentity({ aws, gcp }: House, raw: RawDeployment): string {
  const identity = String(raw.effectiveWorkloadIdentity ?? '');
  if (raw.cloudProvider === 'AWS') aws.iam.addPrincipal(identity);
  if (raw.cloudProvider === 'GCP') gcp.serviceAccounts.create(identity, { foreign: true });
  return identity;
}
