import { describe, expect, it } from '@jest/globals';
import type { Deployment } from '../../shared/deployment/deployment.ts';
import {
  identityCloud,
  judgeIdentity,
  memberOf,
} from '../../shared/deployment/workload-identity.ts';

const LISTED = { awsAccounts: ['111122223333'], gcpProjects: ['astro-data-plane'] };
const ROLE = 'arn:aws:iam::111122223333:role/astro-fiery-nebula-1234';
const ACCOUNT = 'astro-fiery-nebula-1234@astro-data-plane.iam.gserviceaccount.com';

function deployment(fields: Partial<Deployment>): Deployment {
  return {
    id: 'clmh57jtm000008lb58fe2wmv',
    name: 'etl-prod',
    namespace: 'fiery-nebula-1234',
    organizationId: 'clmh59gt0000308lbgswe5fvh',
    workspaceId: 'clmh58o7d000108lb74ktc9o64',
    type: 'STANDARD',
    cloud: 'aws',
    status: 'CREATING',
    remoteExecution: false,
    airflowVersion: '3.0.4',
    createdAt: '2026-01-01T00:00:00Z',
    ...fields,
  };
}

function onAws(workloadIdentity: string, namespace = 'fiery-nebula-1234'): Deployment {
  return deployment({ cloud: 'aws', workloadIdentity, namespace });
}

function onGcp(workloadIdentity: string, namespace = 'fiery-nebula-1234'): Deployment {
  return deployment({ cloud: 'gcp', workloadIdentity, namespace });
}

