import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { read } from './codes.ts';

const guide = read('docs/how-it-works.md');
const without = (folder: string, end: string) =>
  readdirSync(folder).map((file) => file.replace(end, ''));

describe('how-it-works.md', () => {
  it.each(['aws', 'gcp'])(
    'has a line for each function on %s, with its entry and its story',
    (cloud) => {
      const names = without(`functions/${cloud}`, '.ts').filter((name) => name !== 'index');
      const missing = names.filter(
        (name) =>
          !guide.includes(`| \`${name}\` | [aws](../functions/aws/${name}.ts)`) ||
          !guide.includes(`| [${name}.ts](../shared/stories/${name}.ts)`),
      );
      expect(missing).toEqual([]);
    },
  );

  it('has a line for each room of shared', () => {
    const rooms = readdirSync('shared').filter((room) => !['stories', 'README.md'].includes(room));
    expect(rooms.filter((room) => !guide.includes(`| [\`shared/${room}/\`]`))).toEqual([]);
  });
});
