import { parseArgs } from 'node:util';
import { AccessError } from '../shared/runtime/errors.ts';
import { start } from './start/start.ts';

const HELP = `Both clouds, Slack and Astro on this machine, and deployment-authorizer between them.

  npm start                 four sample Deployments, then it stays up until Ctrl-C
  npm start -- --once       the same, and ends: exit 0 only if all four were granted and told
  npm start -- --json       one JSON document on standard output and nothing else; implies --once

The access rules are those of access-rules.yml, or of the file that ACCESS_RULES names.
No cloud, no account, nothing leaves this machine: all servers listen on 127.0.0.1.`;

function readArguments() {
  try {
    const options = { once: { type: 'boolean' }, json: { type: 'boolean' } } as const;
    const help = { type: 'boolean', short: 'h' } as const;
    return parseArgs({ options: { ...options, help }, allowPositionals: false }).values;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${HELP}\n`);
    return process.exit(2);
  }
}

async function main(): Promise<number> {
  const { once = false, json = false, help = false } = readArguments();
  if (help) {
    process.stdout.write(`${HELP}\n`);
    return 0;
  }
  const accessRules = process.env.ACCESS_RULES || 'access-rules.yml';
  try {
    return await start({ once: once || json, json, accessRules });
  } catch (error) {
    // What we foresaw says itself what is wrong; anything else is a bug, and shows where.
    if (!(error instanceof AccessError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

process.exitCode = await main();
