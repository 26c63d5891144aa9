import { parseAccessRules } from '../shared/rules/parse.ts';
import { RulesInvalidError } from '../shared/rules/problem.ts';
import { type Call, UsageError } from './command.ts';

const SAID: Readonly<Record<string, string>> = {
  installation: '--installation',
  'slack.channel': '--channel',
};

/** What cannot be a name is told before Astro and IAM are read, which may take minutes. */
export function checkNames({ texts }: Call): void {
  const { installation = 'prod', channel = 'C0123456789' } = texts;
  const rules = { version: 1, installation, slack: { channel }, targets: {}, rules: [] };
  try {
    parseAccessRules(JSON.stringify(rules), '');
  } catch (error) {
    if (!(error instanceof RulesInvalidError)) throw error;
    const sentences = error.problems.map(({ path, message }) => `${SAID[path]} ${message}`);
    throw new UsageError(sentences.join('; '));
  }
}
