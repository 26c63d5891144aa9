import { json } from '../../server.ts';
import type { Pages } from '../pages.ts';
import { absent, denied } from '../refusal.ts';
import { type Call, type Route, route } from '../routes.ts';
import type { Account, AccountOptions, Accounts } from './accounts.ts';
import type { Policy } from './bindings.ts';
import { resourceFlavour } from './flavours.ts';
import type { Projects } from './projects.ts';
import { type PolicyCall, PolicyResources } from './resources.ts';

/** Service accounts as what policies name, and as what can be impersonated. */
export class ServiceAccounts extends PolicyResources {
  constructor(accounts: Accounts) {
    super('serviceAccounts', accounts, resourceFlavour);
  }

  /** Answers its unique id. */
  create(email: string, options: AccountOptions & { readonly policy?: Policy } = {}): string {
    const { uid } = this.accounts.create(email, options);
    this.add(email, options.policy);
    return uid;
  }

  /** From now on policies show it as deleted; one created again under this address is another. */
  delete(email: string): void {
    this.accounts.delete(email);
    this.remove(email);
  }

  /** Those that live in this project, the named by policies alone too. */
  inProject(project: string): readonly Account[] {
    const own = this.accounts.all().filter(({ email }) => projectOf(email) === project);
    return own.toSorted((a, b) => (a.email < b.email ? -1 : 1));
  }

  /** By address or unique id. */
  find(name: string): Account | undefined {
    const account = this.accounts.find(name);
    // One that a policy by hand made known has a policy of its own, too.
    if (account !== undefined && !this.has(account.email)) this.add(account.email);
    return account;
  }
}

const projectOf = (email: string) => /@([^.]+)\.iam\.gserviceaccount\.com$/.exec(email)?.[1] ?? '';

const refusal = (name: PolicyCall) =>
  `Permission 'iam.serviceAccounts.${name}' denied on resource (or it may not exist).`;

/** Outside our projects, what is not there and what is not ours look the same: 403. */
function findAccount(
  call: Call,
  name: PolicyCall,
  accounts: ServiceAccounts,
  projects: Projects,
): Account {
  const [project, account] = [call.part('project'), accounts.find(call.part('account'))];
  const ours = projects.has(projectOf(account?.email ?? call.part('account')));
  if (account === undefined && !ours) throw denied(refusal(name));
  if (account?.foreign === true) throw denied(refusal(name));
  if (account === undefined) throw absent('Unknown service account');
  if (project !== '-' && project !== projectOf(account.email))
    throw absent('Unknown service account');
  return account;
}

const LIST = '/v1/projects/{project}/serviceAccounts';
const PATH = `${LIST}/{account}`;
const REFUSED_LIST =
  "Permission 'iam.serviceAccounts.list' denied on resource (or it may not exist).";

function shown({ email, uid }: Pick<Account, 'email' | 'uid'>) {
  const projectId = projectOf(email);
  const name = `projects/${projectId}/serviceAccounts/${email}`;
  return { name, projectId, email, uniqueId: uid };
}

export function serviceAccountRoutes(
  accounts: ServiceAccounts,
  projects: Projects,
  pages: Pages,
): readonly Route[] {
  const reach = (call: Call, name: PolicyCall) => {
    const { email } = findAccount(call, name, accounts, projects);
    return accounts.reach(email, name, refusal(name));
  };
  return [
    route('iam.projects.serviceAccounts.getIamPolicy', `POST ${PATH}:getIamPolicy`, (call) => {
      const version = Number(call.query.get('options.requestedPolicyVersion') ?? 0);
      return json(200, reach(call, 'getIamPolicy').read(version));
    }),
    route('iam.projects.serviceAccounts.setIamPolicy', `POST ${PATH}:setIamPolicy`, (call) => {
      const { policy, updateMask } = call.content<{ policy?: Policy; updateMask?: string }>();
      return json(200, reach(call, 'setIamPolicy').write(policy ?? {}, updateMask));
    }),
    route('iam.projects.serviceAccounts.get', `GET ${PATH}`, (call) => {
      const { email, uid } = findAccount(call, 'get', accounts, projects);
      accounts.reach(email, 'get', refusal('get'));
      return json(200, shown({ email, uid }));
    }),
    route('iam.projects.serviceAccounts.list', `GET ${LIST}`, (call) => {
      const project = call.part('project');
      if (!projects.has(project)) throw denied(REFUSED_LIST);
      const all = accounts.inProject(project).filter(({ foreign }) => !foreign);
      const { items, ...rest } = pages.cut(all, call, { parameter: 'pageSize', usual: 20 });
      return json(200, { ...(items.length > 0 && { accounts: items.map(shown) }), ...rest });
    }),
  ];
}
