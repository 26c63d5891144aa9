import { describe, expect, it } from '@jest/globals';
import type { Deployment } from '../../../shared/deployment/deployment.ts';
import { deploymentFacts } from '../../../shared/stories/notify/deployment-facts.ts';
import { decided, IDENTITY } from '../../record/samples.ts';
import { problem } from '../findings.ts';

const { workloadIdentity: _, ...UNBORN } = decided().deployment;
const facts = (more: Partial<Deployment>) =>
  deploymentFacts(decided({ deployment: { ...UNBORN, ...more } }));

describe('deploymentFacts', () => {
  it('are no more than what is known', () => {
    expect(facts({ airflowVersion: '' })).toStrictEqual({
      deploymentId: 'deployment-1',
      name: 'etl-prod',
      cloud: 'aws',
      identities: [],
      links: { astro: 'https://cloud.astronomer.io/workspace/deployments/deployment-1/overview' },
    });
  });

  it('are all that Astro and the rules said when it was decided', () => {
    const deployment: Deployment = {
      ...{ ...UNBORN, region: 'eu-west-1', workspaceName: 'Data', createdBy: 'jane@acme.com' },
      ...{ workloadIdentity: IDENTITY, drWorkloadIdentity: `${IDENTITY}-dr` },
      airflowUrl: 'https://clmk.astronomer.run/d',
    };
    const rules = { digest: 'digest', commit: '3f2c1a9b7d' };
    const nothing = problem('no-rule');
    expect(deploymentFacts(decided({ deployment, rules, nothing }))).toStrictEqual({
      deploymentId: 'deployment-1',
      name: 'etl-prod',
      cloud: 'aws',
      region: 'eu-west-1',
      workspaceName: 'Data',
      createdBy: 'jane@acme.com',
      nothing,
      rulesCommit: '3f2c1a9b7d',
      identities: [
        { slot: 'primary', identity: IDENTITY },
        { slot: 'dr', identity: `${IDENTITY}-dr` },
      ],
      airflow: 3,
      links: {
        astro: 'https://cloud.astronomer.io/workspace/deployments/deployment-1/overview',
        airflow: 'https://clmk.astronomer.run/d',
      },
    });
  });

  it.each([
    ['2.10.5', 2],
    ['3.1', 3],
    ['1.10.15', undefined],
    ['12.0', undefined],
    ['23.0', undefined],
    ['3', undefined],
    ['', undefined],
  ])('have of Airflow %j the major version %s', (airflowVersion, major) => {
    expect(facts({ airflowVersion }).airflow).toBe(major);
  });
});
