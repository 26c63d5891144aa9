import { readFileSync } from 'node:fs';
import type { AccessRules } from '../shared/rules/access-rules.ts';
import { parseAccessRules } from '../shared/rules/parse.ts';
import { RulesInvalidError, type RulesProblem } from '../shared/rules/problem.ts';
import { readSource } from '../shared/rules/source.ts';
import { warningFindings } from '../shared/rules/warnings.ts';
import { counted } from '../shared/runtime/counted.ts';
import { ConfigError } from '../shared/runtime/errors.ts';
import { againstLive } from './against-live.ts';
import { type Call, type Command, EXIT, UsageError } from './command.ts';
import { liveMarkdown } from './live-markdown.ts';
import { rulesPath, WAY } from './way.ts';

export const RULES_CHECK: Command = {
  name: 'rules check',
  takes: ['[file]'],
  says: 'Name every mistake in the access rules; or what they change for all that exists',
  more: 'Alone it needs no cloud and no network. With --against live it asks Astro (ASTRO_API_TOKEN,\nASTRO_ORGANIZATION_ID) for all Deployments and the record for what they have, and answers in Markdown,\nfor a pull request. Where the record is out of reach, --base compares with the rules before the change.',
  example:
    'npx deployment-authorizer rules check\nnpx deployment-authorizer rules check --against live --base main-rules.yml >> "$GITHUB_STEP_SUMMARY"',
  options: {
    against: {
      type: 'string',
      value: 'live',
      says: 'What the rules change for every Deployment that exists',
    },
    base: {
      type: 'string',
      value: 'FILE',
      says: 'Compare with these rules instead of with the record',
    },
    quota: {
      type: 'string',
      value: 'N',
      says: 'Characters that a trust policy may have, where the account does not say; else 2048',
    },
    strict: { type: 'boolean', says: 'A warning is a problem, too' },
    ...WAY,
  },
  run: check,
};

export interface Checked {
  readonly file: string;
  readonly rules?: AccessRules;
  readonly problems: readonly RulesProblem[];
  readonly warnings: readonly RulesProblem[];
}

async function check(call: Call): Promise<number> {
  const { flags, texts, terminal } = call;
  const isLive = isAgainstLive(texts);
  const checked = checkFile(fileOf(call));
  const { file, rules, problems, warnings } = checked;
  const live =
    isLive && rules
      ? await againstLive({ ...call, texts: { ...texts, rules: file } }, rules)
      : undefined;
  if (flags.has('json')) terminal.out(JSON.stringify({ file, problems, warnings, live }, null, 2));
  else if (live) terminal.out(liveMarkdown(live, checked));
  else showChecked(checked, call);
  const failed = problems.length > 0 || (flags.has('strict') && warnings.length > 0);
  return failed || live?.capacity.some(({ verdict }) => verdict === 'too much')
    ? EXIT.failed
    : EXIT.ok;
}

function isAgainstLive({ against, base, quota }: Call['texts']): boolean {
  if (against === 'live') return true;
  if (against !== undefined) throw new UsageError(`--against is live, not ${against}`);
  // Without it nothing would be compared, and "valid" would be taken for an answer.
  if (base !== undefined) throw new UsageError('--base goes with --against live');
  if (quota !== undefined) throw new UsageError('--quota goes with --against live');
  return false;
}

function fileOf(call: Call): string {
  const [file] = call.args;
  if (file === undefined) return rulesPath(call);
  if (call.texts.rules === undefined) return file;
  throw new UsageError('the access rules are named twice, as an argument and by --rules');
}

function checkFile(file: string): Checked {
  const text = read(file);
  try {
    const rules = parseAccessRules(text, file);
    return {
      file,
      rules,
      problems: [],
      warnings: warningFindings(rules).map(readSource(text).locate),
    };
  } catch (error) {
    if (!(error instanceof RulesInvalidError)) throw error;
    return { file, problems: error.problems, warnings: [] };
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ConfigError(`${reason(cause)} ${file}`, { cause });
  }
}

function reason(cause: unknown): string {
  const { code } = cause as NodeJS.ErrnoException;
  return code === 'ENOENT'
    ? 'there are no access rules at'
    : `the access rules cannot be read (${code}):`;
}

function showChecked({ file, rules, problems, warnings }: Checked, { terminal }: Call): void {
  const line = (one: RulesProblem, kind: string) =>
    `${file}:${one.line}:${one.column} ${kind}${kind === '' && one.path !== '' ? `${one.path}: ` : ''}${one.message}`;
  for (const problem of problems) terminal.out(oneLine(line(problem, '')));
  for (const warning of warnings) terminal.out(oneLine(line(warning, 'warning: ')));
  if (rules === undefined) {
    terminal.err(counted(problems.length, 'problem'));
    return;
  }
  const { targets } = rules;
  const counts = `${counted(Object.keys(targets).length, 'target')}, ${counted(rules.rules.length, 'rule')}, mode ${rules.mode}`;
  terminal.err(
    `${file} is valid: ${counts}${warnings.length > 0 ? `; warnings: ${warnings.length}` : ''}`,
  );
}

/** A key in the file may hold a line feed. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]/gu, '\u{fffd}');
}
