import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type GcpEmulator, startGcp } from '../../../../local/gcp/emulator.ts';
import type { Policy } from '../../../../local/gcp/iam/bindings.ts';
import type { Binding } from '../../../../shared/policy/allow-policy.ts';
import { clients, refusal } from '../clients.ts';

const P = 'acme-analytics';
const VIEWER = 'roles/bigquery.dataViewer';
const JOBS = 'roles/bigquery.jobUser';
const CONDITION = { title: 'until spring', expression: 'request.time < timestamp("2030-01-01")' };
const anna = 'anna@astro.iam.gserviceaccount.com';
const ben = 'ben@astro.iam.gserviceaccount.com';
const ANNA = `serviceAccount:${anna}`;
const BEN = `serviceAccount:${ben}`;
const binding = (role: string, ...members: string[]): Binding => ({ role, members });
const conditional = (role: string, ...members: string[]): Binding => ({
  role,
  members,
  condition: CONDITION,
});
const members = (count: number) =>
  Array.from({ length: count }, (_, index) => `user:person-${index}@acme.com`);

let gcp: GcpEmulator;
let time = Date.parse('2026-11-01T12:00:00Z');
const read = async (requestedPolicyVersion?: number): Promise<Policy> => {
  const options = requestedPolicyVersion === undefined ? {} : { requestedPolicyVersion };
  const { projects } = clients(gcp.url);
  const { data } = await projects.getIamPolicy({
    resource: `projects/${P}`,
    requestBody: { options },
  });
  return data as Policy;
};
const write = async (policy: Policy, updateMask?: string): Promise<Policy> => {
  const requestBody = JSON.parse(JSON.stringify({ policy, updateMask }));
  const { projects } = clients(gcp.url);
  const { data } = await projects.setIamPolicy({ resource: `projects/${P}`, requestBody });
  return data as Policy;
};
/** Read, changed and written, as one does who knows of conditions. */
const change = async (bindings: readonly Binding[]) =>
  write({ version: 3, etag: String((await read(3)).etag), bindings });

beforeAll(async () => {
  gcp = await startGcp({ now: () => new Date(time) });
});
afterAll(() => gcp.close());
beforeEach(() => {
  gcp.projects.create(P);
  for (const email of [anna, ben]) {
    gcp.serviceAccounts.delete(email);
    gcp.serviceAccounts.create(email);
  }
});

