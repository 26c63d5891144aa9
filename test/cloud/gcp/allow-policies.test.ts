import { describe, expect, it } from '@jest/globals';
import { TransientError } from '../../../shared/cloud/errors.ts';
import { allowPolicy } from '../../../shared/cloud/gcp/allow-policies.ts';
import type { AllowPolicy } from '../../../shared/policy/allow-policy.ts';

function opened(policy: AllowPolicy) {
  const written: AllowPolicy[] = [];
  const calls = {
    resource: 'projects/acme-analytics',
    getMethod: 'resourcemanager.projects.getIamPolicy',
    setMethod: 'resourcemanager.projects.setIamPolicy',
    get: async () => policy,
    set: async (next: AllowPolicy) => void written.push(next),
  };
  return { target: allowPolicy(calls, 'test'), written };
}

const reading = (policy: AllowPolicy) => opened(policy).target.read();

describe('allowPolicy', () => {
  it.each([{ etag: 'BwX' }, { etag: 'BwX', version: 1, bindings: [] }])(
    'writes version 3 whatever was read: %j',
    async (policy) => {
      const { target, written } = opened(policy);
      await target.write(policy, policy);
      expect(written).toEqual([{ ...policy, version: 3 }]);
    },
  );

  it('reads a policy with its etag', async () => {
    expect(await reading({ etag: 'BwX' })).toEqual({ etag: 'BwX' });
  });

  it.each([{ bindings: [] }, { etag: '' }])(
    'does not read one without, for it would be written over blindly: %j',
    async (policy) => {
      const reads = reading(policy);
      await expect(reads).rejects.toThrow(TransientError);
      await expect(reads).rejects.toThrow('getIamPolicy on projects/acme-analytics');
    },
  );
});
