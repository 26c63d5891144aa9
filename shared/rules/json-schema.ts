import * as z from 'zod';
import { KINDS } from './kinds.ts';
import { RULES_FILE } from './schema.ts';
import { TARGET } from './schema-targets.ts';

/** The JSON Schema of `access-rules.yml`, by which editors complete it and mark mistakes. */
export function accessRulesJsonSchema(): z.core.JSONSchema.BaseSchema {
  const schema = z.toJSONSchema(RULES_FILE, {
    io: 'input',
    // Older editors know no later draft.
    target: 'draft-7',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema !== TARGET) return;
      jsonSchema.oneOf = KINDS.map((kind) => ({ required: [kind] }));
    },
  });
  return { title: 'deployment-authorizer: access rules', ...schema };
}
