import type { Deployment } from '../shared/deployment/deployment.ts';
import { judgeIdentity } from '../shared/deployment/workload-identity.ts';
import { connectionOf } from '../shared/handover/connection-of.ts';
import { asForm } from '../shared/handover/forms.ts';
import type { AccessRules } from '../shared/rules/access-rules.ts';
import { explainRules } from '../shared/rules/explain.ts';
import { sayOver } from '../shared/rules/say.ts';
import { wantsOf } from '../shared/rules/want.ts';
import { type Call, type Command, EXIT, UsageError } from './command.ts';
import { deploymentFrom } from './deployment-file.ts';
import { liveAstro, liveDeployment } from './live.ts';
import { showExplanation } from './show-explanation.ts';
import { RULES, rulesOf } from './way.ts';

export const RULES_EXPLAIN: Command = {
  name: 'rules explain',
  takes: ['[deployment]'],
  says: 'Which rules match a Deployment, why the others do not, and what it reaches',
  more: 'Asks Astro (ASTRO_API_TOKEN, ASTRO_ORGANIZATION_ID), or reads a file: what Astro’s API answers for a\nDeployment, or only {"name", "workspaceId", "cloudProvider"} and what else the rules ask about.',
  example:
    'npx deployment-authorizer rules explain etl-prod\nnpx deployment-authorizer rules explain --deployment deployment.json --json',
  options: {
    deployment: {
      type: 'string',
      value: 'FILE',
      says: 'A Deployment in a JSON file, without any network',
    },
    ...RULES,
  },
  run: async (call) => {
    const rules = rulesOf(call);
    const explanation = explain(await deploymentFor(call), rules);
    if (call.flags.has('json')) call.terminal.out(JSON.stringify(explanation, null, 2));
    else showExplanation(explanation, call.terminal);
    return EXIT.ok;
  },
};

async function deploymentFor(call: Call): Promise<Deployment> {
  const [name] = call.args;
  const { deployment: file } = call.texts;
  if ((name === undefined) === (file === undefined)) {
    throw new UsageError('either a Deployment’s id or name, or --deployment FILE');
  }
  return file === undefined ? liveDeployment(name ?? '', liveAstro(call)) : deploymentFrom(file);
}

export type Explanation = ReturnType<typeof explain>;

/** Where the identity is not told, what it would reach with one. */
function explain(deployment: Deployment, rules: AccessRules) {
  const verdict = judgeIdentity(deployment, rules.astronomer);
  const identities =
    verdict.kind === 'accepted'
      ? verdict.identities
      : [{ slot: 'primary', identity: 'its workload identity' } as const];
  const { wants, notApplicable } = wantsOf(deployment, identities, rules);
  const { id, name, cloud, region, workspaceId, workspaceName, workloadIdentity } = deployment;
  return {
    deployment: { id, name, cloud, region, workspaceId, workspaceName, workloadIdentity },
    identity: verdict,
    rules: explainRules(deployment, rules),
    reaches: wants.map(({ connection, ...want }) => ({
      ...want,
      ...sayOver(deployment, want.target, rules),
      ...(connection && {
        connection: asForm(connectionOf(want.specification, connection, rules.installation)),
      }),
    })),
    notApplicable,
  };
}
