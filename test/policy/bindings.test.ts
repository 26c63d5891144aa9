import { describe, expect, it } from '@jest/globals';
import type { AllowPolicy } from '../../shared/policy/allow-policy.ts';
import { countMembers, rebind } from '../../shared/policy/bindings.ts';
import { piece } from '../../shared/policy/pieces.ts';

const VIEW = 'roles/bigquery.dataViewer';
const JOBS = 'roles/bigquery.jobUser';
const [ANNA, BEN] = ['serviceAccount:anna@acme', 'serviceAccount:ben@acme'];

describe('countMembers', () => {
  it.each<[string, AllowPolicy, number]>([
    ['a policy of nobody', {}, 0],
    ['bindings of nobody', { bindings: [{ role: VIEW }, { role: JOBS, members: [] }] }, 0],
    [
      'everybody each time, exempted or not',
      {
        bindings: [
          { role: VIEW, members: [ANNA, BEN] },
          { role: JOBS, members: [ANNA], condition: { title: 'until May' } },
        ],
        auditConfigs: [{}, { auditLogConfigs: [{}, { exemptedMembers: [ANNA] }] }],
      },
      4,
    ],
  ])('of %s', (_what, policy, count) => {
    expect(countMembers(policy)).toBe(count);
  });
});

describe('rebind', () => {
  it('leaves a binding of nobody beside the one that it takes somebody out of', () => {
    const nobody = [{ role: VIEW }, { role: VIEW, members: [] }];
    const current = { bindings: [...nobody, { role: VIEW, members: [ANNA] }] };
    const change = { add: new Set<string>(), remove: new Set([piece(VIEW, ANNA)]) };
    expect(rebind(current, change)).toStrictEqual({ bindings: nobody });
  });
});
