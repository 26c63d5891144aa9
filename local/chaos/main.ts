import { parseArgs } from 'node:util';
import { FOCUSES, type Focus, focusOf } from './focus.ts';
import { type Outcome, run } from './run.ts';
import { shrink } from './shrink.ts';
import { type Step, stepsFrom } from './steps.ts';
import type { CloudName } from './world.ts';

const HELP = `Runs the stories through random days of faults, crashes, loss and other people's hands.

  npm run chaos -- --seed 7 --steps 1000             one seed; what it breaks is printed and shrunk
  npm run chaos -- --seed 1 --seeds 50 --steps 1000  fifty of them, one after another

  --cloud aws|gcp|both   --json   --no-shrink        exit code 1 when an invariant was broken
  --focus NAME           each seed has more of something; which, follows from its number:
                         ${FOCUSES.map(({ name }) => name).join(', ')}`;

const { values } = parseArgs({
  options: {
    help: { type: 'boolean', short: 'h', default: false },
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '1' },
    steps: { type: 'string', default: '1000' },
    cloud: { type: 'string', default: 'both' },
    focus: { type: 'string' },
    json: { type: 'boolean', default: false },
    shrink: { type: 'boolean', default: true },
  },
  allowNegative: true,
});

if (values.help) {
  process.stdout.write(`${HELP}\n`);
  process.exit();
}

const clouds: readonly CloudName[] =
  values.cloud === 'aws' ? ['aws'] : values.cloud === 'gcp' ? ['gcp'] : ['aws', 'gcp'];
const [first, count, many] = [values.seed, values.seeds, values.steps].map(Number);

function focusFor(seed: number): Focus {
  const named = FOCUSES.find(({ name }) => name === values.focus);
  if (values.focus !== undefined && named === undefined)
    throw new Error(`no focus ${values.focus}`);
  return named ?? focusOf(seed);
}

interface Result {
  readonly focus: string;
  readonly seed: number;
  readonly steps: number;
  readonly seconds: number;
  readonly broken: Outcome['violations'];
  readonly replay?: string;
  readonly shortest?: readonly string[];
}

async function runSeed(seed: number): Promise<Result> {
  const began = performance.now();
  const focus = focusFor(seed);
  const steps = stepsFrom(seed, many ?? 1_000, focus);
  const { violations, log } = await run(steps, clouds, focus);
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  const result = { focus: focus.name, seed, steps: steps.length, seconds, broken: violations };
  const [violation] = violations;
  if (violation === undefined) return result;
  const options = `--cloud ${values.cloud} --focus ${focus.name}`;
  const replay = `npm run chaos -- --seed ${seed} --steps ${many} ${options}`;
  if (!values.json) tell(`${violation.invariant}: ${violation.detail}\n${replay}`, log.slice(-12));
  if (!values.shrink) return { ...result, replay, shortest: log.slice(-12) };
  const taken = steps.slice(0, log.length);
  return { ...result, replay, shortest: await shortestLog(taken, violation.invariant, focus) };
}

async function shortestLog(
  steps: readonly Step[],
  invariant: string,
  focus: Focus,
): Promise<readonly string[]> {
  const few = await shrink(steps, invariant, (some) => run(some, clouds, focus));
  const { violations, log } = await run(few, clouds, focus);
  const details = violations.map((one) => `${one.invariant}: ${one.detail}`);
  return [...log, ...details];
}

function tell(head: string, lines: readonly string[] = []): void {
  process.stdout.write(`${[head, ...lines.map((line) => `  ${line}`)].join('\n')}\n`);
}

const results: Result[] = [];
for (let seed = first ?? 1; seed < (first ?? 1) + (count ?? 1); seed += 1) {
  const result = await runSeed(seed);
  results.push(result);
  if (values.json) continue;
  const state = result.broken.length === 0 ? 'nothing broken' : 'BROKEN';
  tell(
    `seed ${seed} (${result.focus}): ${result.steps} steps, ${result.seconds} s, ${state}`,
    result.shortest,
  );
}
const broken = results.filter((result) => result.broken.length > 0).length;
if (values.json) process.stdout.write(`${JSON.stringify({ broken, results })}\n`);
process.exitCode = broken === 0 ? 0 : 1;
