import type { RuleDraft, RulesDraft } from '../draft.ts';
import { items, twice } from '../draft.ts';
import { globMatches, isGlob } from '../glob.ts';
import { cloudOf } from '../kinds.ts';
import { didYouMean } from '../nearest.ts';
import type { Finding } from '../problem.ts';

const CLOUDS = ['aws', 'gcp', 'azure'];
const TYPES = ['STANDARD', 'DEDICATED', 'HYBRID'];

/** What rules can be wrong in, beyond their shape. */
export function ruleFindings(draft: RulesDraft): readonly Finding[] {
  const names = (draft.rules ?? []).map((rule) => rule?.name);
  return [
    ...twice(names).map((index) => ({
      path: ['rules', index, 'name'],
      message: `names another rule already: rules[${names.indexOf(names[index])}]`,
    })),
    ...items(draft.rules).flatMap(([index, rule]) => [
      ...applyFindings(index, rule, draft),
      ...conditionFindings(index, rule),
      ...reachFindings(index, rule, draft),
      ...cloudFindings(index, rule, draft),
      ...connectionFindings(index, rule, draft),
    ]),
  ];
}

function applyFindings(index: number, rule: RuleDraft, draft: RulesDraft): readonly Finding[] {
  const { mode: ceiling } = draft;
  const mode = Object.hasOwn(rule, 'mode') ? rule.mode : ceiling;
  const when = rule.when;
  if (ceiling !== 'apply' || mode !== 'apply' || when === undefined) return [];
  const present = Object.hasOwn(when, 'workspaceId');
  if (present && !isGlob(when.workspaceId ?? '')) return [];
  const message = `must name one Workspace${present ? ', without * or ?' : ' by workspaceId'}, for this rule applies unasked: whoever names a Deployment or a Workspace could choose it`;
  return present
    ? [{ path: ['rules', index, 'when', 'workspaceId'], message }]
    : [{ path: ['rules', index, 'when'], at: 'key', message }];
}

function conditionFindings(index: number, { when, unless }: RuleDraft): readonly Finding[] {
  const findings: Finding[] = [];
  for (const [key, condition] of [
    ['when', when],
    ['unless', unless],
  ] as const) {
    for (const [part, values] of [
      ['cloud', CLOUDS],
      ['type', TYPES],
    ] as const) {
      const pattern = condition?.[part];
      if (pattern === undefined || values.some((value) => globMatches(pattern, value))) continue;
      const message = `matches none of ${values.join(', ')}${didYouMean(pattern, values)}`;
      findings.push({ path: ['rules', index, key, part], message });
    }
  }
  if (unless !== undefined && Object.keys(unless).length === 0) {
    const message = 'must say something: an empty one excludes every Deployment';
    findings.push({ path: ['rules', index, 'unless'], at: 'key', message });
  }
  return findings;
}

function reachFindings(index: number, rule: RuleDraft, { targets }: RulesDraft) {
  const names = Object.keys(targets ?? {});
  const unknown = items(rule.reach)
    .filter(([, name]) => targets !== undefined && !names.includes(name))
    .map(([at, name]) => ({
      path: ['rules', index, 'reach', at],
      message: `there is no target ${name}${didYouMean(name, names)}`,
    }));
  const repeated = twice(rule.reach).map((at) => ({
    path: ['rules', index, 'reach', at],
    message: 'stands here twice',
  }));
  return [...unknown, ...repeated];
}

/** A rule that no Deployment of its targets' clouds can match. */
function cloudFindings(index: number, rule: RuleDraft, draft: RulesDraft): readonly Finding[] {
  const pattern = rule.when?.cloud;
  const reached = reachedTargets(rule, draft);
  const clouds = [...new Set(reached.map(({ cloud }) => cloud))];
  if (pattern === undefined || clouds.length === 0 || clouds.includes(undefined)) return [];
  if (!CLOUDS.some((cloud) => globMatches(pattern, cloud))) return [];
  if (clouds.some((cloud) => globMatches(pattern, cloud ?? ''))) return [];
  const message = `leaves nothing to reach: all targets of this rule are on ${clouds.join(' and ')}`;
  return [{ path: ['rules', index, 'when', 'cloud'], message }];
}

function connectionFindings(index: number, rule: RuleDraft, draft: RulesDraft): readonly Finding[] {
  const firsts = new Map<string, string>();
  return reachedTargets(rule, draft).flatMap(({ name, at, cloud, connection }) => {
    if (cloud === undefined || connection === undefined) return [];
    const first = firsts.get(`${cloud}/${connection}`);
    if (first === undefined) firsts.set(`${cloud}/${connection}`, name);
    if (first === undefined || first === name) return [];
    const message = `${name} makes the connection ${connection}, and ${first} does already`;
    return [{ path: ['rules', index, 'reach', at], message }];
  });
}

function reachedTargets(rule: RuleDraft, { targets }: RulesDraft) {
  return items(rule.reach).flatMap(([at, name]) => {
    if (targets === undefined || !Object.hasOwn(targets, name)) return [];
    const target = targets[name];
    const cloud = target === undefined ? undefined : cloudOf(target);
    return [{ at, name, cloud, connection: target?.connection?.id }];
  });
}
