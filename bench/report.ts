import type { Calls, Measured, Run } from './measure.ts';

/** One cloud's part, or all of it. */
export interface Summary {
  readonly seconds: number;
  readonly deployments: number;
  readonly granted: number;
  readonly works: number;
  readonly toldOnce: number;
  readonly calls: Calls;
  readonly callsPerGrant: number;
  /** With the look at each shared role that follows a minute later. */
  readonly callsPerGrantWithCheck: number;
  /** Seconds from a Deployment's event until its access was read back. */
  readonly p50: number;
  readonly p95: number;
}

export interface Report {
  readonly aws: Summary;
  readonly gcp: Summary;
  readonly total: Summary;
  readonly limit: number;
  readonly passed: boolean;
}

/** Cloud IAM calls for each grant, at the most. */
const LIMIT = 0.3;

export function report(run: Run): Report {
  const total = summary(run, () => true);
  const { granted, works, toldOnce, callsPerGrant } = total;
  const all = [granted, works, toldOnce].every((count) => count === total.deployments);
  return {
    aws: summary(run, (cloud) => cloud === 'aws'),
    gcp: summary(run, (cloud) => cloud === 'gcp'),
    total,
    limit: LIMIT,
    passed: all && callsPerGrant <= LIMIT,
  };
}

function summary(run: Run, belongs: (cloud: Measured['cloud']) => boolean): Summary {
  const those = run.deployments.filter(({ cloud }) => belongs(cloud));
  const times = those.flatMap(({ granted }) => granted ?? []).sort((a, b) => a - b);
  const only = (calls: Calls) =>
    Object.fromEntries(Object.entries(calls).filter(([name]) => belongs(cloudOf(name))));
  const perGrant = (calls: Calls) => sum(only(calls)) / Math.max(1, times.length);
  return {
    seconds: times.at(-1) ?? 0,
    deployments: those.length,
    granted: times.length,
    works: those.filter(({ works }) => works).length,
    toldOnce: those.filter(({ messages }) => messages === 1).length,
    calls: only(run.calls),
    callsPerGrant: perGrant(run.calls),
    callsPerGrantWithCheck: perGrant(run.callsWithCheck),
    p50: quantile(times, 0.5),
    p95: quantile(times, 0.95),
  };
}

/** Operations of AWS are counted as `iam:GetRole`, Google's as `iam.projects...`. */
function cloudOf(operation: string): Measured['cloud'] {
  return operation.includes(':') ? 'aws' : 'gcp';
}

function sum(calls: Calls): number {
  return Object.values(calls).reduce((total, count) => total + count, 0);
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
}

export function text({ aws, gcp, total, limit, passed }: Report): string {
  const parts = [['AWS', aws] as const, ['Google Cloud', gcp] as const, ['Total', total] as const];
  const verdict = passed
    ? `Passed: each is granted, works and is told once, with at most ${limit} IAM calls a grant.`
    : `Failed: each must be granted, work and be told once, with at most ${limit} IAM calls a grant.`;
  return [...parts.map(([name, part]) => lines(name, part)), verdict].join('\n\n');
}

function lines(name: string, part: Summary): string {
  const { deployments, granted, works, toldOnce, calls } = part;
  const made = Object.entries(calls).map(([operation, count]) => `  ${operation}  ${count}`);
  return [
    `${name}: ${granted} of ${deployments} granted in ${part.seconds.toFixed(1)} s`,
    `  ${works} can use it, ${toldOnce} have exactly one Slack message`,
    `  time to grant: half within ${part.p50.toFixed(1)} s, 95 % within ${part.p95.toFixed(1)} s`,
    `  ${part.callsPerGrant.toFixed(3)} IAM calls a grant, ${part.callsPerGrantWithCheck.toFixed(3)} with the look a minute later`,
    ...(name === 'Total' ? [] : made),
  ].join('\n');
}
