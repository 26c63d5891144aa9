import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type GcpEmulator, startGcp } from '../../../local/gcp/emulator.ts';
import {
  PolicyConflictError,
  QuotaExceededError,
  TransientError,
} from '../../../shared/cloud/errors.ts';
import { openGcpTarget } from '../../../shared/cloud/gcp/open-target.ts';
import type { Target } from '../../../shared/cloud/target.ts';
import type { Claim } from '../../../shared/policy/claim.ts';
import { FAMILIES, OTHER, PROJECT } from './families.ts';

const ANNA = 'astro-anna@astro-data-plane.iam.gserviceaccount.com';
const BEN = 'astro-ben@astro-data-plane.iam.gserviceaccount.com';

// Google's libraries take their time to load on a busy machine.
jest.setTimeout(30_000);

let gcp: GcpEmulator;
beforeAll(async () => {
  gcp = await startGcp();
  // Application Default Credentials come from the emulated metadata server.
  process.env.GCE_METADATA_HOST = new URL(gcp.url).host;
});
afterAll(() => gcp.close());
beforeEach(() => {
  gcp.faults.clear();
  gcp.serviceAccounts.create(OTHER);
  gcp.serviceAccounts.create(ANNA, { foreign: true });
});

function open(key: string, url = gcp.url): Target<unknown> {
  const at = `${url}/`;
  const endpoints = { BIGQUERY: at, CLOUDRESOURCEMANAGER: at, IAM: at, STORAGE: at };
  return openGcpTarget(endpoints, 'test')(key, 'clmk');
}

