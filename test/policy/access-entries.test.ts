import { describe, expect, it } from '@jest/globals';
import { countEntries, entryMembers } from '../../shared/policy/access-entries.ts';

const READER = { role: 'READER', userByEmail: 'etl@acme.iam.gserviceaccount.com' };
const OTHERS = [
  { view: { projectId: 'acme', datasetId: 'shared', tableId: 'v' } },
  { role: 'READER', groupByEmail: 'analysts@acme.com' },
  { iamMember: 'user:jane@acme.com' },
];

describe('entryMembers', () => {
  it('answers those alone who are members and have a role', () => {
    expect(entryMembers({ etag: 'x', access: [...OTHERS, READER] })).toEqual([
      'roles/bigquery.dataViewer serviceAccount:etl@acme.iam.gserviceaccount.com',
    ]);
  });
});

describe('countEntries', () => {
  it('counts what has a role', () => {
    expect(countEntries({ etag: 'x', access: [...OTHERS, READER] })).toBe(2);
  });
});
