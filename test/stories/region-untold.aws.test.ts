import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { WORKSPACE } from '../../local/samples.ts';
import { HOUR, MINUTE } from '../../shared/runtime/clock.ts';
import { REDSHIFT, ruleFor, rulesOf, SHARED_ROLE } from './rules.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

// Days of sweeps against emulators over HTTP.
jest.setTimeout(30_000);

const RULES = rulesOf(REDSHIFT, [
  ruleFor('*', 'redshift').replace('deployment: "*"', 'region: "eu-*"'),
]);
const FORBIDDEN = {
  operation: 'GetCluster',
  status: 403,
  code: '',
  message: 'Insufficient permissions',
  times: 1_000,
};

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench('aws', RULES);
  bench.aws.iam.createRole({ arn: SHARED_ROLE, trust: { Statement: [] } });
});
afterEach(() => bench.close());

it('keeps what a rule gives by region when the token may not ask for clusters any more', async () => {
  const { name, cloud } = { name: 'etl-prod', cloud: 'aws' } as const;
  const raw = bench.astro.create({ name, cloud, region: 'eu-west-1', workspaceId: WORKSPACE });
  const identity = String(raw.effectiveWorkloadIdentity);
  bench.show(identity);
  await bench.sweeps(3, MINUTE);
  expect(bench.aws.iam.canAssume(SHARED_ROLE, identity)).toBe(true);

  bench.astro.faults.inject(FORBIDDEN);
  bench.astro.update(raw.id, { region: undefined });
  const asked = () => bench.astro.faults.calls.get('GetDeployment') ?? 0;
  const before = asked();
  await bench.sweeps(3, MINUTE);
  // Its row of the list is as the record has it.
  expect(asked()).toBe(before);
  await bench.tools.queues.decide([raw.id]);
  await bench.sweeps(3, 25 * HOUR);
  expect(bench.aws.iam.canAssume(SHARED_ROLE, identity)).toBe(true);
});
