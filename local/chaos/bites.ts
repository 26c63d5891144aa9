import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { BREAKAGES, type Breakage, type Edit } from './breakages.ts';

const HELP = `Breaks the product in one place at a time, in a copy of it, and asks whether chaos notices.

  npm run chaos:bites -- --seeds 12 --steps 1000   as many seeds as it takes, at the most twelve
  npm run chaos:bites -- --only overtaken --only denied   those whose words have one of these in them

  exit code 1 when a breakage was not noticed`;

const { values } = parseArgs({
  options: {
    help: { type: 'boolean', short: 'h', default: false },
    seeds: { type: 'string', default: '12' },
    steps: { type: 'string', default: '1000' },
    only: { type: 'string', multiple: true, default: [''] },
  },
});

if (values.help) {
  process.stdout.write(`${HELP}\n`);
  process.exit();
}

const HERE = resolve(import.meta.dirname, '../..');
const COPIED = ['shared', 'local', 'package.json', 'tsconfig.json'];

/** A copy of the product without one of its handlings; throws where the edit does not fit. */
async function brokenCopy({ and, ...first }: Breakage): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'chaos-bites-'));
  for (const name of COPIED) await cp(join(HERE, name), join(copy, name), { recursive: true });
  await symlink(join(HERE, 'node_modules'), join(copy, 'node_modules'));
  for (const edit of [first, ...(and ? [and] : [])]) await make(edit, copy);
  return copy;
}

async function make({ file, from, to }: Edit, copy: string): Promise<void> {
  const text = await readFile(join(copy, file), 'utf8');
  if (text.split(from).length !== 2) throw new Error(`${file} has not once: ${from}`);
  await writeFile(
    join(copy, file),
    text.replace(from, () => to),
  );
}

/** The invariant that broke, if one did. */
function runSeed(
  copy: string,
  seed: number,
  focus: string | undefined,
): Promise<string | undefined> {
  const args = ['--seed', String(seed), '--steps', values.steps, '--no-shrink', '--json'];
  if (focus !== undefined) args.push('--focus', focus);
  const child = spawn(process.execPath, ['local/chaos/main.ts', ...args], { cwd: copy });
  let [out, err] = ['', ''];
  child.stdout.on('data', (data) => {
    out += data;
  });
  child.stderr.on('data', (data) => {
    err += data;
  });
  return new Promise((done) => {
    child.on('close', () => {
      if (out === '') return done(`it did not run: ${err.slice(0, 300)}`);
      done(JSON.parse(out).results[0].broken[0]?.invariant);
    });
  });
}

async function firstBroken(breakage: Breakage): Promise<string | undefined> {
  const copy = await brokenCopy(breakage);
  try {
    for (let seed = 1; seed <= Number(values.seeds); seed += 1) {
      const invariant = await runSeed(copy, seed, breakage.focus);
      if (invariant !== undefined) return `seed ${seed}: ${invariant}`;
    }
    return undefined;
  } finally {
    await rm(copy, { recursive: true });
  }
}

let missed = 0;
const chosen = BREAKAGES.filter(({ handling }) =>
  values.only.some((some) => handling.includes(some)),
);
for (const breakage of chosen) {
  const found = await firstBroken(breakage);
  if (found === undefined) missed += 1;
  process.stdout.write(
    `${found ? 'noticed' : 'MISSED '}  without "${breakage.handling}": ${found ?? `nothing in ${values.seeds} seeds`}\n`,
  );
}
process.exitCode = missed === 0 ? 0 : 1;
