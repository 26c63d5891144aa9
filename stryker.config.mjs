// Changes the code in one place at a time, and asks whether a test of the same room notices.
// `ROOM=policy npm run mutation` does one room; docs/testing.md has the last scores.
const room = process.env.ROOM ?? 'policy';

// `ROOM=engine`: what decides and grants. Nearly each of these files has a test of its name, quick
// and without a cloud, so that this is done in minutes.
const ENGINE = [
  'stories/{decide-access,grant-access}',
  'stories/{decide-access,grant-access}/*',
  'stories/sweep/{absence,still-ending}',
  'record/{confirmed,order,over,placement,verdict}',
];
// Any other story by its name: whatever happens in test/stories may be about it, but for what takes
// minutes by itself.
const STORIES = '!(turnover|many-at-once|preview-all*|life*|hazards*)';

const files = { policy: ['policy/**/*'], rules: ['rules/**/*'], engine: ENGINE }[room] ?? [
  `stories/${room}`,
  `stories/${room}/*`,
];
// These have tests of their parts, in memory: a run over emulators would take hours.
const QUICK = ['answer-slack', 'notify', 'operate', 'receive-event'];
const isStory = files.includes(`stories/${room}`) && !QUICK.includes(room);
const tests = isStory ? [`stories/${STORIES}`, `stories/${room}/*`] : files;

export default {
  mutate: files.map((names) => `shared/${names}.ts`),
  testRunner: 'jest',
  // Node itself strips the types, in the test's own process: nothing is compiled first.
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  jest: {
    projectType: 'custom',
    configFile: 'jest.config.ts',
    config: {
      testMatch: tests.map((names) => `<rootDir>/test/${names}.test.ts`),
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
  htmlReporter: { fileName: `reports/mutation/${room}.html` },
  jsonReporter: { fileName: `reports/mutation/${room}.json` },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
};
