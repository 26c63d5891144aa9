import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseAccessRules } from '../../shared/rules/parse.ts';
import { warnings } from '../../shared/rules/warnings.ts';
import { read } from './codes.ts';

const readme = read('README.md');

describe('README.md', () => {
  it('shows access rules without a mistake', () => {
    const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(readme) ?? [];
    expect(warnings(parseAccessRules(example, 'README.md'))).toEqual([]);
  });

  it('calls those functions there that are there, on both clouds', () => {
    const rows = [...readme.matchAll(/^\| `([a-z-]+)` \| .* \| (there|to come)/gm)];
    expect(rows.map(([, name, status]) => [name, status])).toHaveLength(8);
    for (const [, name, status] of rows) {
      for (const cloud of ['aws', 'gcp']) {
        const file = `functions/${cloud}/${name}.ts`;
        expect([file, existsSync(file)]).toEqual([file, status === 'there']);
      }
    }
  });

  it('names scripts that there are', () => {
    const { scripts } = JSON.parse(read('package.json'));
    const texts = ['README.md', 'CONTRIBUTING.md', 'docs/operations.md', 'docs/security.md'];
    const named = texts.flatMap((file) => [...read(file).matchAll(/npm run (?:-s )?([a-z:]+)/g)]);
    const missing = named.map(([, name = '']) => name).filter((name) => !(name in scripts));
    expect(missing).toEqual([]);
  });
});
