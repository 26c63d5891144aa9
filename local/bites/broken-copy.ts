import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Breakage, type Edit, editsOf } from './breakage.ts';

const HERE = resolve(import.meta.dirname, '../..');
const LEFT_OUT = ['.git', '.local', '.serverless', '.stryker-tmp', 'dist', 'node_modules'];

/** A copy of the project, to be broken again and again: what is edited is put back. */
export interface Copy {
  readonly path: string;
  /** Does the work without one handling; throws where an edit does not fit. */
  without<Result>(breakage: Breakage, work: () => Promise<Result>): Promise<Result>;
  remove(): Promise<void>;
}

export async function copyOfProject(): Promise<Copy> {
  const path = await mkdtemp(join(tmpdir(), 'bites-'));
  const filter = (source: string) => !LEFT_OUT.some((name) => source === join(HERE, name));
  await cp(HERE, path, { recursive: true, filter });
  await symlink(join(HERE, 'node_modules'), join(path, 'node_modules'));
  return {
    path,
    without: async (breakage, work) => {
      const files = [...new Set(editsOf(breakage).map(({ file }) => join(path, file)))];
      const before = await Promise.all(files.map((file) => readFile(file, 'utf8')));
      try {
        for (const edit of editsOf(breakage)) await make(edit, path);
        return await work();
      } finally {
        for (const [place, text] of before.entries()) await writeFile(files[place] ?? '', text);
      }
    },
    remove: () => rm(path, { recursive: true }),
  };
}

async function make({ file, from, to }: Edit, copy: string): Promise<void> {
  const text = await readFile(join(copy, file), 'utf8');
  if (text.split(from).length !== 2) throw new Error(`${file} has not once: ${from}`);
  // As it stands: a replacement's `$` would mean something else.
  await writeFile(
    join(copy, file),
    text.replace(from, () => to),
  );
}