describe('getIamPolicy and setIamPolicy of a project', () => {
  it('answers an etag alone for a policy that nobody has set', async () => {
    expect(await read(3)).toEqual({ etag: 'ACAB' });
  });

  it('gives a new etag to every write, and says version 1 where there are no conditions', async () => {
    const first = await change([binding(VIEWER, ANNA)]);
    expect(first).toMatchObject({ version: 1, bindings: [binding(VIEWER, ANNA)] });
    const second = await change([binding(VIEWER, ANNA)]);
    expect(second.etag).not.toBe(first.etag);
    expect((await read(3)).etag).toBe(second.etag);
  });

  it('merges bindings of the same role and condition, in the order sent', async () => {
    await change([
      binding(VIEWER, BEN),
      conditional(VIEWER, BEN),
      binding(VIEWER, ANNA, BEN),
      { role: JOBS, members: [] },
    ]);
    expect((await read(3)).bindings).toEqual([
      binding(VIEWER, BEN, ANNA),
      conditional(VIEWER, BEN),
    ]);
  });

  it('keeps members to the letter', async () => {
    const members = [
      'user:Jane@Acme.com',
      'group:a@acme.com',
      'principalSet://iam.googleapis.com/x',
    ];
    await change([binding(VIEWER, ...members)]);
    expect((await read(3)).bindings).toEqual([binding(VIEWER, ...members)]);
  });

  it('refuses a stale etag with 409 ABORTED, and changes nothing', async () => {
    const { etag } = await change([binding(VIEWER, ANNA)]);
    await change([binding(VIEWER, BEN)]);
    const told = await refusal(write({ version: 3, etag: String(etag), bindings: [] }));
    expect(told).toMatchObject({ status: 409, code: 'ABORTED' });
    expect(told.message).toMatch(/^There were concurrent policy changes\. Please retry the whole/);
    expect((await read(3)).bindings).toEqual([binding(VIEWER, BEN)]);
  });

  it('hides conditions from whom asks for less than version 3', async () => {
    await change([binding(VIEWER, ANNA), conditional(JOBS, ANNA)]);
    for (const version of [undefined, 0, 1]) {
      const { version: shown, bindings } = await read(version);
      expect(shown).toBe(1);
      expect(bindings).toEqual([
        binding(VIEWER, ANNA),
        {
          role: expect.stringMatching(/^roles\/bigquery\.jobUser_withcond_[0-9a-f]{20}$/),
          members: [ANNA],
        },
      ]);
    }
    expect(await read(3)).toMatchObject({ version: 3, bindings: [{}, { condition: CONDITION }] });
  });

  it('loses every condition where the etag is left out below version 3', async () => {
    await change([conditional(VIEWER, ANNA)]);
    await write({ version: 1, bindings: [conditional(VIEWER, BEN)] });
    expect(await read(3)).toMatchObject({ version: 1, bindings: [binding(VIEWER, BEN)] });
  });

  it('overwrites whatever is there where the etag is left out', async () => {
    await change([binding(VIEWER, ANNA)]);
    await write({ bindings: [binding(JOBS, BEN)] });
    expect((await read(3)).bindings).toEqual([binding(JOBS, BEN)]);
  });

  it('leaves auditConfigs alone unless the mask names them', async () => {
    const auditConfigs = [{ service: 'allServices', auditLogConfigs: [{ logType: 'DATA_READ' }] }];
    gcp.projects.setPolicy(P, { auditConfigs });
    await change([binding(VIEWER, ANNA)]);
    expect(await read(3)).toMatchObject({ auditConfigs });
    await write({ auditConfigs: [] }, 'auditConfigs');
    expect((await read(3)).auditConfigs).toBeUndefined();
    expect((await read(3)).bindings).toEqual([binding(VIEWER, ANNA)]);
  });

  it.each<[string, Policy, number, string]>([
    [
      'a member that does not exist',
      { bindings: [binding(VIEWER, 'serviceAccount:x@y.iam.gserviceaccount.com')] },
      400,
      'Service account x@y.iam.gserviceaccount.com does not exist.',
    ],
    [
      'a member without a prefix',
      { bindings: [binding(VIEWER, anna)] },
      400,
      `The member ${anna} is of an unknown type.`,
    ],
    [
      'everybody',
      { bindings: [binding(VIEWER, 'allUsers')] },
      400,
      'Members allUsers and allAuthenticatedUsers cannot',
    ],
    [
      'a role that is none',
      { bindings: [binding('viewer', ANNA)] },
      400,
      'Role (viewer) does not exist',
    ],
    [
      'a role mangled by its own answer',
      { bindings: [binding(`${VIEWER}_withcond_0a1b2c`, ANNA)] },
      400,
      `Role ${VIEWER}_withcond_0a1b2c is not supported`,
    ],
    [
      'a condition on a basic role',
      { version: 3, bindings: [conditional('roles/viewer', ANNA)] },
      400,
      "Conditions can't be set on primitive roles.",
    ],
    ['a version that there is not', { version: 2, bindings: [] }, 400, 'Invalid policy version 2.'],
    [
      '1,501 members, each occurrence counted',
      { bindings: [0, 1, 2].map((n) => binding(`roles/a.b${n}`, ...members(n === 2 ? 501 : 500))) },
      400,
      'The number of members in the policy (1,501) is larger than the maximum allowed size 1,500.',
    ],
  ])('refuses %s', async (_it, policy, status, message) => {
    expect(await refusal(write(policy))).toEqual({
      status,
      code: 'INVALID_ARGUMENT',
      message: expect.stringContaining(message),
    });
    expect(await read(3)).toEqual({ etag: 'ACAB' });
  });

  it('takes 1,500 members', async () => {
    await write({ bindings: [0, 1, 2].map((n) => binding(`roles/a.b${n}`, ...members(500))) });
    expect((await read(3)).bindings).toHaveLength(3);
  });

  it('refuses a version below 3 while there are conditions, if the etag is right', async () => {
    const { etag } = await change([conditional(VIEWER, ANNA)]);
    const told = await refusal(
      write({ version: 1, etag: String(etag), bindings: [binding(VIEWER, ANNA)] }),
    );
    expect(told).toMatchObject({ status: 400, code: 'INVALID_ARGUMENT' });
    expect(told.message).toMatch(
      /^Specified policy version \(1\) cannot be less than the existing/,
    );
  });
});

