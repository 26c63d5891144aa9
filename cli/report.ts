import type { Reach } from '../shared/stories/operate/reach.ts';
import type { Report } from '../shared/stories/operate/report.ts';
import { OperateFailedError } from './answer.ts';
import { type Call, type Command, EXIT, UsageError } from './command.ts';
import { csv } from './csv.ts';
import { table } from './table.ts';
import { type Ask, WAY, wayFor } from './way.ts';

export const REPORT: Command = {
  name: 'report',
  takes: [],
  says: 'Who reaches what, since when and by which right; and who does not, and why',
  more: 'From the record. "perhaps": something was placed, or about to be, and then refused; the policy has the\nlast word.',
  example: 'npx deployment-authorizer report --cloud aws --csv > access.csv',
  options: { csv: { type: 'boolean', says: 'Comma-separated values (RFC 4180)' }, ...WAY },
  run: async (call) => {
    const { flags, terminal } = call;
    if (flags.has('csv') && flags.has('json')) throw new UsageError('--csv or --json, not both');
    const report = await wholeReport(await wayFor(call), terminal.err);
    if (flags.has('json')) terminal.out(JSON.stringify(report, null, 2));
    else if (flags.has('csv')) terminal.out(csv(COLUMNS, report.rows.map(cells)).trimEnd());
    else showTable(call, report);
    return EXIT.ok;
  },
};

/** All pages as one; says how far it is where there are several. */
export async function wholeReport(ask: Ask, progress: (text: string) => void): Promise<Report> {
  const rows: Reach[] = [];
  let after: string | undefined;
  for (;;) {
    const { report } = await ask({ action: 'report', ...(after && { after }) });
    if (report === undefined)
      throw new OperateFailedError('operate answered no report: is it of this version?');
    rows.push(...report.rows);
    const { next, ...page } = report;
    if (next === undefined) return { ...page, rows: rows.toSorted(byName) };
    progress(
      `${new Set(rows.map(({ deploymentId }) => deploymentId)).size} of ${report.deployments} Deployments…`,
    );
    after = next;
  }
}

function byName(a: Reach, b: Reach): number {
  return (
    a.deployment.localeCompare(b.deployment, 'en') ||
    (a.target ?? '').localeCompare(b.target ?? '', 'en')
  );
}

function showTable({ terminal }: Call, { rows, installation, cloud, at }: Report): void {
  terminal.out(`${installation} on ${cloud}, ${at}`);
  const heads = ['DEPLOYMENT', 'TARGET', 'REACHES', 'STATE', 'SINCE', 'RULE', 'APPROVED BY', 'WHY'];
  const lines = rows.map((row) => [
    row.deployment,
    row.target ?? row.targetKey ?? '',
    row.reaches,
    row.state,
    row.since.slice(0, 16).replace('T', ' '),
    `${row.rule ?? ''}${row.rulesCommit ? ` @${row.rulesCommit.slice(0, 7)}` : ''}`,
    row.approvedBy ?? '',
    row.reason ?? '',
  ]);
  terminal.out(table(heads, lines));
}

const COLUMNS = [
  'deployment',
  'deployment_id',
  'workspace',
  'cloud',
  'identity',
  'target',
  'policy',
  'reaches',
  'state',
  'since',
  'rule',
  'mode',
  'rules_commit',
  'approved_by',
  'approved_at',
  'by_hand',
  'until',
  'code',
  'reason',
  'access_id',
] as const;

function cells(row: Reach): readonly string[] {
  return [
    row.deployment,
    row.deploymentId,
    row.workspace,
    row.cloud,
    row.identity,
    row.target,
    row.targetKey,
    row.reaches,
    row.state,
    row.since,
    row.rule,
    row.mode,
    row.rulesCommit,
    row.approvedBy,
    row.approvedAt,
    row.byHand ? 'yes' : '',
    row.until,
    row.code,
    row.reason,
    row.accessId,
  ].map((cell) => cell ?? '');
}
