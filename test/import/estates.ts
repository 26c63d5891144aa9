import type { Deployment } from '../../shared/deployment/deployment.ts';
import { type Estate, NOTHING_SEEN } from '../../shared/import/estate.ts';
import { type Proposal, proposeRules } from '../../shared/import/propose.ts';
import { rulesText } from '../../shared/import/rules-text.ts';
import type { Statement } from '../../shared/policy/trust-policy.ts';
import type { AccessRules } from '../../shared/rules/access-rules.ts';
import { parseAccessRules } from '../../shared/rules/parse.ts';
import { deployment } from '../rules/sample.ts';

export const ASTRONOMER = { awsAccounts: ['111122223333'], gcpProjects: ['astro-data-plane'] };
export const ROLE = 'arn:aws:iam::999988887777:role/loader';

let made = 0;

/** A Deployment with the identity that Astro would give it, and an id of its own. */
export function one(name: string, changes: Partial<Deployment> = {}): Deployment {
  made += 1;
  const namespace = `n${made}-star-1`;
  const cloud = changes.cloud ?? 'aws';
  const identity =
    cloud === 'aws'
      ? `arn:aws:iam::111122223333:role/astro-${namespace}`
      : `astro-${namespace}@astro-data-plane.iam.gserviceaccount.com`;
  const id = `c${String(made).padStart(24, '0')}`;
  return deployment({ id, name, namespace, cloud, workloadIdentity: identity, ...changes });
}

export function allow(
  those: readonly (Deployment | string)[],
  changes: Partial<Statement> = {},
): Statement {
  const AWS = those.map((who) => (typeof who === 'string' ? who : (who.workloadIdentity ?? '')));
  return { Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole', ...changes };
}

export const under = (id: string): Partial<Statement> => ({
  Condition: { StringEquals: { 'sts:ExternalId': id } },
});

export function roleWith(arn: string, ...Statement: readonly Statement[]): Estate {
  return { ...NOTHING_SEEN, roles: [{ arn, trust: { Version: '2012-10-17', Statement } }] };
}

export function proposed(deployments: readonly Deployment[], estate: Estate): Proposal {
  return proposeRules(deployments, estate, { installation: 'prod', astronomer: ASTRONOMER });
}

/** The proposal as the file says it; throws where that is none. */
export function parsed(proposal: Proposal, mode = 'preview'): AccessRules {
  const text = rulesText({
    installation: 'prod',
    channel: 'C0123456789',
    reporter: 'aws',
    astronomer: { astronomer: ASTRONOMER, counts: new Map(), leftOut: [] },
    workspaces: [],
    unreadable: [],
    imported: { ...proposal, unseen: [] },
  });
  return parseAccessRules(text.replace('mode: preview', `mode: ${mode}`), 'rules.yml');
}
