import type { Breakage } from './breakage.ts';
import type { Copy } from './broken-copy.ts';
import { printedBy } from './printed.ts';

/** As `reporter.mjs` tells it of each file. */
interface Told {
  readonly file: string;
  readonly tests: number;
  /** The name of the first that failed. */
  readonly failed?: string;
}

/** The first test that fails without this handling, if one does; throws where they do not run. */
export function failingWithout(breakage: Breakage, copy: Copy): Promise<string | undefined> {
  return copy.without(breakage, () => firstFailing([breakage.heldBy], copy));
}

/** The first of these tests that fails; throws where a file of them does not run at all. */
export async function firstFailing(
  files: readonly string[],
  { path }: Copy,
): Promise<string | undefined> {
  const paths = files.map((file) => `test/${file}.test.ts`);
  const jest = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js'];
  const args = ['--reporters', '<rootDir>/local/bites/reporter.mjs', '--runTestsByPath', ...paths];
  const { out, err } = await printedBy([...jest, ...args, '--silent'], path);
  const told: readonly Told[] = out.split('\n').flatMap((line) => (line ? [JSON.parse(line)] : []));
  if (told.length !== files.length || told.some(({ tests }) => tests === 0)) {
    throw new Error(`not all of ${files} did run: ${out}${err.slice(0, 300)}`);
  }
  return told.find(({ failed }) => failed !== undefined)?.failed;
}
