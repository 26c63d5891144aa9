import { describe, expect, it } from '@jest/globals';
import type { Condition } from '../../shared/rules/access-rules.ts';
import { matchRules } from '../../shared/rules/match.ts';
import { deployment, rulesFor, rulesWith, WORKSPACE } from './sample.ts';

describe('matchRules', () => {
  it.each<[string, Condition, Condition | undefined, boolean]>([
    ['an empty condition holds for all', {}, undefined, true],
    ['the Workspace by its id', { workspaceId: WORKSPACE }, undefined, true],
    ['another Workspace', { workspaceId: 'clmh58o7d000108lb74ktc9o65' }, undefined, false],
    ['the Workspace by its name', { workspace: 'Da*' }, undefined, true],
    ['another Workspace by its name', { workspace: 'Sales' }, undefined, false],
    ['the Deployment by its name', { deployment: 'etl-*' }, undefined, true],
    ['case counts', { deployment: 'ETL-*' }, undefined, false],
    ['the name as a whole', { deployment: 'etl' }, undefined, false],
    ['the cluster by its id', { clusterId: 'clmh597sg*' }, undefined, true],
    ['another cluster by its id', { clusterId: 'clmh597sh*' }, undefined, false],
    ['the cluster by its name', { cluster: 'shared-???' }, undefined, true],
    ['another cluster by its name', { cluster: 'own' }, undefined, false],
    ['the region', { region: 'us-*' }, undefined, true],
    ['another region', { region: 'eu-*' }, undefined, false],
    ['the cloud', { cloud: 'aws' }, undefined, true],
    ['another cloud', { cloud: 'gcp' }, undefined, false],
    ['the type', { type: 'STANDARD' }, undefined, true],
    ['another type', { type: 'DEDICATED' }, undefined, false],
    ['every key must match', { cloud: 'aws', deployment: 'dev-*' }, undefined, false],
    ['unless', { cloud: 'aws' }, { deployment: '*-prod' }, false],
    ['unless another', { cloud: 'aws' }, { deployment: '*-sandbox' }, true],
    ['unless needs every key, too', {}, { deployment: '*-prod', cloud: 'gcp' }, true],
    ['unless with every key', {}, { deployment: '*-prod', cloud: 'aws' }, false],
  ])('%s', (_it, when, unless, matches) => {
    expect(matchRules(deployment(), rulesFor(when, unless))).toHaveLength(matches ? 1 : 0);
  });

  it('gives nothing on what Astro does not tell', () => {
    const { clusterName: _name, ...untold } = deployment();
    expect(matchRules(untold, rulesFor({ cluster: '*' }))).toEqual([]);
    expect(matchRules(untold, rulesFor({}, { cluster: 'sandbox' }))).toEqual([]);
    expect(matchRules(untold, rulesFor({}, { cluster: 'sandbox', cloud: 'gcp' }))).toHaveLength(1);
  });

  it('keeps the order of the file', () => {
    const [etl, gcp] = rulesWith().rules;
    if (etl === undefined || gcp === undefined) throw new Error('the sample has two rules');
    const all = { ...rulesWith(), rules: [gcp, etl, { ...etl, name: 'again' }] };
    expect(matchRules(deployment(), all).map(({ name }) => name)).toEqual(['etl-aws', 'again']);
  });
});
