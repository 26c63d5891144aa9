import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigError } from '../shared/runtime/errors.ts';

/** Throws where there is a file already that nobody said may go. */
export function checkFree(file: string, force: boolean): void {
  if (force || !existsSync(file)) return;
  throw new ConfigError(
    `${file} is there already: name another with --out, or say --force to have it replaced`,
  );
}

/** The whole file or none of it: it takes its name when all is written. */
export function writeNewFile(file: string, text: string, force: boolean): void {
  const draft = join(dirname(file), `.${process.pid}-${Date.now()}.draft`);
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(draft, text, { flag: 'wx' });
    // It may have come while Astro was asked.
    checkFree(file, force);
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
