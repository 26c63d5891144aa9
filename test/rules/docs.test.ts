import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseAccessRules } from '../../shared/rules/parse.ts';
import { warnings } from '../../shared/rules/warnings.ts';

const guide = readFileSync(new URL('../../docs/access-rules.md', import.meta.url), 'utf8');
const schema = readFileSync(new URL('../../access-rules.schema.json', import.meta.url), 'utf8');

describe('docs/access-rules.md', () => {
  const examples = [...guide.matchAll(/```yaml\n([\s\S]*?)```/g)].map(
    ([, example]) => example ?? '',
  );

  it('has examples', () => expect(examples).toHaveLength(2));

  it.each(examples)('has an example without a mistake', (example) => {
    expect(warnings(parseAccessRules(example, 'example'))).toEqual([]);
  });

  it('names every key', () => {
    const keys = new Set<string>();
    JSON.parse(schema, (key, value) => {
      if (key === 'properties') for (const name of Object.keys(value)) keys.add(name);
      return value;
    });
    const missing = [...keys].filter((key) => !new RegExp(`[\`.]${key}[\`.]`).test(guide));
    expect(missing).toEqual([]);
  });
});
