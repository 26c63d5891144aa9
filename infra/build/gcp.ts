import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BuildError, type Built, bundle, type Folders } from './bundle.ts';
import { functionNames, packageRules, writeJson } from './folders.ts';
import { type Lock, lockOf } from './lock.ts';

/** The framework keeps the functions it was told of in itself: there must be one of it only. */
const FRAMEWORK = '@google-cloud/functions-framework';

/** All functions are one module: six of Google's APIs, some 30 to 400 KB each. */
const BUDGET = 4 * 1024 * 1024;

/** `dist/gcp`: every function in one module, and a package that installs the framework alone. */
export async function buildGcp(folders: Folders): Promise<readonly Built[]> {
  const dist = join(folders.root, 'dist/gcp');
  await rm(dist, { recursive: true, force: true });
  await checkIndex(join(folders.root, 'functions/gcp'));
  const { bytes } = await bundle({
    root: folders.root,
    entry: 'functions/gcp/index.ts',
    outfile: join(dist, 'index.js'),
    external: [FRAMEWORK],
    budget: BUDGET,
  });
  await writePackage(folders.root, dist);
  await packageRules(folders, dist);
  return [{ name: 'all functions', bytes }];
}

/** A function that the index does not load would be deployed and never found. */
async function checkIndex(folder: string): Promise<void> {
  const index = await readFile(join(folder, 'index.ts'), 'utf8');
  const names = await functionNames(folder);
  const missing = names.filter((name) => !index.includes(`'./${name}.ts'`));
  if (missing.length > 0) {
    throw new BuildError(`functions/gcp/index.ts does not import ${missing.join(', ')}`);
  }
}

async function writePackage(root: string, dist: string): Promise<void> {
  const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as Lock;
  const pinned = lockOf(FRAMEWORK, lock);
  await writeJson(join(dist, 'package.json'), pinned.manifest);
  await writeJson(join(dist, 'package-lock.json'), pinned.lock);
}
