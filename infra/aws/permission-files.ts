import type { AccessRules } from '../../shared/rules/access-rules.ts';
import { generatedYaml } from '../generated.ts';
import { memberTemplate } from './member-template.ts';
import { permissionsTemplate } from './permissions-template.ts';

/** The text of each file that `npm run permissions` writes for AWS, by its path. */
export function awsPermissionFiles(rules: AccessRules): Readonly<Record<string, string>> {
  return {
    'infra/aws/permissions.yml': generatedYaml(permissionsTemplate(rules)),
    'infra/aws/member-account.yml': generatedYaml(memberTemplate(rules)),
  };
}
