import { describe, expect, it } from '@jest/globals';
import type { Claim, Placement } from '../../shared/policy/claim.ts';
import type { AccessEntry, DatasetAccess } from '../../shared/policy/dataset-access.ts';
import type { Plan } from '../../shared/policy/plan.ts';
import { planDatasetAccess } from '../../shared/policy/plan-dataset-access.ts';
import {
  applied,
  CONTEXT,
  claim,
  context,
  ended,
  kinds,
  placement,
  problemCodes,
  wants,
} from './claims.ts';
import { frozen } from './frozen.ts';

const ANNA = 'astro-anna@astro-data-plane.iam.gserviceaccount.com';
const BEN = 'astro-ben@astro-data-plane.iam.gserviceaccount.com';
const VIEW = 'roles/bigquery.dataViewer';
const EDIT = 'roles/bigquery.dataEditor';
const OWN = 'roles/bigquery.dataOwner';
const META = 'roles/bigquery.metadataViewer';
const EXPIRING = { title: 'until May', expression: 'request.time < timestamp("2027-05-01")' };

/** One of each kind that is nobody's business of ours. */
const OTHERS: readonly AccessEntry[] = [
  { role: 'OWNER', specialGroup: 'projectOwners' },
  { view: { projectId: 'acme', datasetId: 'shared', tableId: 'v' } },
  { role: 'READER', groupByEmail: 'Analysts@acme.com' },
  { routine: { projectId: 'acme', datasetId: 'shared', routineId: 'r' } },
  { dataset: { dataset: { projectId: 'acme', datasetId: 'shared' }, targetTypes: ['VIEWS'] } },
  { role: 'READER', domain: 'acme.com' },
  { role: 'READER', iamMember: 'principalSet://iam.googleapis.com/x/*' },
  { role: 'WRITER', userByEmail: 'Jane@acme.com' },
];

function daily(identity: string, ...roles: readonly string[]): Placement {
  const place = { project: 'acme-analytics', dataset: 'daily' };
  return placement(identity, { kind: 'gcpDataset', ...place, roles });
}

function entry(role: string, userByEmail: string): AccessEntry {
  return { role, userByEmail };
}

function tombstone(role: string, email: string): AccessEntry {
  return { role, iamMember: `deleted:serviceAccount:${email}?uid=123456789012345678901` };
}

function list(...access: readonly AccessEntry[]): DatasetAccess {
  return { etag: 'b8O1zg==', access };
}

function plan(
  current: DatasetAccess,
  claims: readonly Claim[],
  with_ = CONTEXT,
): Plan<DatasetAccess> {
  return planDatasetAccess(frozen(current), frozen(claims), with_);
}

describe('planDatasetAccess writes', () => {
  it.each<[string, DatasetAccess, readonly Claim[], DatasetAccess]>([
    [
      'behind everybody else, who keep their place and their letters',
      list(...OTHERS),
      [wants('a', daily(ANNA, VIEW))],
      list(...OTHERS, entry(VIEW, ANNA)),
    ],
    ['into an empty list', list(), [wants('a', daily(ANNA, VIEW))], list(entry(VIEW, ANNA))],
    [
      'roles and identities in order, each once',
      list(),
      [
        wants('b', daily(BEN, VIEW, EDIT)),
        wants('a', daily(ANNA, VIEW)),
        wants('a2', daily(ANNA, VIEW)),
      ],
      list(entry(EDIT, BEN), entry(VIEW, ANNA), entry(VIEW, BEN)),
    ],
    [
      'only the roles that are missing, whatever they are called there',
      list(entry('READER', ANNA)),
      [wants('a', daily(ANNA, VIEW, EDIT))],
      list(entry('READER', ANNA), entry(EDIT, ANNA)),
    ],
    [
      'beside an entry under a condition',
      list({ ...entry('READER', ANNA), condition: EXPIRING }),
      [wants('a', daily(ANNA, VIEW))],
      list({ ...entry('READER', ANNA), condition: EXPIRING }, entry(VIEW, ANNA)),
    ],
    [
      'a role away by either of its names, and as a member',
      list(
        entry('READER', ANNA),
        entry(VIEW, ANNA),
        { role: 'READER', iamMember: `serviceAccount:${ANNA}` },
        entry('WRITER', ANNA),
        entry('READER', BEN),
      ),
      [ended('a', daily(ANNA, VIEW))],
      list(entry('WRITER', ANNA), entry('READER', BEN)),
    ],
    [
      'a swap of roles, and leaves what stands between',
      list(entry('READER', ANNA), ...OTHERS),
      [wants('a', daily(ANNA, META), { placed: [daily(ANNA, VIEW)] })],
      list(...OTHERS, entry(META, ANNA)),
    ],
    [
      'the identity again whose account was deleted, and its tombstone away',
      list(tombstone('READER', ANNA), tombstone('READER', BEN)),
      [wants('a', daily(ANNA, VIEW), { placed: [daily(ANNA, VIEW)] })],
      list(tombstone('READER', BEN), entry(VIEW, ANNA)),
    ],
    [
      'the tombstone of what we placed away when nobody wants it',
      list(tombstone('READER', ANNA), tombstone('WRITER', ANNA)),
      [ended('a', daily(ANNA, VIEW))],
      list(tombstone('WRITER', ANNA)),
    ],
  ])('%s', (_what, current, claims, policy) => {
    expect(plan(current, claims).change).toEqual({ kind: 'write', policy });
  });
});

