import { counted } from '../shared/runtime/counted.ts';
import type { Begun } from './init.ts';
import { table } from './table.ts';
import { styled, type Terminal, tame } from './terminal.ts';

/** What was found and written, and what to do next. */
export function showSummary(
  begun: Begun,
  accountRole: string | undefined,
  { out }: Terminal,
): void {
  const { file, deployments, workspaces, imported, astronomer, unreadable } = begun;
  const say = (line: string) => out(tame(line));
  const { awsAccounts, gcpProjects } = astronomer.astronomer;
  out(styled('bold', tame(`${file}: ${headline(begun)}`)));
  say(`${counted(deployments, 'Deployment')} in ${counted(workspaces.length, 'Workspace')}`);
  say(`Astronomer’s: ${[...awsAccounts, ...gcpProjects].join(', ') || 'nothing found'}`);
  for (const { deployment, why } of astronomer.leftOut) say(`  not from ${deployment}: ${why}`);
  if (unreadable.length > 0) {
    say(
      `Astro told ${counted(unreadable.length, 'Deployment')} unreadably, and they are missing here: ${unreadable.join(', ')}`,
    );
  }
  if (imported) showImport(imported, out);
  out('');
  for (const line of nextSteps(begun, accountRole)) say(line);
}

function headline({ imported }: Begun): string {
  if (imported === undefined) return 'written, without targets and rules';
  const { targets, rules } = imported;
  return `written, with ${counted(targets.length, 'target')} and ${counted(rules.length, 'rule')}`;
}

function showImport(imported: NonNullable<Begun['imported']>, out: Terminal['out']): void {
  const { leftOut, orphans, warnings, unseen } = imported;
  if (leftOut.length > 0) {
    out('');
    const rows = leftOut.map(({ deployment, what, where, why }) => [deployment, what, where, why]);
    out(table(['LEFT OUT', 'HAS', 'ON', 'WHY'], rows));
  }
  if (orphans.length > 0) {
    out('');
    const rows = orphans.map(({ principal, what, where, note }) => [principal, what, where, note]);
    out(table(['NOBODY’S ANY MORE', 'HAS', 'ON', ''], rows));
  }
  for (const warning of warnings) out(tame(`Look at: ${warning}`));
  for (const { what, why } of unseen) out(tame(`Not seen, ${what}: ${why}`));
}

function nextSteps({ file, imported }: Begun, accountRole?: string): readonly string[] {
  const role = accountRole === undefined ? '' : ` --account-role ${accountRole}`;
  const rules = file === 'access-rules.yml' ? '' : ` --rules ${file}`;
  return [
    'Next:',
    `  read ${file}, and put in your channel and approvers`,
    `  npx deployment-authorizer rules check${rules === '' ? '' : ` ${file}`}`,
    ...(imported
      ? [
          `  npx deployment-authorizer preview --all --without-record --cloud aws${role}${rules}   # and gcp: no changes`,
        ]
      : ['  add targets and rules: docs/access-rules.md']),
  ];
}
