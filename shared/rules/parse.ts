import type { AccessRules } from './access-rules.ts';
import { checked } from './checked.ts';
import { awsFindings } from './checks/aws.ts';
import { gcpFindings } from './checks/gcp.ts';
import { ruleFindings } from './checks/rules.ts';
import { targetFindings } from './checks/targets.ts';
import { draftOf } from './draft.ts';
import { shapeFindings } from './findings.ts';
import { RulesInvalidError, type RulesProblem } from './problem.ts';
import { readSource } from './source.ts';

/** Reads the access rules; throws `RulesInvalidError`, which names every problem at once. */
export function parseAccessRules(text: string, file: string): AccessRules {
  const source = readSource(text);
  if (source.broken) throw new RulesInvalidError(file, sorted(source.problems));

  const shape = shapeFindings(source.value);
  const draft = draftOf(source.value, shape.findings);
  const checks = [targetFindings, awsFindings, gcpFindings, ruleFindings];
  const findings = [...shape.findings, ...checks.flatMap((check) => check(draft))];
  const located = findings.map(source.locate);
  // What YAML took for something else is not wrong a second time.
  const further = located.filter(({ line, column }) =>
    source.problems.every((problem) => problem.line !== line || problem.column !== column),
  );
  const problems = sorted([...source.problems, ...further]);
  if (problems.length > 0 || shape.file === undefined) throw new RulesInvalidError(file, problems);
  return checked(shape.file);
}

function sorted(problems: readonly RulesProblem[]): readonly RulesProblem[] {
  return [...problems].sort(
    (a, b) =>
      a.line - b.line ||
      a.column - b.column ||
      a.path.localeCompare(b.path, 'en') ||
      a.message.localeCompare(b.message, 'en'),
  );
}
