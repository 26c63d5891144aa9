// Node strips the types itself: no transform stands between the tests and what is deployed.
export default {
  testEnvironment: 'node',
  transform: {},
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  modulePathIgnorePatterns: [
    '<rootDir>/dist/',
    '<rootDir>/.serverless/',
    '<rootDir>/.stryker-tmp/',
  ],
  coverageProvider: 'v8',
};
