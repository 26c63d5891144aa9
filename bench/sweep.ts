import { parseArgs } from 'node:util';
import { measureSweep, type SweepCost } from './sweep-cost.ts';

const HELP = `What a sweep costs when nothing has changed: Astro's GETs, reads of the record, and time.

  npm run bench:sweep                    1,000 and 5,000 Deployments
  npm run bench:sweep -- 200 2000        as many
  npm run bench:sweep -- --json          one JSON document on standard output and nothing else

Exit code 1 if it asked Astro for more than its pages, or sent or wrote anything.`;

const { values, positionals } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
  allowPositionals: true,
});

if (values.help) {
  process.stdout.write(`${HELP}\n`);
  process.exit();
}
const sizes = (positionals.length > 0 ? positionals : ['1000', '5000']).map(Number);
if (sizes.some((size) => !Number.isInteger(size) || size < 1)) {
  process.stderr.write(`whole numbers were expected, not ${positionals.join(' ')}\n\n${HELP}\n`);
  process.exit(2);
}

const costs: SweepCost[] = [];
for (const size of sizes) costs.push(await measureSweep(size));
process.stdout.write(
  `${values.json ? JSON.stringify(costs, null, 2) : costs.map(text).join('\n')}\n`,
);
process.exitCode = costs.every(isBounded) ? 0 : 1;

/** A hundred rows a page, and nothing besides. */
function isBounded({ deployments, astro, writes, sent }: SweepCost): boolean {
  const gets = Object.values(astro).reduce((sum, count) => sum + count, 0);
  return gets === Math.ceil(deployments / 100) && writes === 0 && sent === 0;
}

function text(cost: SweepCost): string {
  const { deployments, astro, reads, items, writes, sent, seconds, paced } = cost;
  const gets = Object.entries(astro).map(([operation, count]) => `${count} ${operation}`);
  return [
    `${deployments} Deployments, none of them changed:`,
    `  Astro   ${gets.join(', ')}`,
    `  record  ${reads} reads with ${items} items, ${writes} writes`,
    `  sent    ${sent} messages`,
    `  time    ${seconds.toFixed(2)} s here, and ${paced.toFixed(1)} s between the pages`,
  ].join('\n');
}
