import { existsSync, readdirSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { read } from './codes.ts';

const guides = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'infra/aws/README.md',
  'infra/gcp/README.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
];

/** Where a document leads within this repository: its path, and the heading there. */
function linksOf(guide: string): readonly { path: string; heading: string }[] {
  const targets = [...read(guide).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path = '', heading = ''] = target.split('#');
      return { path: path === '' ? guide : posix.join(posix.dirname(guide), path), heading };
    });
}

/** As they are named in an address: lower case, hyphens, nothing else. */
function headingsOf(guide: string): readonly string[] {
  const titles = [...read(guide).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => title);
  return titles.map((title) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe.each(guides)('%s', (guide) => {
  it('leads to files and headings that are there', () => {
    const lost = linksOf(guide).filter(
      ({ path, heading }) =>
        !existsSync(path) || (heading !== '' && !headingsOf(path).includes(heading)),
    );
    expect(lost).toEqual([]);
  });

  it('has no line that must be scrolled for, outside of tables and examples', () => {
    const prose = read(guide)
      .replace(/^```[\s\S]*?^```/gm, '')
      .split('\n');
    expect(prose.filter((line) => !line.startsWith('|') && line.length > 120)).toEqual([]);
  });
});