describe('judgeIdentity', () => {
  it.each([
    ['the default role', onAws(ROLE)],
    ['the default role in GovCloud', onAws(ROLE.replace('aws:', 'aws-us-gov:'))],
    ['the default role in China', onAws(ROLE.replace('aws:', 'aws-cn:'))],
    ['the default service account', onGcp(ACCOUNT)],
    [
      'a service account cut to 30 characters',
      onGcp(
        'astro-magnificent-supernova-27@astro-data-plane.iam.gserviceaccount.com',
        'magnificent-supernova-2784',
      ),
    ],
    [
      'a service account cut at a hyphen, which goes too',
      onGcp(
        'astro-magnificent-supernovaes@astro-data-plane.iam.gserviceaccount.com',
        'magnificent-supernovaes-2784',
      ),
    ],
    ['a role of its own on a HYBRID cluster', { ...onAws(ROLE), type: 'HYBRID' as const }],
  ])('accepts %s', (_which, one) => {
    const identities = [{ slot: 'primary', identity: one.workloadIdentity }];
    expect(judgeIdentity(one, LISTED)).toEqual({ kind: 'accepted', identities, notes: [] });
  });

  const arn = (account: string, role: string) => `arn:aws:iam::${account}:role/${role}`;
  const email = (name: string, project: string) => `${name}@${project}.iam.gserviceaccount.com`;

  it.each([
    ['customer-managed-identity', 'a role of another name', onAws(arn('999988887777', 'etl'))],
    [
      'customer-managed-identity',
      'such a role in a listed account',
      onAws(arn('111122223333', 'etl')),
    ],
    [
      'customer-managed-identity',
      'a role called astro-, elsewhere',
      onAws(arn('999988887777', 'astro-lake')),
    ],
    [
      'customer-managed-identity',
      'a role under a path',
      onAws(ROLE.replace('role/', 'role/team/')),
    ],
    ['customer-managed-identity', 'an account', onAws('arn:aws:iam::111122223333:root')],
    ['customer-managed-identity', 'everybody', onAws('*')],
    [
      'customer-managed-identity',
      'an account of nine digits',
      onAws(arn('123456789', 'astro-fiery-nebula-1234')),
    ],
    ['customer-managed-identity', 'a list in disguise', onAws(`${ROLE},arn:aws:iam::1:root`)],
    ['customer-managed-identity', 'a line break', onAws(`${ROLE}\n`)],
    [
      'customer-managed-identity',
      'a service account of another name',
      onGcp(email('loader', 'acme-analytics')),
    ],
    ['customer-managed-identity', 'a person', onGcp('jane@acme.example')],
    [
      'foreign-account',
      'the right role, elsewhere',
      onAws(arn('444455556666', 'astro-fiery-nebula-1234')),
    ],
    [
      'foreign-account',
      'the right service account, elsewhere',
      onGcp(email('astro-fiery-nebula-1234', 'other-plane')),
    ],
    ['not-this-deployment', "another's role", onAws(arn('111122223333', 'astro-quiet-comet-5678'))],
    ['not-this-deployment', 'a longer name', onAws(`${ROLE}5`)],
    ['not-this-deployment', 'a shorter name', onAws(ROLE.slice(0, -1))],
    ['not-this-deployment', "another's service account", onGcp(ACCOUNT.replace('1234', '1235'))],
    [
      'not-this-deployment',
      'a service account that was not cut as Astro cuts',
      onGcp(
        email('astro-magnificent-supernova-2', 'astro-data-plane'),
        'magnificent-supernova-2784',
      ),
    ],
    [
      'hybrid-cluster-identity',
      'the identity of a cluster',
      onAws(arn('111122223333', 'AirflowS3Logs-clmk2qqia000008mhff3ndjr0')),
    ],
    ['cloud-mismatch', 'a service account on AWS', onAws(ACCOUNT)],
    ['cloud-mismatch', 'a role on Google Cloud', onGcp(ROLE)],
    ['cloud-mismatch', 'a managed identity on AWS', onAws(managed())],
    ['azure', 'a Deployment on Azure', deployment({ cloud: 'azure' })],
    ['azure', 'its managed identity', deployment({ cloud: 'azure', workloadIdentity: managed() })],
    ['remote-execution', 'agents of the customer', { ...onAws(ROLE), remoteExecution: true }],
    ['remote-execution', 'the same without an identity', deployment({ remoteExecution: true })],
  ])('refuses as %s: %s', (code, _which, one) => {
    const verdict = judgeIdentity(one, LISTED);
    expect(verdict).toMatchObject({ kind: 'refused', problem: { code } });
    if (verdict.kind !== 'refused') return;
    expect(verdict.problem.text).toMatch(/\.$/);
    expect(verdict.problem.advice).toMatch(/\.$/);
  });

  it.each([
    ['none', deployment({})],
    ['an empty one', onAws('')],
    ['none but for disaster recovery', deployment({ drWorkloadIdentity: ROLE })],
  ])('waits where Astro tells %s', (_which, one) => {
    expect(judgeIdentity(one, LISTED)).toEqual({ kind: 'absent' });
  });

  it('says what to list where the account is unknown', () => {
    const [aws, gcp] = [onAws(arn('444455556666', 'astro-fiery-nebula-1234')), onGcp(ACCOUNT)];
    expect(judgeIdentity(aws, LISTED)).toMatchObject({
      problem: {
        text: expect.stringContaining('444455556666'),
        advice: expect.stringContaining('astronomer.awsAccounts'),
      },
    });
    expect(judgeIdentity(gcp, { ...LISTED, gcpProjects: [] })).toMatchObject({
      problem: { advice: expect.stringContaining('astronomer.gcpProjects') },
    });
  });

  const dr = ROLE.replace('111122223333', '222233334444');
  const both = { ...LISTED, awsAccounts: ['111122223333', '222233334444'] };

  it('accepts the identity of disaster recovery beside the primary', () => {
    expect(judgeIdentity({ ...onAws(ROLE), drWorkloadIdentity: dr }, both)).toEqual({
      kind: 'accepted',
      identities: [
        { slot: 'primary', identity: ROLE },
        { slot: 'dr', identity: dr },
      ],
      notes: [],
    });
  });

  it('notes an unfit identity of disaster recovery, and goes on without it', () => {
    expect(judgeIdentity({ ...onAws(ROLE), drWorkloadIdentity: dr }, LISTED)).toEqual({
      kind: 'accepted',
      identities: [{ slot: 'primary', identity: ROLE }],
      notes: [
        expect.objectContaining({
          code: 'foreign-account',
          text: expect.stringContaining('disaster recovery'),
        }),
      ],
    });
  });

  it('refuses an unfit primary whatever the identity of disaster recovery', () => {
    const one = { ...onAws(arn('999988887777', 'etl')), drWorkloadIdentity: ROLE };
    expect(judgeIdentity(one, LISTED)).toMatchObject({ kind: 'refused' });
  });

  it('takes the same identity in both slots as one', () => {
    expect(judgeIdentity({ ...onAws(ROLE), drWorkloadIdentity: ROLE }, LISTED)).toMatchObject({
      identities: [{ slot: 'primary' }],
    });
  });
});

describe('identityCloud', () => {
  it.each([
    [ROLE, 'aws'],
    [ACCOUNT, 'gcp'],
    [managed(), 'azure'],
    ['anything', undefined],
  ])('%s', (identity, cloud) => {
    expect(identityCloud(identity)).toBe(cloud);
  });
});

describe('memberOf', () => {
  it('carries the prefix of a service account', () => {
    expect(memberOf(ACCOUNT)).toBe(`serviceAccount:${ACCOUNT}`);
  });
});

function managed(): string {
  return '/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i';
}