describe('members that come and go', () => {
  it('does not know a service account before it is visible', async () => {
    const late = 'late@astro.iam.gserviceaccount.com';
    gcp.serviceAccounts.create(late, { visibleAfter: 5_000 });
    const policy = { bindings: [binding(VIEWER, `serviceAccount:${late}`)] };
    expect((await refusal(write(policy))).message).toBe(`Service account ${late} does not exist.`);
    time += 5_000;
    await write(policy);
    expect(gcp.canAct(`serviceAccount:${late}`, VIEWER, { project: P })).toBe(true);
  });

  it('shows a deleted one with its unique id, and under another etag', async () => {
    const { etag } = await change([binding(VIEWER, ANNA, BEN)]);
    const uid = gcp.serviceAccounts.find(anna)?.uid;
    gcp.serviceAccounts.delete(anna);
    const policy = await read(3);
    expect(policy.bindings).toEqual([binding(VIEWER, `deleted:${ANNA}?uid=${uid}`, BEN)]);
    expect(policy.etag).not.toBe(etag);
    expect(await write({ ...policy, version: 3 })).toMatchObject({ bindings: policy.bindings });
  });

  it('tells of a member that went between read and write before it tells of the etag', async () => {
    const { etag, bindings } = await change([binding(VIEWER, ANNA, BEN)]);
    gcp.serviceAccounts.delete(ben);
    const told = await refusal(write({ version: 3, etag: String(etag), bindings: bindings ?? [] }));
    expect(told).toMatchObject({ status: 400, message: `Service account ${ben} does not exist.` });
  });

  it('takes one made again for another: its old grant does not count, and both do not fit', async () => {
    await change([binding(VIEWER, ANNA)]);
    gcp.serviceAccounts.delete(anna);
    gcp.serviceAccounts.create(anna);
    expect(gcp.canAct(ANNA, VIEWER, { project: P })).toBe(false);
    const { etag, bindings = [] } = await read(3);
    const tombstone = bindings[0]?.members?.[0] ?? '';
    const policy = { version: 3, etag: String(etag) };
    const told = await refusal(write({ ...policy, bindings: [binding(VIEWER, tombstone, ANNA)] }));
    expect(told).toMatchObject({ status: 400, code: 'INVALID_ARGUMENT' });
    expect(told.message).toMatch(/^Inconsistent representation of deleted member: 'deleted:/);
    await write({ ...policy, bindings: [binding(VIEWER, ANNA)] });
    expect(gcp.canAct(ANNA, VIEWER, { project: P })).toBe(true);
  });
});

describe('what holds the caller back', () => {
  it('refuses a change of other roles than the caller is limited to', async () => {
    gcp.projects.setPolicy(P, { bindings: [binding(JOBS, BEN)] });
    gcp.projects.limitRoles(P, [VIEWER]);
    await change([binding(JOBS, BEN), binding(VIEWER, ANNA)]);
    for (const bindings of [[], [binding(JOBS, BEN, ANNA)], [conditional(JOBS, BEN)]]) {
      const told = await refusal(change(bindings));
      expect(told).toMatchObject({ status: 403, code: 'PERMISSION_DENIED' });
      expect(told.message).toBe('Policy update access denied.');
    }
  });

  it('takes the clearing of a tombstone in another role for such a change', async () => {
    gcp.projects.setPolicy(P, { bindings: [binding(JOBS, BEN)] });
    gcp.projects.limitRoles(P, [VIEWER]);
    gcp.serviceAccounts.delete(ben);
    expect(await refusal(change([binding(VIEWER, ANNA)]))).toMatchObject({ status: 403 });
  });

  it('refuses new members from outside the permitted domains, and leaves those in place', async () => {
    gcp.projects.setPolicy(P, { bindings: [binding(VIEWER, BEN)] });
    gcp.projects.restrictSharing(P, (member) => member.endsWith('@acme.com'));
    await change([binding(VIEWER, BEN, 'user:jane@acme.com')]);
    const told = await refusal(change([binding(VIEWER, BEN, ANNA)]));
    expect(told).toMatchObject({ status: 400, code: 'FAILED_PRECONDITION' });
    expect(told.message).toMatch(/^One or more users named in the policy do not belong to a perm/);
  });

  it('answers 403 for a project that is unknown, and for what is forbidden', async () => {
    const { projects } = clients(gcp.url);
    const [unknown, known] = ['projects/nowhere', `projects/${P}`];
    const told = {
      status: 403,
      code: 'PERMISSION_DENIED',
      message: 'The caller does not have permission',
    };
    expect(await refusal(projects.getIamPolicy({ resource: unknown }))).toEqual(told);
    expect(await refusal(projects.get({ name: unknown }))).toEqual(told);
    expect((await projects.get({ name: known })).data).toMatchObject({ projectId: P });
    gcp.projects.forbid(P, 'setIamPolicy');
    await read(3);
    expect(await refusal(write({ bindings: [] }))).toEqual(told);
  });
});

describe('canAct', () => {
  it.each<[string, Binding, boolean]>([
    ['a member with the role', binding(VIEWER, ANNA), true],
    ['a member with another role', binding(JOBS, ANNA), false],
    ['another member', binding(VIEWER, BEN), false],
    ['a member with the role under a condition', conditional(VIEWER, ANNA), false],
  ])('looks at %s', async (_it, bound, can) => {
    await change([bound]);
    expect(gcp.canAct(ANNA, VIEWER, { project: P })).toBe(can);
  });
});
