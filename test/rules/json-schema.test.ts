import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { accessRulesJsonSchema } from '../../shared/rules/json-schema.ts';

const committed = JSON.parse(
  readFileSync(new URL('../../access-rules.schema.json', import.meta.url), 'utf8'),
);

describe('accessRulesJsonSchema', () => {
  it('is what access-rules.schema.json holds; infra/write-schema.ts writes it anew', () => {
    expect(committed).toEqual(JSON.parse(JSON.stringify(accessRulesJsonSchema())));
  });

  it('explains every key', () => {
    expect(unexplained(committed, '')).toEqual([]);
  });

  it('asks for exactly one grant of each target', () => {
    expect(committed.properties.targets.additionalProperties.oneOf).toHaveLength(6);
  });
});

interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
}

/** The keys that an editor has nothing to say of. */
function unexplained(schema: Schema, path: string): readonly string[] {
  const { additionalProperties: named, items } = schema;
  return [
    ...Object.entries(schema.properties ?? {}).flatMap(([key, property]) => [
      ...(property.description ? [] : [`${path}.${key}`]),
      ...unexplained(property, `${path}.${key}`),
    ]),
    ...(items ? unexplained(items, `${path}[]`) : []),
    ...(typeof named === 'object' ? unexplained(named, `${path}{}`) : []),
  ];
}