it('planDatasetAccess takes what is ours of one whom Google does not know out of what it writes', () => {
  const placed = [daily(ANNA, VIEW)];
  const lost = claim('lost', { wanted: daily(ANNA, VIEW), placed, barred: true });
  const current = list(...OTHERS, entry('READER', ANNA), entry('WRITER', ANNA));
  const claims = [lost, wants('b', daily(BEN, VIEW))];
  const planned = plan(current, claims, context({ rejected: new Set([ANNA]) }));
  const after = list(...OTHERS, entry('WRITER', ANNA), entry(VIEW, BEN));
  expect(applied(current, planned)).toEqual(after);
});

describe('planDatasetAccess writes nothing', () => {
  it.each<[string, DatasetAccess, readonly Claim[], Readonly<Record<string, string>>]>([
    ['for nobody', list(entry('READER', ANNA), ...OTHERS), [], {}],
    [
      'when all roles are there and ours, by the names that BigQuery answers',
      list(entry('READER', ANNA), entry('WRITER', ANNA), entry('OWNER', ANNA), entry(META, ANNA)),
      [
        wants('a', daily(ANNA, VIEW, EDIT, OWN, META), {
          placed: [daily(ANNA, VIEW, EDIT, OWN, META)],
        }),
      ],
      { a: 'present' },
    ],
    [
      'when it is there by hand',
      list(entry('READER', ANNA)),
      [wants('a', daily(ANNA, VIEW))],
      { a: 'by-hand' },
    ],
    [
      'when it is there by hand as a member',
      list({ role: 'READER', iamMember: `serviceAccount:${ANNA}` }),
      [wants('a', daily(ANNA, VIEW))],
      { a: 'by-hand' },
    ],
    [
      'for what stands under a condition',
      list({ ...entry('READER', ANNA), condition: EXPIRING }),
      [ended('a', daily(ANNA, VIEW))],
      { a: 'absent' },
    ],
    ['for what is gone', list(...OTHERS), [ended('a', daily(ANNA, VIEW))], { a: 'absent' }],
    [
      'when nothing says that we placed it',
      list(entry('READER', ANNA)),
      [claim('a')],
      { a: 'absent' },
    ],
    [
      'of what barred accesses want or have',
      list(entry('READER', ANNA)),
      [
        claim('held', { placed: [daily(ANNA, VIEW)], barred: true }),
        claim('new', { wanted: daily(BEN, VIEW), barred: true }),
        ended('twin', daily(ANNA, VIEW)),
      ],
      { held: 'present', new: 'absent', twin: 'absent' },
    ],
  ])('%s', (_what, current, claims, standings) => {
    const planned = plan(current, claims);
    expect(planned.change).toEqual({ kind: 'none' });
    expect(kinds(planned)).toEqual(standings);
  });
});

describe('planDatasetAccess tells', () => {
  it('which of the roles are ours where somebody else gave the others', () => {
    const byHand = list(entry('READER', ANNA));
    const [wanted, mine] = [daily(ANNA, VIEW, EDIT), daily(ANNA, EDIT)];
    const planned = plan(byHand, [wants('a', wanted)]);
    expect(planned.standings.get('a')).toEqual({ kind: 'adding', ours: mine });
    const now = applied(byHand, planned);
    expect(applied(now, plan(now, [ended('a', mine)]))).toEqual(byHand);
  });

  it('that a specification without roles gives nothing', () => {
    expect(problemCodes(plan(list(), [wants('a', daily(ANNA))]))).toEqual({ a: 'nothing-asked' });
  });

  it('that the list is full, or nearly so: who has a role counts, a view does not', () => {
    const one = wants('one', daily(ANNA, VIEW));
    const tight = plan(list(...OTHERS), [one], context({ quota: 5 }));
    expect(problemCodes(tight)).toEqual({ one: 'allow-policy-full' });
    expect(tight.change.kind).toBe('none');
    const roomy = plan(list(...OTHERS), [one], context({ quota: 6 }));
    expect(kinds(roomy)).toEqual({ one: 'adding' });
    expect(roomy.notices.map(({ code }) => code)).toEqual(['allow-policy-nearly-full']);
    expect(plan(list(...OTHERS), [one], context({ quota: 60 })).notices).toEqual([]);
  });
});
