import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getTestServer } from '@google-cloud/functions-framework/testing';
import { FUNCTION_NAMES } from './function-names.ts';
import { hosted } from './hosted.ts';
import { loadFunctions } from './load-functions.ts';

// Run by the house as a process of its own: the real functions behind the real framework, each
// with an address, as Cloud Run gives each one.

// At the addresses of the process before, if there was one: Cloud Run's do not change either.
const before = JSON.parse(process.env.READY ?? '{}') as Readonly<Record<string, string>>;

async function listen(name: string, server: Server): Promise<string> {
  const port = Number(new URL(before[name] ?? 'http://127.0.0.1:0').port);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

hosted();
await loadFunctions(FUNCTION_NAMES, (name) => import(`../functions/gcp/${name}.ts`));
const urls: Record<string, string> = {};
for (const name of FUNCTION_NAMES) urls[name] = await listen(name, getTestServer(name));
process.send?.({ ready: urls });
