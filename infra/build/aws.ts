import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Built, bundle, type Folders } from './bundle.ts';
import { functionNames, packageRules, writeJson } from './folders.ts';

/** What Lambda has to read before the first event; the SDK clients take about 300 KB each. */
const BUDGET = 2 * 1024 * 1024;

/** `dist/aws/<function>/`, a module and its access rules, for each file in `functions/aws`. */
export async function buildAws(folders: Folders): Promise<readonly Built[]> {
  const dist = join(folders.root, 'dist/aws');
  await rm(dist, { recursive: true, force: true });
  const names = await functionNames(join(folders.root, 'functions/aws'));
  // One after another: what fails leaves no other half written behind its back.
  const built: Built[] = [];
  for (const name of names) built.push(await buildFunction(name, join(dist, name), folders));
  return built;
}

async function buildFunction(name: string, folder: string, folders: Folders): Promise<Built> {
  const { bytes } = await bundle({
    root: folders.root,
    entry: `functions/aws/${name}.ts`,
    outfile: join(folder, 'index.js'),
    external: [],
    budget: BUDGET,
  });
  await writeJson(join(folder, 'package.json'), { type: 'module' });
  await packageRules(folders, folder);
  return { name, bytes };
}
