import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { type Answered, coldPresses } from './cold-presses.ts';

const HELP = `A press of a button in Slack that reaches a function of which no instance runs: how long until Slack
is answered? The bundles are those that are deployed, each run in a process of its own from its start to its
answer, against emulators of the record, the secrets, the queues and Slack on this machine.

  npm run bench:answer                 ten presses on each cloud
  npm run bench:answer -- --presses N  as many
  npm run bench:answer -- --json       one JSON document on standard output and nothing else

Exit code 1 if half of the presses on a cloud were not answered within 500 ms. Slack itself waits 3,000 ms.`;

/** In milliseconds. */
const LIMIT = 500;

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        presses: { type: 'string', default: '10' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
      allowPositionals: false,
    });
    const presses = Number(values.presses);
    if (Number.isInteger(presses) && presses > 0) return { ...values, presses };
    throw new Error(`--presses: a whole number was expected, not ${values.presses}`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${HELP}\n`);
    return process.exit(2);
  }
}

function summary({ cloud, presses }: Answered) {
  const times = presses.map(({ milliseconds }) => Math.round(milliseconds)).sort(ascending);
  const processor = presses.map((one) => one.processor).sort(ascending);
  return {
    cloud,
    half: middle(times),
    fastest: times[0] ?? 0,
    slowest: times.at(-1) ?? 0,
    processor: middle(processor),
  };
}

const ascending = (a: number, b: number) => a - b;

function middle(sorted: readonly number[]): number {
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

function text({ cloud, half, fastest, slowest, processor }: ReturnType<typeof summary>): string {
  return `${cloud}: half within ${half} ms (${processor} ms of it its own work), the fastest in ${fastest} ms, the slowest in ${slowest} ms`;
}

async function main(): Promise<number> {
  const { presses, json, help } = readArguments();
  if (help) {
    process.stdout.write(`${HELP}\n`);
    return 0;
  }
  const clouds = (await coldPresses(presses)).map(summary);
  const passed = clouds.every(({ half }) => half < LIMIT);
  const [load = 0] = loadavg();
  const machine = { cores: availableParallelism(), load: Number(load.toFixed(1)) };
  const lines = [
    ...clouds.map(text),
    `${machine.cores} cores, with a load of ${machine.load}`,
    `${passed ? 'Passed' : 'Failed'}: half of the cold presses must be answered within ${LIMIT} ms.`,
  ];
  const result = { presses, clouds, machine, limit: LIMIT, passed };
  process.stdout.write(`${json ? JSON.stringify(result, null, 2) : lines.join('\n')}\n`);
  return passed ? 0 : 1;
}

process.exitCode = await main();
