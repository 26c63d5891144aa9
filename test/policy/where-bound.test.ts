import { describe, expect, it } from '@jest/globals';
import type { AllowPolicy } from '../../shared/policy/allow-policy.ts';
import type { DatasetAccess } from '../../shared/policy/dataset-access.ts';
import {
  whereBound,
  whereBoundAsDeleted,
  whereEntered,
  whereEnteredAsDeleted,
} from '../../shared/policy/where-bound.ts';

const ANNA = 'astro-anna@astro-data-plane.iam.gserviceaccount.com';
const BEN = 'ben@acme.com';
const TOMBSTONE = `deleted:serviceAccount:${ANNA}?uid=42`;
const POLICY: AllowPolicy = {
  bindings: [
    { role: 'roles/a', members: [`serviceAccount:${ANNA}`, `user:${BEN}`] },
    {
      role: 'roles/b',
      members: ['user:cleo@acme.org', TOMBSTONE],
      condition: { title: 'until May' },
    },
    { role: 'roles/nobody' },
    { role: 'roles/c', members: [`group:x${BEN}`] },
    { role: 'roles/c', members: [`group:${BEN}`], condition: {} },
  ],
};

describe('whereBound', () => {
  it.each([
    [ANNA, 'binding roles/a and binding roles/b (condition “until May”)'],
    [BEN, 'binding roles/a and binding roles/c (condition “untitled”)'],
    ['cleo@acme.com', undefined],
  ])('finds %s', (address, where) => {
    expect(whereBound(POLICY, address)).toBe(where);
  });

  it('finds nobody in a policy without bindings', () => {
    expect(whereBound({}, ANNA)).toBeUndefined();
    expect(whereBoundAsDeleted({}, ANNA)).toBeUndefined();
  });
});

describe('whereBoundAsDeleted', () => {
  it.each([
    [ANNA, 'binding roles/b (condition “until May”)'],
    [BEN, undefined],
  ])('finds %s', (address, where) => {
    expect(whereBoundAsDeleted(POLICY, address)).toBe(where);
  });
});

describe('whereEntered', () => {
  const DATASET: DatasetAccess = {
    etag: 'e',
    access: [
      { role: 'READER', userByEmail: ANNA },
      { role: 'WRITER', iamMember: TOMBSTONE },
      { role: 'OWNER', groupByEmail: BEN },
      { iamMember: `user:${BEN}` },
      { view: {} },
    ],
  };

  it.each([
    [ANNA, 'entry READER and entry WRITER', 'entry WRITER'],
    [BEN, 'entry OWNER and entry without a role', undefined],
    ['cleo@acme.com', undefined, undefined],
  ])('finds %s, also as a deleted one', (address, where, deleted) => {
    expect(whereEntered(DATASET, address)).toBe(where);
    expect(whereEnteredAsDeleted(DATASET, address)).toBe(deleted);
  });
});
