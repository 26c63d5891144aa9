import type { Measured, Run } from './measure.ts';

/** One cloud's part, or all of it. */
export interface Summary {
  readonly seconds: number;
  readonly deployments: number;
  readonly granted: number;
  readonly works: number;
  readonly toldOnce: number;
  readonly calls: Readonly<Record<string, number>>;
  readonly callsPerGrant: number;
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

export function report({ deployments, calls, seconds }: Run): Report {
  const of = (cloud: Measured['cloud']) => {
    const those = deployments.filter((one) => one.cloud === cloud);
    const google = (operation: string) => operation.includes('.');
    const made = Object.entries(calls).filter(([name]) => google(name) === (cloud === 'gcp'));
    const last = Math.max(0, ...those.map(({ granted = 0 }) => granted));
    return summary(those, Object.fromEntries(made), last);
  };
  const total = summary(deployments, calls, seconds);
  const { granted, works, toldOnce, callsPerGrant } = total;
  const all = [granted, works, toldOnce].every((count) => count === deployments.length);
  return {
    aws: of('aws'),
    gcp: of('gcp'),
    total,
    limit: LIMIT,
    passed: all && callsPerGrant <= LIMIT,
  };
}

function summary(those: readonly Measured[], calls: Run['calls'], seconds: number): Summary {
  const times = those.flatMap(({ granted }) => granted ?? []).sort((a, b) => a - b);
  const made = Object.values(calls).reduce((sum, count) => sum + count, 0);
  return {
    seconds,
    deployments: those.length,
    granted: times.length,
    works: those.filter(({ works }) => works).length,
    toldOnce: those.filter(({ messages }) => messages === 1).length,
    calls,
    callsPerGrant: times.length === 0 ? 0 : made / times.length,
    p50: quantile(times, 0.5),
    p95: quantile(times, 0.95),
  };
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
}

export function text({ aws, gcp, total, limit, passed }: Report): string {
  const parts = [['AWS', aws] as const, ['Google Cloud', gcp] as const, ['Total', total] as const];
  const verdict = passed
    ? `Passed: nothing lost, at most ${limit} IAM calls a grant.`
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
    `  ${part.callsPerGrant.toFixed(3)} IAM calls a grant`,
    ...(name === 'Total' ? [] : made),
  ].join('\n');
}
