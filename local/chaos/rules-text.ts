import { ACCOUNT } from './aws-cloud.ts';
import { BUCKET, LOADER, type ModelRules, PROJECT } from './rules.ts';

/** The rules as an operator would write them. */
export function rulesText(rules: ModelRules): string {
  const targets = Object.entries(rules.targets).map(([name, grant]) => {
    const project = grant.kind === 'gcpBucket' ? `, project: ${PROJECT}` : '';
    return `  ${name}: {${grantText(rules, grant)}, connection: {id: ${name}${project}}}`;
  });
  const lines = Object.entries(rules.reach)
    .filter(([, reach]) => reach.length > 0)
    .map(([team, reach]) => {
      const when = `{workspaceId: ${rules.workspaceId}, deployment: "${team}-*"}`;
      const mode = rules.modes[team] ?? 'apply';
      return `  - {name: ${team}, when: ${when}, mode: ${mode}, reach: [${reach.join(', ')}]}`;
    });
  return `version: 1
installation: ${rules.installation}
mode: ${rules.mode}
astronomer: {awsAccounts: ["111122223333"], gcpProjects: [astro-data-plane]}
slack: {channel: C0${rules.installation.toUpperCase()}00, approvers: [S0PLATFORM]}
defaults: {region: eu-west-1, keep: ${rules.keepHours}h}
targets:
${targets.join('\n')}
rules:${lines.length > 0 ? `\n${lines.join('\n')}` : ' []'}
`;
}

function grantText({ installation }: ModelRules, grant: ModelRules['targets'][string]): string {
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
    case 'gcpImpersonate':
      return `gcpImpersonate: {serviceAccount: ${LOADER}}`;
  }
}
