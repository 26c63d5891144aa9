#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// JavaScript, so that every Node can read it: the rest is TypeScript, which needs a Node that strips
// types. Where this one does not, the one among the dependencies does.
const main = new URL('./main.ts', import.meta.url);
const bundled = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url));

if (process.features.typescript) await import(main.href);
else if (existsSync(bundled)) runWith(bundled);
else {
  process.stderr.write(
    `Node ${process.version} is too old: it takes 24, or npm ci in this folder.\n`,
  );
  process.exitCode = 1;
}

function runWith(node) {
  const args = ['--disable-warning=ExperimentalWarning', fileURLToPath(main)];
  const child = spawn(node, [...args, ...process.argv.slice(2)], { stdio: 'inherit' });
  // The child hears Ctrl-C as well, and says when it has ended.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
  });
}