describe.each(Object.entries(FAMILIES))('%s', (_name, family) => {
  let target: Target<unknown>;
  beforeEach(() => {
    family.seed(gcp);
    target = open(family.key);
    gcp.faults.calls.clear();
  });

  const calls = (operation: string) => gcp.faults.calls.get(operation) ?? 0;
  const placement = (identity: string) => ({ identity, specification: family.specification });
  const claim = (rest: Partial<Claim>): Claim => ({
    accessId: 'a',
    placed: [],
    since: '2026-11-01T00:00:00.000Z',
    ...rest,
  });
  const wants = (identity: string) => claim({ wanted: placement(identity) });
  const ends = (identity: string) => claim({ placed: [placement(identity)] });
  const planned = (current: unknown, ...claims: readonly Claim[]) => {
    const { change } = target.plan(current, claims, new Set());
    if (change.kind === 'none') throw new Error('nothing was planned');
    return change.policy;
  };
  /** Reads, plans and writes, with what somebody else does in between. */
  const apply = async (wanted: Claim, meanwhile = () => {}) => {
    const current = await target.read();
    const policy = planned(current, wanted);
    meanwhile();
    await target.write(current, policy);
  };

  it('has nothing left to do once it was written and read back, by one call each', async () => {
    await apply(wants(ANNA));
    expect(family.holds(gcp, ANNA)).toBe(true);
    const settled = { ...wants(ANNA), placed: [placement(ANNA)] };
    const again = target.plan(await target.read(), [settled], new Set());
    expect(again.change).toEqual({ kind: 'none' });
    expect(again.standings.get('a')).toEqual({ kind: 'present' });
    expect([calls(family.get), calls(family.set)]).toEqual([2, 1]);
  });

  it('keeps conditions, other members and what is no policy to the letter', async () => {
    const before = family.shown(gcp);
    await apply(wants(ANNA));
    expect(family.shown(gcp)).toEqual(family.withIdentity(before, ANNA));
    await apply(ends(ANNA));
    expect(family.shown(gcp)).toEqual(before);
  });

  it('refuses to write over what somebody else wrote meanwhile, and writes upon it next', async () => {
    const conflict = apply(wants(ANNA), () => family.touch(gcp));
    await expect(conflict).rejects.toThrow(PolicyConflictError);
    const before = family.shown(gcp);
    expect(family.holds(gcp, ANNA)).toBe(false);
    expect(calls(family.set)).toBe(1);
    await apply(wants(ANNA));
    expect(family.shown(gcp)).toEqual(family.withIdentity(before, ANNA));
  });

  it('tells a second write of the same reading from a first one', async () => {
    const current = await target.read();
    await target.write(current, planned(current, wants(ANNA)));
    await expect(target.write(current, planned(current, wants(ANNA)))).rejects.toThrow(
      PolicyConflictError,
    );
  });

  it('names the member that Google does not know', async () => {
    const before = family.shown(gcp);
    await expect(apply(wants(BEN))).rejects.toMatchObject({
      code: 'principal-rejected',
      principal: BEN,
    });
    expect(family.shown(gcp)).toEqual(before);
  });

  it('names another’s that was deleted meanwhile, and keeps its tombstone when it reads again', async () => {
    const gone = apply(wants(ANNA), () => gcp.serviceAccounts.delete(OTHER));
    await expect(gone).rejects.toMatchObject({ disposition: 'retry', ...family.deletedMeanwhile });
    const before = family.shown(gcp);
    expect(JSON.stringify(before)).toContain(`deleted:serviceAccount:${OTHER}?uid=`);
    await apply(wants(ANNA));
    expect(family.shown(gcp)).toEqual(family.withIdentity(before, ANNA));
  });

  it('takes the tombstone of its own away, and gives the role to who was made again', async () => {
    const before = family.shown(gcp);
    await apply(wants(ANNA));
    gcp.serviceAccounts.delete(ANNA);
    gcp.serviceAccounts.create(ANNA, { foreign: true });
    expect(family.holds(gcp, ANNA)).toBe(false);
    await apply({ ...wants(ANNA), placed: [placement(ANNA)] });
    expect(family.shown(gcp)).toEqual(family.withIdentity(before, ANNA));
    expect(family.holds(gcp, ANNA)).toBe(true);
  });

  it('names who stands there as deleted by somebody else’s hand, which keeps only that one out', async () => {
    await apply(wants(ANNA));
    gcp.serviceAccounts.delete(ANNA);
    gcp.serviceAccounts.create(ANNA, { foreign: true });
    await expect(apply(wants(ANNA))).rejects.toMatchObject({
      code: 'principal-rejected',
      principal: ANNA,
    });
    gcp.serviceAccounts.create(BEN, { foreign: true });
    await apply(wants(BEN));
    expect(family.holds(gcp, BEN)).toBe(true);
    gcp.serviceAccounts.delete(BEN);
  });

  it.each([['read'], ['write']] as const)(
    'says what is missing where a %s is denied',
    async (call) => {
      family.forbid(gcp, call);
      const resource = (family.key.split('/').at(-1) ?? '').split('@')[0] ?? '';
      await expect(apply(wants(ANNA))).rejects.toMatchObject({
        code: 'access-denied',
        disposition: 'discard',
        advice: expect.stringContaining(
          `must allow ${family.permissions[call === 'read' ? 0 : 1]} to grant-access`,
        ),
        message: expect.stringContaining(resource),
      });
    },
  );

  it('says whom to ask where the organization lets no outsiders in', async () => {
    family.restrictSharing(gcp);
    await expect(apply(wants(ANNA))).rejects.toMatchObject({
      code: 'domain-restricted',
      disposition: 'discard',
      advice: expect.stringContaining('iam.allowedPolicyMemberDomains'),
    });
  });

  it('plans no member too many, and hears it from Google if it does', async () => {
    family.crowd(gcp);
    const current = await target.read();
    const plan = target.plan(current, [wants(ANNA)], new Set());
    expect(plan.standings.get('a')).toMatchObject({
      kind: 'refused',
      problem: { code: 'allow-policy-full' },
    });
    const message =
      'The number of members in the policy (1,501) is larger than the maximum allowed size 1,500.';
    gcp.faults.inject({ operation: family.set, status: 400, code: 'INVALID_ARGUMENT', message });
    await expect(target.write(current, current)).rejects.toThrow(QuotaExceededError);
  });

  it.each([
    ['too many calls', 429, 'RESOURCE_EXHAUSTED', 'Quota exceeded for quota metric.'],
    ['a fault of Google’s', 503, 'UNAVAILABLE', 'The service is currently unavailable.'],
    ['a token that has run out', 401, 'UNAUTHENTICATED', 'Request had invalid credentials.'],
  ])('may succeed another time after %s', async (_it, status, code, message) => {
    gcp.faults.inject({ operation: family.set, status, code, message, times: 9 });
    await expect(apply(wants(ANNA))).rejects.toThrow(TransientError);
    // Google's client would send a PUT three times more: that is for the one loop to decide.
    expect(calls(family.set)).toBe(1);
    gcp.faults.clear();
    await apply(wants(ANNA));
    expect(family.holds(gcp, ANNA)).toBe(true);
  });

  it('finds done what Google did before it failed', async () => {
    const fault = { status: 500, code: 'INTERNAL', message: 'Internal error encountered.' };
    gcp.faults.inject({ operation: family.set, ...fault, afterwards: true });
    await expect(apply(wants(ANNA))).rejects.toThrow(TransientError);
    const now = target.plan(
      await target.read(),
      [{ ...wants(ANNA), placed: [placement(ANNA)] }],
      new Set(),
    );
    expect(now.change).toEqual({ kind: 'none' });
    expect(family.holds(gcp, ANNA)).toBe(true);
  });

  it('may succeed another time where nobody answers', async () => {
    const nobody = open(family.key, 'http://127.0.0.1:9');
    await expect(nobody.read()).rejects.toThrow(TransientError);
  });
});

