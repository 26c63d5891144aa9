// Changes the code in one place at a time, and asks whether a test of the same room notices.
// `ROOM=policy npm run mutation` does one room; docs/testing.md has the last score.
const rooms = process.env.ROOM ? [process.env.ROOM] : ['policy', 'rules', 'stories'];
// TESTS='test/stories/{outcome,settle}.test.ts' asks these alone: quicker, and others may see more.
const tests = process.env.TESTS?.split(' ') ?? rooms.map((room) => `test/${room}/**/*.test.ts`);

export default {
  mutate: rooms.map((room) => `shared/${room}/**/*.ts`),
  testRunner: 'jest',
  // Node itself strips the types, in the test's own process: nothing is compiled first.
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  jest: {
    projectType: 'custom',
    configFile: 'jest.config.ts',
    config: {
      testMatch: tests.map((files) => `<rootDir>/${files}`),
      runner: './test/mutation/runner.mjs',
      testEnvironment: './test/mutation/environment.mjs',
      setupFiles: ['./test/mutation/setup.ts'],
    },
    enableFindRelatedTests: false,
  },
  coverageAnalysis: 'perTest',
  // The sandbox's tsconfig.json is nobody's business: the types are checked by `npm run types`.
  tsconfigFile: 'none',
  disableTypeChecks: false,
  ignorePatterns: ['/dist', '/.local', '/.serverless', '/reports', '/coverage'],
  tempDirName: '.stryker-tmp',
  concurrency: 2,
  timeoutMS: 5_000,
  reporters: ['progress-append-only', 'clear-text', 'html', 'json'],
  htmlReporter: { fileName: `reports/mutation/${rooms.join('-')}.html` },
  jsonReporter: { fileName: `reports/mutation/${rooms.join('-')}.json` },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
};
