import { createHash } from 'node:crypto';
import { json } from '../../server.ts';
import type { Pages } from '../pages.ts';
import { denied } from '../refusal.ts';
import { type Call, type Route, route } from '../routes.ts';
import type { Accounts } from './accounts.ts';
import type { Policy } from './bindings.ts';
import { resourceFlavour } from './flavours.ts';
import { type PolicyCall, PolicyResources } from './resources.ts';

export class Projects extends PolicyResources {
  constructor(accounts: Accounts) {
    super('projects', accounts, resourceFlavour);
  }

  create(id: string, policy?: Policy): void {
    this.add(id, policy);
  }

  delete(id: string): void {
    this.remove(id);
  }
}

/** The number that Google gives a project beside its id. */
export function projectNumber(id: string): string {
  const hash = createHash('sha256').update(id).digest().readUIntBE(0, 5);
  return String(100_000_000_000 + (hash % 900_000_000_000));
}

function shown(id: string) {
  return {
    name: `projects/${projectNumber(id)}`,
    projectId: id,
    displayName: id,
    state: 'ACTIVE',
  };
}

const REFUSAL = 'The caller does not have permission';

export function projectRoutes(projects: Projects, pages: Pages): readonly Route[] {
  // An unknown project and one that is not ours look the same from outside.
  const reach = (call: Call, name: PolicyCall) => {
    const id = call.part('project');
    if (!projects.has(id)) throw denied(REFUSAL);
    return projects.reach(id, name, REFUSAL);
  };
  return [
    route(
      'cloudresourcemanager.projects.getIamPolicy',
      'POST /v3/projects/{project}:getIamPolicy',
      (call) => {
        const { options } = call.content<{ options?: { requestedPolicyVersion?: number } }>();
        return json(200, reach(call, 'getIamPolicy').read(options?.requestedPolicyVersion));
      },
    ),
    route(
      'cloudresourcemanager.projects.setIamPolicy',
      'POST /v3/projects/{project}:setIamPolicy',
      (call) => {
        const { policy, updateMask } = call.content<{ policy?: Policy; updateMask?: string }>();
        return json(200, reach(call, 'setIamPolicy').write(policy ?? {}, updateMask));
      },
    ),
    route('cloudresourcemanager.projects.get', 'GET /v3/projects/{project}', (call) => {
      reach(call, 'get');
      return json(200, shown(call.part('project')));
    }),
    // Those that the caller may get; of the others nothing is said.
    route('cloudresourcemanager.projects.search', 'GET /v3/projects:search', (call) => {
      const seen = projects.names().filter((id) => !projects.forbids(id, 'get'));
      const { items, ...rest } = pages.cut(seen, call, { parameter: 'pageSize', usual: 50 });
      return json(200, { ...(items.length > 0 && { projects: items.map(shown) }), ...rest });
    }),
  ];
}
