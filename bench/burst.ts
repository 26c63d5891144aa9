import { parseArgs } from 'node:util';
import { withRules } from './estate.ts';
import { measure } from './measure.ts';
import { report, text } from './report.ts';

const HELP = `Many Deployments created at once, through the real functions: is each granted, and by how few
calls of the clouds' IAM?

  npm run bench                        200 Deployments: ten a shared AWS role, and one GCP project
  npm run bench -- --deployments N     as many, half of them on each cloud
  npm run bench -- --json              one JSON document on standard output and nothing else

Exit code 1 if a grant was lost, or took more than 0.3 IAM calls. Nothing leaves this machine.`;

/** How long a burst may take, in milliseconds. */
const PATIENCE = 180_000;

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        deployments: { type: 'string', default: '200' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
      allowPositionals: false,
    });
    const deployments = Number(values.deployments);
    if (Number.isInteger(deployments) && deployments > 0) return { ...values, deployments };
    throw new Error(`--deployments: a whole number was expected, not ${values.deployments}`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${HELP}\n`);
    return process.exit(2);
  }
}

async function main(): Promise<number> {
  const { deployments, json, help } = readArguments();
  if (help) {
    process.stdout.write(`${HELP}\n`);
    return 0;
  }
  const progress = (granted: number, told: number) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${granted} granted, ${told} told `);
  };
  const run = await withRules(deployments, (rules) =>
    measure(deployments, rules, PATIENCE, progress),
  );
  if (process.stderr.isTTY) process.stderr.write('\n');
  const result = report(run);
  process.stdout.write(`${json ? JSON.stringify(result, null, 2) : text(result)}\n`);
  return result.passed ? 0 : 1;
}

process.exitCode = await main();
