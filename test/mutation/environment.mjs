import StrykerNode from '@stryker-mutator/jest-runner/jest-env/node';

/** Skips what comes after the first failure in a file. */
export default class UntilFound extends StrykerNode {
  async handleTestEvent({ name, test }) {
    if (name === 'test_done' && test.errors.length > 0) this.found = true;
    if (name === 'test_start' && this.found) test.mode = 'skip';
  }
}
