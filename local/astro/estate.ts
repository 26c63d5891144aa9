import type { Clock } from '../../shared/runtime/clock.ts';
import { type NewDeployment, type RawDeployment, rawDeployment } from './raw-deployment.ts';
import { sampleId, sampleNamespace } from './sample.ts';

export interface EstateOptions {
  readonly organizationId: string;
  /** Ids and namespaces follow from it and from the order of creation. */
  readonly seed: string;
  readonly identityAfter: number;
  readonly creatingFor: number;
  readonly clock: Clock;
  readonly airflowHost: string;
}

export interface RawCluster {
  readonly id: string;
  readonly name: string;
  readonly cloudProvider: string;
  readonly region: string;
}

interface Entry {
  readonly raw: RawDeployment;
  readonly identityAt: number;
  readonly healthyAt: number;
}

/** The Deployments and clusters of one Organization, as they are at this moment. */
export class AstroEstate {
  readonly options: EstateOptions;
  readonly clusters = new Map<string, RawCluster>();
  readonly #entries = new Map<string, Entry>();
  #created = 0;

  constructor(options: EstateOptions) {
    this.options = options;
  }

  create(wanted: NewDeployment): RawDeployment {
    const { seed, clock, identityAfter, creatingFor } = this.options;
    this.#created += 1;
    const place = `${seed} ${this.#created}`;
    const now = clock.now();
    const { id: clusterId, region } = this.#clusterFor(wanted);
    const raw = rawDeployment(wanted, {
      id: wanted.id ?? sampleId(place),
      namespace: wanted.namespace ?? sampleNamespace(place),
      organizationId: this.options.organizationId,
      workspaceId: wanted.workspaceId ?? 'clmh58o7d000108lb74ktc9o64',
      createdAt: now.toISOString(),
      airflowHost: this.options.airflowHost,
      ...{ clusterId, region },
    });
    this.#entries.set(raw.id, {
      raw,
      identityAt: now.getTime() + (wanted.identityAfter ?? identityAfter),
      healthyAt: now.getTime() + (wanted.creatingFor ?? creatingFor),
    });
    return raw;
  }

  /** Fields set to `undefined` are left out; an identity or status that is given counts at once. */
  update(id: string, patch: Readonly<Record<string, unknown>>): RawDeployment {
    const entry = this.#entries.get(id);
    if (entry === undefined) throw new Error(`there is no Deployment ${id}`);
    const updatedAt = this.options.clock.now().toISOString();
    const raw = { ...entry.raw, updatedAt, ...patch };
    const identityAt = 'effectiveWorkloadIdentity' in patch ? 0 : entry.identityAt;
    this.#entries.set(id, { raw, identityAt, healthyAt: 'status' in patch ? 0 : entry.healthyAt });
    return raw;
  }

  /** What was removed, whole. */
  remove(id: string): RawDeployment | undefined {
    const raw = this.#entries.get(id)?.raw;
    this.#entries.delete(id);
    return raw;
  }

  /** One that was removed is there again, as after a mistake of Astro's own. */
  restore(raw: RawDeployment): void {
    this.#entries.set(raw.id, { raw, identityAt: 0, healthyAt: 0 });
  }

  get(id: string): RawDeployment | undefined {
    const entry = this.#entries.get(id);
    return entry && this.#shown(entry);
  }

  /** The last created last. */
  all(): readonly RawDeployment[] {
    return [...this.#entries.values()].map((entry) => this.#shown(entry));
  }

  #shown({ raw, identityAt, healthyAt }: Entry): RawDeployment {
    const now = this.options.clock.now().getTime();
    return {
      ...raw,
      ...(now < healthyAt && { status: 'CREATING' }),
      ...(now < identityAt && { effectiveWorkloadIdentity: undefined }),
    };
  }

  #clusterFor({ cloud, region = REGIONS[cloud], clusterId }: NewDeployment): RawCluster {
    const id = clusterId ?? sampleId(`cluster ${cloud} ${region}`);
    const cluster = this.clusters.get(id) ?? {
      id,
      name: `shared-${cloud}`,
      cloudProvider: cloud.toUpperCase(),
      region,
    };
    this.clusters.set(id, cluster);
    return cluster;
  }
}

const REGIONS = { aws: 'eu-west-1', gcp: 'europe-west1', azure: 'westeurope' } as const;
