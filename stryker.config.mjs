// Changes the code in one place at a time, and asks whether a test of the same room notices.
// `ROOM=policy npm run mutation` does one room; docs/testing.md has the last score.
const rooms = process.env.ROOM ? [process.env.ROOM] : ['policy', 'rules', 'stories'];

// `ROOM=engine`: what decides and grants. Nearly each of these files has a test of its name, quick
// and without a cloud, so that this is done in minutes.
const ENGINE = [
  'stories/{decide-access,grant-access}',
  'stories/{decide-access,grant-access}/*',
  'stories/sweep/absence',
  'record/{order,placement,verdict}',
];
const files = rooms.flatMap((room) => (room === 'engine' ? ENGINE : `${room}/**/*`));

export default {
  mutate: files.map((names) => `shared/${names}.ts`),
  testRunner: 'jest',
  // Node itself strips the types, in the test's own process: nothing is compiled first.
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  jest: {
    projectType: 'custom',
    configFile: 'jest.config.ts',
    config: {
      testMatch: files.map((names) => `<rootDir>/test/${names}.test.ts`),
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
