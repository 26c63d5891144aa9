/** Prints a line of JSON for each file of tests. Jest's own `--json` fails where a test shows a client. */
export default class Reporter {
  onTestResult(_test, { testResults, testFilePath }) {
    const failed = testResults.filter(({ status }) => status === 'failed');
    const [first] = failed.map(({ fullName }) => fullName);
    const told = { file: testFilePath, tests: testResults.length, failed: first };
    process.stdout.write(`${JSON.stringify(told)}\n`);
  }
}
