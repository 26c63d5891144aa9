import { readFileSync, statSync } from 'node:fs';
import type { AccessRules } from '../rules/access-rules.ts';
import { parseAccessRules } from '../rules/parse.ts';
import { ConfigError } from './errors.ts';

/**
 * The access rules in a file, parsed again only when the file has changed. Throws `ConfigError`
 * when there is no such file, and `RulesInvalidError` when its rules are not valid.
 */
export function rulesFile(path: string): () => AccessRules {
  let kept: { rules: AccessRules; modified: number } | undefined;
  return () => {
    const modified = modificationTime(path);
    if (kept?.modified !== modified) {
      kept = { rules: parseAccessRules(readFileSync(path, 'utf8'), path), modified };
    }
    return kept.rules;
  };
}

function modificationTime(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) {
    throw new ConfigError(`there are no access rules at ${path}: set ACCESS_RULES to their path`);
  }
  return found.mtimeMs;
}
