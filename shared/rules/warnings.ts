import type { AccessRules, Rule, Target } from './access-rules.ts';
import { questionableGrant } from './dangerous-roles.ts';
import type { Finding } from './problem.ts';

/** What is allowed but seldom meant, a sentence each. */
export function warnings(rules: AccessRules): readonly string[] {
  return warningFindings(rules).map(({ message }) => message);
}

/** The same, with the place in the file that each is about. */
export function warningFindings(rules: AccessRules): readonly Finding[] {
  const targets = Object.values(rules.targets);
  return [
    ...targets.flatMap((target) =>
      placed(['targets', target.name], targetWarnings(target, rules.rules)),
    ),
    ...rules.rules.flatMap((rule, place) => placed(['rules', place], ruleWarnings(rule, rules))),
    ...placed(['reporter'], reporterWarnings(rules, targets)),
  ];
}

function placed(path: Finding['path'], sentences: readonly string[]): readonly Finding[] {
  return sentences.map((message) => ({ path, at: 'key', message }));
}

function targetWarnings(target: Target, rules: readonly Rule[]): readonly string[] {
  const unused = rules.every(({ reach }) => !reach.includes(target.name));
  const empty = target.kind === 'awsOwnRole' && target.policies.length === 0;
  return [
    ...(unused ? [`target ${target.name}: no rule reaches it`] : []),
    ...(empty ? [`target ${target.name}: its role has no policies, and may do nothing`] : []),
    ...datasetWarnings(target),
    ...given(target).flatMap((grant) => {
      const doubt = questionableGrant(grant);
      return doubt === undefined ? [] : [`target ${target.name}: ${grant} ${doubt}`];
    }),
  ];
}

/** A query is a job, and jobs run in a project: on a dataset the role says nothing. */
function datasetWarnings(target: Target): readonly string[] {
  const job = 'roles/bigquery.jobUser';
  if (target.kind !== 'gcpDataset' || !target.roles.includes(job)) return [];
  return [
    `target ${target.name}: ${job} gives nothing on a dataset; make a gcpProject target of it`,
  ];
}

function given(target: Target): readonly string[] {
  if (target.kind === 'awsOwnRole') return target.policies;
  return 'roles' in target ? target.roles : [];
}

function ruleWarnings(rule: Rule, { slack, endpoints }: AccessRules): readonly string[] {
  const everybody = Object.keys(rule.when).length === 0 && rule.unless === undefined;
  // Where commands approve, the cloud's own IAM says who may.
  const inSlack = rule.approval === 'slack' && endpoints === 'public';
  const nobody = (rule.approvers ?? slack.approvers).length === 0;
  const whose = rule.approvers === undefined ? 'slack.approvers names' : 'its approvers name';
  return [
    ...(everybody ? [`rule ${rule.name}: it matches every Deployment`] : []),
    ...(rule.mode === 'approve' && inSlack && nobody
      ? [`rule ${rule.name}: it asks for approval, and ${whose} nobody`]
      : []),
  ];
}

function reporterWarnings({ reporter }: AccessRules, targets: readonly Target[]) {
  if (targets.length === 0 || targets.some(({ cloud }) => cloud === reporter)) return [];
  return [
    `reporter: the installation on ${reporter} tells of Deployments that nobody owns, and no target is there`,
  ];
}
