import { parseArgs } from 'node:util';
import type { Breakage } from './breakage.ts';
import { BREAKAGES } from './breakages.ts';
import { type Copy, copyOfProject } from './broken-copy.ts';
import { brokenBy } from './by-chaos.ts';
import { failingWithout, firstFailing } from './by-tests.ts';

const HELP = `Breaks the product in one place at a time, in a copy of it, and asks whether anybody notices.

  npm run bites                                  the tests that are said to hold each handling
  npm run bites -- --only overtaken --only denied   those whose words have one of these in them
  npm run bites -- --chaos --seeds 12 --steps 1000  chaos, as many seeds as it takes, at the most twelve
  npm run bites -- --list                        what there is, and what holds it

  exit code 1 when a breakage was not noticed`;

const { values } = parseArgs({
  options: {
    help: { type: 'boolean', short: 'h', default: false },
    list: { type: 'boolean', default: false },
    chaos: { type: 'boolean', default: false },
    seeds: { type: 'string', default: '12' },
    steps: { type: 'string', default: '1000' },
    only: { type: 'string', multiple: true, default: [''] },
  },
});

const seeds = { seeds: Number(values.seeds), steps: Number(values.steps) };
const chosen = BREAKAGES.filter(
  ({ handling, beyondChaos }) =>
    values.only.some((some) => handling.includes(some)) && !(values.chaos && beyondChaos),
);

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** What noticed each; one that could not be looked at is one that nobody noticed. */
async function run(): Promise<void> {
  const copy = await copyOfProject();
  let missed = 0;
  try {
    if (!values.chaos) await checkWhole(copy);
    for (const breakage of chosen) {
      const found = await noticed(breakage, copy).catch((error: Error) => {
        say(`FAILED   ${error.message}`);
        return undefined;
      });
      if (found === undefined) missed += 1;
      say(
        `${found ? 'noticed' : 'MISSED '}  without "${breakage.handling}": ${found ?? 'nothing'}`,
      );
    }
  } finally {
    await copy.remove();
  }
  say(`${chosen.length - missed} noticed, ${missed} missed`);
  process.exitCode = missed === 0 ? 0 : 1;
}

function noticed(breakage: Breakage, copy: Copy): Promise<string | undefined> {
  return values.chaos ? brokenBy(breakage, copy, seeds) : failingWithout(breakage, copy);
}

/** A test that fails anyhow would notice everything. */
async function checkWhole(copy: Copy): Promise<void> {
  const files = [...new Set(chosen.map(({ heldBy }) => heldBy))];
  const failing = await firstFailing(files, copy);
  if (failing !== undefined) throw new Error(`this fails with nothing taken out: ${failing}`);
}

if (values.help) say(HELP);
else if (values.list) for (const { handling, heldBy } of chosen) say(`${heldBy}  ${handling}`);
else await run();
