import { readFileSync, writeFileSync } from 'node:fs';
import { parseAccessRules } from '../shared/rules/parse.ts';
import { awsPermissionFiles } from './aws/permission-files.ts';
import { gcpPermissionFiles } from './gcp/permission-files.ts';

// npm run permissions: writes anew what deployment-authorizer itself may do on both clouds.
const path = process.env.ACCESS_RULES ?? 'access-rules.yml';
const rules = parseAccessRules(readFileSync(path, 'utf8'), path);
for (const [file, text] of Object.entries({
  ...awsPermissionFiles(rules),
  ...gcpPermissionFiles(rules),
})) {
  writeFileSync(file, text);
  console.log(file);
}
