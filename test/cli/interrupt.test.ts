import { spawn } from 'node:child_process';
import { afterEach, expect, test } from '@jest/globals';
import { json, type Server, serve } from '../../local/server.ts';

let server: Server | undefined;
afterEach(() => server?.close());

/** Ctrl-C while the function is at work; the answer comes after it, if anybody waits. */
async function interrupted(...args: readonly string[]) {
  let answer: (() => void) | undefined;
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  let begin: (() => void) | undefined;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  server = await serve(async () => {
    begin?.();
    await answered;
    return json(200, { text: 'Done.', accesses: [] });
  });
  const child = spawn(
    process.execPath,
    ['cli/deployment-authorizer.mjs', ...args, '--url', server.url],
    {
      env: { PATH: process.env.PATH, OPERATE_TOKEN: 'token' },
    },
  );
  const texts: string[] = [];
  child.stdout.on('data', (chunk) => texts.push(String(chunk)));
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  child.stderr.on('data', () => answer?.());
  await begun;
  child.kill('SIGINT');
  const code = await ended;
  answer?.();
  return { code, out: texts.join('') };
}

test('what writes finishes what it has begun', async () => {
  expect(await interrupted('hold', 'etl')).toEqual({ code: 0, out: 'Done.\n' });
});

test('what only reads ends at once', async () => {
  expect(await interrupted('status', 'etl')).toEqual({ code: 130, out: '' });
});
