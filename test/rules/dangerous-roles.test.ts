import { describe, expect, it } from '@jest/globals';
import {
  questionableGrant,
  refusedPolicy,
  refusedRole,
} from '../../shared/rules/dangerous-roles.ts';

describe('refusedRole', () => {
  it.each([
    ['storage.admin', 'roles/storage.objectUser'],
    ['storage.objectAdmin', 'roles/storage.objectUser'],
    ['storage.legacyBucketOwner', 'roles/storage.objectUser'],
    ['storage.legacyObjectOwner', 'roles/storage.objectUser'],
    ['bigquery.admin', 'roles/bigquery.dataEditor and roles/bigquery.jobUser'],
    ['bigquery.dataOwner', 'roles/bigquery.dataEditor'],
    ['pubsub.admin', 'roles/pubsub.editor'],
    ['spanner.admin', 'roles/spanner.databaseUser'],
    ['spanner.databaseAdmin', 'roles/spanner.databaseUser'],
    ['secretmanager.admin', 'roles/secretmanager.secretAccessor'],
  ])('says of %s to use %s, which it does not refuse', (role, instead) => {
    expect(refusedRole(`roles/${role}`)).toMatch(/setIamPolicy/);
    expect(refusedRole(`roles/${role}`)?.endsWith(`; use ${instead}`)).toBe(true);
    for (const one of instead.split(' and ')) expect(refusedRole(one)).toBeUndefined();
  });

  it.each(['roles/bigquery.serviceAgent', 'roles/composer.ServiceAgent'])(
    'leaves %s to Google',
    (role) => expect(refusedRole(role)).toMatch(/Google's own services/),
  );
});

describe('refusedRole', () => {
  it.each(['owner', 'editor', 'admin', 'writer'])('refuses the basic role %s', (name) => {
    expect(refusedRole(`roles/${name}`)).toMatch(/opens the whole project/);
    expect(refusedRole(`roles/custom.${name}s`)).toBeUndefined();
  });

  it('takes a role that only begins like one of Google’s own', () => {
    expect(refusedRole('roles/custom.serviceAgentViewer')).toBeUndefined();
  });
});

describe('questionableGrant', () => {
  it.each([
    'roles/viewer',
    'roles/reader',
    'roles/iam.serviceAccountTokenCreator',
    'roles/iam.serviceAccountUser',
    'roles/iam.serviceAccountKeyAdmin',
    'roles/iam.workloadIdentityUser',
    'arn:aws:iam::aws:policy/PowerUserAccess',
  ])('is %s, and nothing that only looks like it', (grant) => {
    expect(questionableGrant(grant)).toBeDefined();
    expect(questionableGrant(`${grant}2`)).toBeUndefined();
    expect(questionableGrant(`projects/acme/${grant.replace('::aws:', '::999988887777:')}`)).toBe(
      undefined,
    );
  });
});

describe('refusedPolicy', () => {
  it.each(['AdministratorAccess', 'IAMFullAccess'])('refuses %s in each partition', (name) => {
    for (const partition of ['aws', 'aws-cn', 'aws-us-gov']) {
      expect(refusedPolicy(`arn:${partition}:iam::aws:policy/${name}`)).toMatch(/onwards/);
    }
  });

  it('takes one of AWS that only begins alike', () => {
    expect(refusedPolicy('arn:aws:iam::aws:policy/AdministratorAccess-Amplify')).toBeUndefined();
  });

  it('leaves it to the customer what a policy of his own is called', () => {
    expect(refusedPolicy('arn:aws:iam::999988887777:policy/IAMFullAccess')).toBeUndefined();
  });
});
