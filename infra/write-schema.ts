import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { accessRulesJsonSchema } from '../shared/rules/json-schema.ts';

// Writes access-rules.schema.json anew: node infra/write-schema.ts, whenever the schema changes.
const file = fileURLToPath(new URL('../access-rules.schema.json', import.meta.url));
const biome = fileURLToPath(new URL('../node_modules/.bin/biome', import.meta.url));
writeFileSync(file, `${JSON.stringify(accessRulesJsonSchema(), null, 2)}\n`);
execFileSync(biome, ['format', '--write', file], { stdio: 'inherit' });
