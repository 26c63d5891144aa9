import { ACCOUNT } from './aws-cloud.ts';
import { BUCKET, DATASET, type Grant, LOADER, PROJECT } from './grants.ts';
import type { ModelRules } from './rules.ts';

/** The rules as an operator would write them. */
export function rulesText(rules: ModelRules): string {
  const targets = Object.entries(rules.targets).map(([name, grant]) => {
    const project = grant.kind === 'gcpBucket' ? `, project: ${PROJECT}` : '';
    const create = rules.connect ? ', create: auto' : '';
    const manners = [
      ...(rules.reported.includes(name) ? ['drift: report'] : []),
      ...(rules.adopting.includes(name) ? ['adopt: true'] : []),
      `connection: {id: ${name}${project}${create}}`,
    ];
    return `  ${name}: {${[grantText(rules, grant), ...manners].join(', ')}}`;
  });
  const lines = Object.entries(rules.reach)
    .filter(([, reach]) => reach.length > 0)
    .map(([team, reach]) => {
      const when = `{workspaceId: ${rules.workspaceId}, deployment: "${team}-*"}`;
      const mode = rules.modes[team] ?? 'apply';
      const approval = rules.byCommand.includes(team) ? ', approval: cli' : '';
      return `  - {name: ${team}, when: ${when}, mode: ${mode}${approval}, reach: [${reach.join(', ')}]}`;
    });
  return `version: 1
installation: ${rules.installation}
mode: ${rules.mode}
astronomer: {awsAccounts: ["111122223333", "444455556666"], gcpProjects: [astro-data-plane, astro-standby]}
slack: {channel: C0${rules.installation.toUpperCase()}00, approvers: [S0PLATFORM]}
defaults: {region: eu-west-1, keep: ${rules.keepHours}h}
targets:
${targets.join('\n')}
rules:${lines.length > 0 ? `\n${lines.join('\n')}` : ' []'}
`;
}

function grantText({ installation }: ModelRules, grant: Grant): string {
  switch (grant.kind) {
    case 'awsOwnRole': {
      const policies = grant.policies.map((arn) => arn.split('/').at(-1)).join(', ');
      return `awsOwnRole: {account: "${ACCOUNT}", name: "${installation}-{namespace}", policies: [${policies}]}`;
    }
    case 'awsSharedRole': {
      const externalId = grant.externalId ? `, externalId: ${grant.externalId}` : '';
      return `awsSharedRole: {role: "${grant.role}"${externalId}}`;
    }
    case 'gcpProject':
      return `gcpProject: {project: ${PROJECT}, roles: [${grant.roles.join(', ')}]}`;
    case 'gcpBucket':
      return `gcpBucket: {bucket: ${BUCKET}, roles: [${grant.roles.join(', ')}]}`;
    case 'gcpDataset':
      return `gcpDataset: {project: ${PROJECT}, dataset: ${DATASET}, roles: [${grant.roles.join(', ')}]}`;
    case 'gcpImpersonate':
      return `gcpImpersonate: {serviceAccount: ${LOADER}}`;
  }
}
