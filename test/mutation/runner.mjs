import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { default as JestRunner } from 'jest-runner';

/**
 * Runs the quick files first and stops at the first failure, which is all that a run with changed
 * code is to find out. Of the files it loads only those that have a test which is to run: Stryker
 * asks for tests by name, and Jest itself would load every file to look for them.
 */
export default class UntilFound extends JestRunner {
  async runTests(tests, watcher, options) {
    const { rootDir, testNamePattern } = this._globalConfig;
    const measured = join(rootDir, '.test-files.json');
    if (!existsSync(measured)) {
      writeFileSync(measured, JSON.stringify(await this.measure(tests, watcher, options)));
      return;
    }
    const files = JSON.parse(readFileSync(measured, 'utf8'));
    const pattern = new RegExp(testNamePattern ?? '', 'i');
    const covering = tests
      .filter(({ path }) => files[path]?.names.some((name) => pattern.test(name)))
      .sort((one, other) => files[one.path].runtime - files[other.path].runtime);
    await this.runUntilFound(covering, watcher, options);
  }

  /** Of the first run, which is of the code as it is: what is in each file, and how long it takes. */
  async measure(tests, watcher, options) {
    const files = {};
    this.on(
      'test-file-success',
      ([
        { path },
        {
          testResults,
          perfStats: { runtime },
        },
      ]) => {
        files[path] = { names: testResults.map(({ fullName }) => fullName), runtime };
      },
    );
    await super.runTests(tests, watcher, options);
    return files;
  }

  async runUntilFound(tests, watcher, options) {
    let found = false;
    this.on('test-file-failure', () => {
      found = true;
    });
    this.on('test-file-success', ([, { numFailingTests }]) => {
      found ||= numFailingTests > 0;
    });
    for (const test of tests) {
      if (!found) await super.runTests([test], watcher, options);
    }
  }
}
