import { describe, expect, it } from '@jest/globals';
import { AWS_FAMILIES, openAwsTarget } from '../../shared/cloud/aws/open-target.ts';
import { UnknownTargetError } from '../../shared/cloud/errors.ts';
import { GCP_FAMILIES, openGcpTarget } from '../../shared/cloud/gcp/open-target.ts';
import { targetMessages } from '../../shared/cloud/target-message.ts';
import { InvalidEventError } from '../../shared/runtime/errors.ts';

const message = (targetKey: unknown) => JSON.stringify({ targetKey });
const noAccount = () => Promise.reject(new TypeError('no account was to be asked'));

describe('targetMessages', () => {
  const read = targetMessages(AWS_FAMILIES);

  it('reads the key of a target of these families', () => {
    expect(read(message('aws-own-role/999988887777/airflow'))).toBe(
      'aws-own-role/999988887777/airflow',
    );
  });

  it.each([
    ['of another cloud', 'gcp-project/acme-analytics'],
    ['of no family', 'aws-own-rolex/999988887777/airflow'],
    ['of a family that an object has by nature', 'constructor/x'],
  ])('refuses one %s for good, by its name', (_which, key) => {
    expect(() => read(message(key))).toThrow(UnknownTargetError);
    expect(() => read(message(key))).toThrow(key);
    expect(new UnknownTargetError('').disposition).toBe('dead-letter');
  });

  it('refuses what is no message of a target', () => {
    expect(() => read('{"target": "x"}')).toThrow(InvalidEventError);
  });

  it('reads what its cloud opens', () => {
    const aws = openAwsTarget(noAccount, 'test', 'aws');
    const gcp = openGcpTarget({}, 'test');
    for (const family of AWS_FAMILIES) expect(() => aws(`${family}/a/b`, '')).not.toThrow();
    for (const family of GCP_FAMILIES) expect(() => gcp(`${family}/a/b`, '')).not.toThrow();
    expect(() => aws('gcp-bucket/a', '')).toThrow(UnknownTargetError);
    expect(() => gcp('aws-own-role/a/b', '')).toThrow(UnknownTargetError);
  });
});
