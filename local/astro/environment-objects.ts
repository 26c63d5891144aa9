import type { RawDeployment } from './raw-deployment.ts';
import { sampleId } from './sample.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface RawLink {
  readonly scope: 'DEPLOYMENT';
  readonly scopeEntityId: string;
  readonly connectionOverrides?: { readonly extra?: Fields };
}

export interface RawConnection {
  readonly type: string;
  readonly host?: string;
  readonly login?: string;
  readonly password?: string;
  readonly port?: number;
  readonly schema?: string;
  readonly extra?: Fields;
}

/** An object of the Environment Manager as Astro keeps it. */
export interface RawObject {
  readonly id: string;
  readonly objectKey: string;
  readonly objectType: string;
  readonly scope: 'WORKSPACE' | 'DEPLOYMENT';
  readonly scopeEntityId: string;
  readonly description: string;
  readonly connection: RawConnection;
  readonly links: readonly RawLink[];
  readonly excludeLinks: readonly Omit<RawLink, 'connectionOverrides'>[];
  readonly autoLinkDeployments: boolean;
}

export type NewObject = Pick<RawObject, 'objectKey' | 'scope' | 'scopeEntityId' | 'connection'> &
  Partial<RawObject>;

/** The connections of one Organization's Environment Manager. */
export class EnvironmentObjects {
  readonly #objects = new Map<string, RawObject>();
  #made = 0;

  /** As somebody makes one by hand. */
  add(wanted: NewObject): RawObject {
    this.#made += 1;
    const object = {
      id: sampleId(`environment object ${this.#made}`),
      objectType: 'CONNECTION',
      description: '',
      links: [],
      excludeLinks: [],
      autoLinkDeployments: false,
      ...wanted,
    };
    this.#objects.set(object.id, object);
    return object;
  }

  get(id: string): RawObject | undefined {
    return this.#objects.get(id);
  }

  put(object: RawObject): void {
    this.#objects.set(object.id, object);
  }

  remove(id: string): boolean {
    return this.#objects.delete(id);
  }

  all(): readonly RawObject[] {
    return [...this.#objects.values()];
  }

  /** Its own. */
  of(deploymentId: string): readonly RawObject[] {
    return this.all().filter(
      ({ scope, scopeEntityId }) => scope === 'DEPLOYMENT' && scopeEntityId === deploymentId,
    );
  }

  /** Those of its Workspace that reach it. */
  linkedTo({ id, workspaceId }: RawDeployment): readonly RawObject[] {
    const isIt = (link: { readonly scopeEntityId: string }) => link.scopeEntityId === id;
    return this.all().filter(
      (object) =>
        object.scope === 'WORKSPACE' &&
        object.scopeEntityId === workspaceId &&
        !object.excludeLinks.some(isIt) &&
        (object.autoLinkDeployments || object.links.some(isIt)),
    );
  }
}
