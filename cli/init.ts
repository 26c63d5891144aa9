import type { Deployment } from '../shared/deployment/deployment.ts';
import { type AstronomerProposal, proposeAstronomer } from '../shared/import/astronomer.ts';
import { type Estate, NOTHING_SEEN } from '../shared/import/estate.ts';
import { type Proposal, proposeRules } from '../shared/import/propose.ts';
import { rulesText, type WorkspaceCount } from '../shared/import/rules-text.ts';
import { parseAccessRules } from '../shared/rules/parse.ts';
import { type Call, type Command, EXIT, UsageError } from './command.ts';
import { showSummary } from './init-summary.ts';
import { liveAstro } from './live.ts';
import { checkFree, writeNewFile } from './new-file.ts';
import type { OwnCloud } from './way.ts';
import { wholeList } from './whole-list.ts';

export const INIT: Command = {
  name: 'init',
  takes: [],
  says: 'Begin access rules with what Astro tells; with --import, with what is given today',
  more: 'Asks Astro (ASTRO_API_TOKEN, ASTRO_ORGANIZATION_ID) and writes a file in mode preview. With --import it\nreads IAM too, with your own credentials and nothing but reading, and proposes targets and rules that give\nexactly what is given today: docs/import.md.',
  example:
    'npx deployment-authorizer init --installation prod --channel C0123456789\nnpx deployment-authorizer init --import --account 999988887777 --project acme-analytics',
  options: {
    out: { type: 'string', value: 'FILE', says: 'Where to; else access-rules.yml' },
    force: { type: 'boolean', says: 'Replace the file, if there is one' },
    installation: { type: 'string', value: 'NAME', says: 'Its name; else prod' },
    channel: { type: 'string', value: 'ID', says: 'The id of the Slack channel' },
    workspace: {
      type: 'string',
      value: 'ID',
      many: true,
      says: 'Only this Workspace, by id or name; can be given again',
    },
    import: { type: 'boolean', says: 'Read IAM, and propose what is given today' },
    cloud: { type: 'string', value: 'aws|gcp', says: 'Look at IAM of this cloud alone' },
    account: {
      type: 'string',
      value: 'ID',
      many: true,
      says: 'Another AWS account to look at; can be given again',
    },
    'account-role': {
      type: 'string',
      value: 'NAME',
      says: 'The role to assume there; else that of the installation',
    },
    project: {
      type: 'string',
      value: 'ID',
      many: true,
      says: 'Only this Google Cloud project; can be given again',
    },
  },
  run: init,
};

/** What `init` found, and what it wrote. */
export interface Begun {
  readonly file: string;
  readonly installation: string;
  readonly deployments: number;
  readonly workspaces: readonly WorkspaceCount[];
  readonly astronomer: AstronomerProposal;
  readonly imported?: Proposal & Pick<Estate, 'unseen'>;
  /** Ids of Deployments that Astro told in a way that cannot be read. */
  readonly unreadable: readonly string[];
}

async function init(call: Call): Promise<number> {
  const { flags, texts, terminal } = call;
  const file = texts.out ?? 'access-rules.yml';
  const force = flags.has('force');
  const installation = texts.installation ?? 'prod';
  checkFree(file, force);
  const { deployments, unreadable } = await wholeList(liveAstro(call), terminal.err);
  const isMeant = meantBy(call, deployments);
  const clouds = cloudsToRead(call, deployments.filter(isMeant));
  const estate = flags.has('import') ? await estateOf(call, clouds, installation) : undefined;
  const astronomer = proposeAstronomer(deployments.filter(isMeant), estate ?? NOTHING_SEEN);
  const options = { installation, isMeant, astronomer: astronomer.astronomer };
  const imported = estate && {
    ...proposeRules(deployments, estate, options),
    unseen: estate.unseen,
  };
  const workspaces = workspacesOf(deployments.filter(isMeant));
  const begun = { file, installation, workspaces, astronomer, unreadable };
  const text = rulesText({
    ...begun,
    ...(texts.channel && { channel: texts.channel }),
    ...(imported && { imported }),
    reporter:
      workspaces.some(({ aws }) => aws > 0) || workspaces.every(({ gcp }) => gcp === 0)
        ? 'aws'
        : 'gcp',
  });
  // Names that cannot be are told before anything is written.
  parseAccessRules(text, file);
  writeNewFile(file, text, force);
  const found = {
    ...begun,
    deployments: deployments.filter(isMeant).length,
    ...(imported && { imported }),
  };
  if (flags.has('json')) terminal.out(JSON.stringify(shown(found), null, 2));
  else showSummary(found, terminal);
  return EXIT.ok;
}

function shown({ astronomer: { astronomer, leftOut }, ...begun }: Begun) {
  return { ...begun, astronomer, identitiesLeftOut: leftOut };
}

async function estateOf(call: Call, clouds: readonly OwnCloud[], installation: string) {
  const { readEstate } = await import('./init-estate.ts');
  return readEstate(call, clouds, installation);
}

function meantBy({ lists }: Call, deployments: readonly Deployment[]) {
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
function cloudsToRead({ texts }: Call, deployments: readonly Deployment[]): readonly OwnCloud[] {
  const { cloud } = texts;
  if (cloud === 'aws' || cloud === 'gcp') return [cloud];
  if (cloud !== undefined) throw new UsageError(`--cloud is aws or gcp, not ${cloud}`);
  const both: readonly OwnCloud[] = ['aws', 'gcp'];
  return both.filter((one) => deployments.some((deployment) => deployment.cloud === one));
}

function workspacesOf(deployments: readonly Deployment[]): readonly WorkspaceCount[] {
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
