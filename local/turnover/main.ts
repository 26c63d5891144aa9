import { parseArgs } from 'node:util';
import { runTurnover } from './run.ts';

const HELP = `Deployments come, change and go in random order over an Astro whose list is cut short, fails,
repeats rows between pages or is empty. Then it is looked what both clouds have.

  npm run turnover                                   1,000 Deployments, seed 1
  npm run turnover -- --deployments 5000 --seed 7    others
  --json                                             one JSON document and nothing else

Exit code 1 if one who lives lost access, or the clouds have anything but what the rules say.`;

const { values } = parseArgs({
  options: {
    deployments: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

if (values.help) {
  process.stdout.write(`${HELP}\n`);
  process.exit();
}
const began = performance.now();
const outcome = await runTurnover(Number(values.deployments), Number(values.seed));
const { came, live, writes, taken, missing, surplus } = outcome;
const seconds = (performance.now() - began) / 1_000;
const wrong = [
  ...taken.map((one) => `taken from one who lives: ${one}`),
  ...missing.map((one) => `missing: ${one}`),
  ...surplus.map((one) => `too much: ${one}`),
];
const text = [
  `${came} came, ${live} are left; ${writes} writes to IAM; ${seconds.toFixed(1)} s`,
  ...(wrong.length > 0
    ? wrong
    : ['both clouds have exactly what the rules say, and nobody lost access']),
];
process.stdout.write(`${values.json ? JSON.stringify(outcome, null, 2) : text.join('\n')}\n`);
process.exitCode = wrong.length === 0 ? 0 : 1;