describe('what is peculiar', () => {
  it('to a project: a grantor who may not give the role is told to deploy its permissions', async () => {
    FAMILIES['a project']?.seed(gcp);
    gcp.projects.limitRoles(PROJECT, ['roles/bigquery.dataViewer']);
    const target = open(`gcp-project/${PROJECT}`);
    const current = (await target.read()) as { readonly bindings: readonly object[] };
    const bindings = [
      ...current.bindings,
      { role: 'roles/x.y', members: [`serviceAccount:${ANNA}`] },
    ];
    await expect(target.write(current, { ...current, bindings })).rejects.toMatchObject({
      code: 'grant-not-permitted',
      advice: expect.stringContaining('deploy the permissions'),
    });
  });

  it('to a bucket: what comes within a second may succeed another time', async () => {
    FAMILIES['a bucket']?.seed(gcp);
    gcp.buckets.limitRate('acme-raw', 60_000);
    const target = open('gcp-bucket/acme-raw');
    const before = await target.read();
    await target.write(before, before);
    const current = await target.read();
    await expect(target.write(current, current)).rejects.toThrow(TransientError);
  });

  it('to a dataset: what comes too soon may succeed another time, though BigQuery forbids it', async () => {
    const dataset = FAMILIES['a dataset'];
    if (dataset === undefined) throw new Error('there is no dataset');
    dataset.seed(gcp);
    gcp.datasets.limitRate(`${PROJECT}:daily`, 60_000);
    const target = open(dataset.key);
    const before = await target.read();
    await target.write(before, before);
    const current = await target.read();
    await expect(target.write(current, current)).rejects.toThrow(TransientError);
  });

  it('to a dataset: who may change nothing but the list needs no more', async () => {
    const dataset = FAMILIES['a dataset'];
    dataset?.seed(gcp);
    gcp.datasets.forbid(`${PROJECT}:daily`, 'bigquery.datasets.update');
    const target = open(`gcp-dataset/${PROJECT}/daily`);
    const current = await target.read();
    await target.write(current, current);
    expect(gcp.datasets.dataset(`${PROJECT}:daily`)).toMatchObject({ description: 'by day' });
  });

  it('to a dataset: without an etag it is not read, for it would be written over blindly', async () => {
    FAMILIES['a dataset']?.seed(gcp);
    gcp.datasets.change(`${PROJECT}:daily`, { etag: '' });
    await expect(open(`gcp-dataset/${PROJECT}/daily`).read()).rejects.toThrow(TransientError);
  });

  it.each([
    ['a bucket', 'gcp-bucket/nowhere'],
    ['a dataset', `gcp-dataset/${PROJECT}/nowhere`],
  ])('to %s: where it is gone, Google says so', async (_it, key) => {
    gcp.projects.create(PROJECT);
    await expect(open(key).read()).rejects.toMatchObject({
      code: 'target-gone',
      advice: expect.stringContaining('access rules'),
    });
  });

  it('to a role that is none: it is the rules’ to mend', async () => {
    FAMILIES['a bucket']?.seed(gcp);
    const target = open('gcp-bucket/acme-raw');
    const current = (await target.read()) as { readonly bindings: readonly object[] };
    const bindings = [...current.bindings, { role: 'nonsense', members: [] }];
    await expect(target.write(current, { ...current, bindings })).rejects.toMatchObject({
      code: 'malformed-policy',
      advice: expect.stringContaining('access rules'),
    });
  });

  it('to no target: a key of another family', () => {
    expect(() => open('gcp-table/x')).toThrow(/no target on Google Cloud has the key gcp-table\/x/);
  });
});
