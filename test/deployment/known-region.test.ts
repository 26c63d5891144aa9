import { expect, it } from '@jest/globals';
import type { Deployment } from '../../shared/deployment/deployment.ts';
import { withKnownRegion } from '../../shared/deployment/known-region.ts';

const CLUSTER = 'clmh597sg000208l9a2hc8e2k';
const TOLD: Deployment = {
  id: 'clmh57jtm000008lb58fe2wmv',
  name: 'etl-prod',
  namespace: 'fiery-nebula-1234',
  organizationId: 'clmh59gt0000308lbgswe5fvh',
  workspaceId: 'clmh58o7d000108lb74ktc9o64',
  type: 'DEDICATED',
  cloud: 'aws',
  clusterId: CLUSTER,
  status: 'HEALTHY',
  remoteExecution: false,
  airflowVersion: '3.0.4',
  createdAt: '2026-11-22T04:37:12Z',
};
const BEFORE: Deployment = { ...TOLD, region: 'eu-west-1' };
const { clusterId: _, ...NOWHERE } = TOLD;

it.each<[string, Deployment, Deployment | undefined, string | undefined]>([
  ['stays as it was told before', TOLD, BEFORE, 'eu-west-1'],
  ['stays where no cluster was ever told', NOWHERE, { ...NOWHERE, region: 'x' }, 'x'],
  ['is what is told now', { ...TOLD, region: 'us-east-1' }, BEFORE, 'us-east-1'],
  ['is not known of another cluster', { ...TOLD, clusterId: 'another' }, BEFORE, undefined],
  ['is not known of another cloud', { ...TOLD, cloud: 'gcp' }, BEFORE, undefined],
  ['is not known where none was told before', TOLD, TOLD, undefined],
  ['is not known of one never met', TOLD, undefined, undefined],
])('the region %s', (_case, told, before, region) => {
  expect(withKnownRegion(told, before).region).toBe(region);
});
