import type { AccessRules } from '../../shared/rules/access-rules.ts';
import { generatedJson } from '../generated.ts';
import { targetGrants } from './target-grants.ts';

/** The text of each file that `npm run permissions` writes for Google Cloud, by its path. */
export function gcpPermissionFiles(rules: AccessRules): Readonly<Record<string, string>> {
  return { 'infra/gcp/permissions/permissions.tf.json': generatedJson(targetGrants(rules)) };
}
