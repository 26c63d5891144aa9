// Node strips the types itself: no transform stands between the tests and what is deployed.
export default {
  testEnvironment: 'node',
  transform: {},
  // A busy machine is no failure: what hangs is still found, and what is slow is not.
  testTimeout: 30_000,
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  modulePathIgnorePatterns: [
    '<rootDir>/dist/',
    '<rootDir>/.serverless/',
    '<rootDir>/.stryker-tmp/',
  ],
  coverageProvider: 'v8',
};
