import { readdirSync } from 'node:fs';
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

  it.each(['aws', 'gcp'])('names the functions that there are on %s', (cloud) => {
    const [, table = ''] = /^\| function \| does \|\n([\s\S]*?)\n\n/m.exec(readme) ?? [];
    const named = [...table.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, name]) => `${name}.ts`);
    const files = readdirSync(new URL(`../../functions/${cloud}`, import.meta.url));
    expect(named.toSorted()).toEqual(files.filter((file) => file !== 'index.ts').toSorted());
  });

  it('names scripts that there are', () => {
    const { scripts } = JSON.parse(read('package.json'));
    const docs = readdirSync('docs').filter((file) => file.endsWith('.md'));
    const texts = ['README.md', 'CONTRIBUTING.md', ...docs.map((file) => `docs/${file}`)];
    const named = texts.flatMap((file) => [...read(file).matchAll(/npm run (?:-s )?([a-z:]+)/g)]);
    const missing = named.map(([, name = '']) => name).filter((name) => !(name in scripts));
    expect(missing).toEqual([]);
  });
});
