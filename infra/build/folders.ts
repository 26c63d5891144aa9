import { copyFile, readdir, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { BuildError, type Folders } from './bundle.ts';

/** The functions in a folder, by name: one to a file, whose name is the function's. */
export async function functionNames(folder: string): Promise<readonly string[]> {
  const files = await readdir(folder);
  const names = files.filter((file) => file.endsWith('.ts')).map((file) => basename(file, '.ts'));
  return names.filter((name) => name !== 'index').sort();
}

/** Beside the function, under the name that it looks for. */
export async function packageRules({ root, rules }: Folders, folder: string): Promise<void> {
  const from = resolve(root, rules);
  await copyFile(from, join(folder, 'access-rules.yml')).catch((cause: unknown) => {
    const hint = 'set ACCESS_RULES to the path of yours';
    throw new BuildError(`there are no access rules at ${from}: ${hint}`, { cause });
  });
}

export async function writeJson(file: string, value: unknown): Promise<void> {
  await writeFile(file, `${JSON.stringify(value, null, 2)}\n`);
}
