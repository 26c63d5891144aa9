import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { buildAws } from '../../../infra/build/aws.ts';
import { bundle } from '../../../infra/build/bundle.ts';
import { buildGcp } from '../../../infra/build/gcp.ts';

const FRAMEWORK = '@google-cloud/functions-framework';
const LOCK = {
  lockfileVersion: 3,
  packages: { [`node_modules/${FRAMEWORK}`]: { version: '5.0.5', integrity: 'sha512-f' } },
};
const SOURCES = {
  'access-rules.yml': 'version: 1\n',
  'package-lock.json': JSON.stringify(LOCK),
  'shared/greet.ts': 'export const greet = (name: string): string => "hello " + name;\n',
  'functions/aws/sweep.ts': `import { greet } from '../../shared/greet.ts';\nexport const handler = () => greet('sweep');\n`,
  'functions/aws/notify.ts': `import { greet } from '../../shared/greet.ts';\nexport const handler = () => greet('notify');\n`,
  'functions/gcp/index.ts': `import './sweep.ts';\n`,
  'functions/gcp/sweep.ts': `import { http } from '${FRAMEWORK}';\nhttp('sweep', () => {});\n`,
};

let root = '';
const folders = () => ({ root, rules: 'access-rules.yml' });

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'build-'));
  await write(SOURCES);
});
afterEach(() => rm(root, { recursive: true }));

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  }
}

async function written(folder: string): Promise<Readonly<Record<string, string>>> {
  const files = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
  const paths = files
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name));
  const texts = paths
    .sort()
    .map(async (path) => [path.slice(root.length + 1), await readFile(path, 'utf8')]);
  return Object.fromEntries(await Promise.all(texts));
}

describe('buildAws', () => {
  it('makes a module with its access rules of each file in functions/aws', async () => {
    const built = await buildAws(folders());
    expect(built.map(({ name }) => name)).toEqual(['notify', 'sweep']);
    const files = await written('dist/aws');
    expect(Object.keys(files)).toEqual(
      ['notify', 'sweep'].flatMap((name) =>
        ['access-rules.yml', 'index.js', 'package.json'].map((file) => `dist/aws/${name}/${file}`),
      ),
    );
    expect(files['dist/aws/sweep/package.json']).toContain('"module"');
  });

  it('makes the same bytes each time, and leaves nothing of an earlier build', async () => {
    await write({ 'dist/aws/gone/index.js': '' });
    await buildAws(folders());
    const first = await written('dist/aws');
    await buildAws(folders());
    expect(await written('dist/aws')).toEqual(first);
    expect(Object.keys(first).filter((file) => file.includes('gone'))).toEqual([]);
  });

  it('packages the access rules of another place, and says where there are none', async () => {
    await write({ 'mine/rules.yml': 'mine' });
    await buildAws({ root, rules: 'mine/rules.yml' });
    expect((await written('dist/aws'))['dist/aws/sweep/access-rules.yml']).toBe('mine');
    await expect(buildAws({ root, rules: 'absent.yml' })).rejects.toThrow(
      `there are no access rules at ${root}/absent.yml: set ACCESS_RULES`,
    );
  });

  it.each(['googleapis', 'googleapis/build/src/index.js'])('refuses all of %s', async (path) => {
    await write({
      'node_modules/googleapis/package.json': '{"name":"googleapis","main":"build/src/index.js"}',
      'node_modules/googleapis/build/src/index.js': 'exports.google = {};',
      'shared/greet.ts': `import { google } from '${path}';\nexport const greet = () => google;\n`,
    });
    await expect(buildAws(folders())).rejects.toThrow(
      "shared/greet.ts imports all of googleapis: import the one API, such as 'googleapis/build/src/apis/iam/v1.js'",
    );
  });

  it('says what does not compile', async () => {
    await write({ 'shared/greet.ts': 'export const greet = ;' });
    await expect(buildAws(folders())).rejects.toThrow(
      /functions\/aws\/\w+\.ts: [\s\S]*shared\/greet.ts:1/,
    );
  });
});

describe('bundle', () => {
  it('refuses what is over its budget, and names what is largest', async () => {
    await write({
      'shared/greet.ts': `export const greet = (): string => '${'x'.repeat(3_000)}';`,
    });
    const entry = 'functions/aws/sweep.ts';
    const outfile = join(root, 'out.js');
    await expect(bundle({ root, entry, outfile, external: [], budget: 2_048 })).rejects.toThrow(
      'functions/aws/sweep.ts: 4 KB of 2 KB. Largest: shared/greet.ts (3 KB)',
    );
  });
});

describe('buildGcp', () => {
  it('makes one module that leaves the framework to its package', async () => {
    await buildGcp(folders());
    const files = await written('dist/gcp');
    expect(Object.keys(files).map((file) => file.slice('dist/gcp/'.length))).toEqual([
      'access-rules.yml',
      'index.js',
      'package-lock.json',
      'package.json',
    ]);
    expect(JSON.parse(files['dist/gcp/package.json'] ?? '')).toMatchObject({
      type: 'module',
      main: 'index.js',
      dependencies: { [FRAMEWORK]: '5.0.5' },
    });
    expect(files['dist/gcp/index.js']).toContain(`from"${FRAMEWORK}"`);
    await buildGcp(folders());
    expect(await written('dist/gcp')).toEqual(files);
  });

  it('refuses an index that does not load every function', async () => {
    await write({ 'functions/gcp/notify.ts': '' });
    await expect(buildGcp(folders())).rejects.toThrow(
      'functions/gcp/index.ts does not import notify',
    );
  });
});
