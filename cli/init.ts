import type { Deployment } from '../shared/deployment/deployment.ts';
import { type AstronomerProposal, proposeAstronomer } from '../shared/import/astronomer.ts';
import { type Estate, NOTHING_SEEN } from '../shared/import/estate.ts';
import { type Proposal, proposeRules } from '../shared/import/propose.ts';
import { rulesText, type WorkspaceCount } from '../shared/import/rules-text.ts';
import { parseAccessRules } from '../shared/rules/parse.ts';
import { type Call, type Command, EXIT } from './command.ts';
import { checkNames } from './init-names.ts';
import { cloudsToRead, meantBy, reporterOf, workspacesOf } from './init-scope.ts';
import { showSummary } from './init-summary.ts';
import { liveAstro } from './live.ts';
import { checkFree, writeNewFile } from './new-file.ts';
import { rulesPath } from './way.ts';
import { wholeList } from './whole-list.ts';

export const INIT: Command = {
  name: 'init',
  takes: [],
  says: 'Begin access rules with what Astro tells; with --import, with what is given today',
  more: 'Asks Astro (ASTRO_API_TOKEN, ASTRO_ORGANIZATION_ID) and writes a file in mode preview. With --import it\nreads IAM too, with your own credentials and nothing but reading, and proposes targets and rules that give\nexactly what is given today: docs/import.md.',
  example:
    'npx deployment-authorizer init --installation prod --channel C0123456789\nnpx deployment-authorizer init --import --account 999988887777 --project acme-analytics',
  options: {
    out: {
      type: 'string',
      value: 'FILE',
      says: 'Where to; else ACCESS_RULES, else access-rules.yml',
    },
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
  const file = texts.out ?? rulesPath(call);
  const force = flags.has('force');
  checkNames(call);
  checkFree(file, force);
  const { begun, text } = await propose(call, file);
  // What cannot be a name is told before anything is written.
  parseAccessRules(text, file);
  writeNewFile(file, text, force);
  if (flags.has('json')) terminal.out(JSON.stringify(shown(begun), null, 2));
  else showSummary(begun, texts['account-role'], terminal);
  return EXIT.ok;
}

async function propose(call: Call, file: string) {
  const { installation = 'prod', channel } = call.texts;
  const { deployments, unreadable } = await wholeList(liveAstro(call), call.terminal.err);
  const isMeant = meantBy(call, deployments);
  const meant = deployments.filter(isMeant);
  const estate = call.flags.has('import') ? await estateFor(call, meant, installation) : undefined;
  const astronomer = proposeAstronomer(meant, estate ?? NOTHING_SEEN);
  const options = { installation, isMeant, astronomer: astronomer.astronomer };
  const proposal = estate && proposeRules(deployments, estate, options);
  const workspaces = workspacesOf(meant);
  const begun: Begun = {
    ...{ file, installation, deployments: meant.length, workspaces, astronomer, unreadable },
    ...(estate && proposal && { imported: { ...proposal, unseen: estate.unseen } }),
  };
  const reporter = reporterOf(workspaces);
  return { begun, text: rulesText({ ...begun, reporter, ...(channel && { channel }) }) };
}

async function estateFor(
  call: Call,
  deployments: readonly Deployment[],
  installation: string,
): Promise<Estate> {
  const { readEstate } = await import('./init-estate.ts');
  return readEstate(call, cloudsToRead(call, deployments), installation);
}

function shown({ astronomer: { astronomer, leftOut }, ...begun }: Begun) {
  return { ...begun, astronomer, identitiesLeftOut: leftOut };
}
