import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { run } from '../cli/run.ts';
import { OTHER, OWN } from './estate-of-60.ts';
import { openUninstalled, type Uninstalled } from './house.ts';

jest.setTimeout(120_000);

let house: Uninstalled;
beforeAll(async () => {
  house = await openUninstalled();
  const trusting = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${OWN}:root` } } as const;
  house.clouds.aws.iam.createRole({
    arn: `arn:aws:iam::${OTHER}:role/security-audit`,
    trust: { Statement: [{ ...trusting, Action: 'sts:AssumeRole' }] },
  });
});
afterAll(() => house?.close());

/** What a person has: credentials, the two variables that the guide names, and a file of their own. */
function ofAPerson(): Readonly<Record<string, string>> {
  const credentials =
    /^(AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|REGION|ENDPOINT_URL)|CLOUDSDK_.*|GCE_METADATA_HOST|ASTRO_API_URL)$/;
  const named = /^(ASTRO_API_TOKEN|ASTRO_ORGANIZATION_ID|ACCESS_RULES)$/;
  const kept = Object.entries(house.env).filter(
    ([name]) => credentials.test(name) || named.test(name),
  );
  return Object.fromEntries(kept);
}

/** The command lines of the guide's first block, each as its words. */
function commands(): readonly (readonly string[])[] {
  const [, block = ''] = /```sh\n([\s\S]*?)```/.exec(readFileSync('docs/import.md', 'utf8')) ?? [];
  const lines = block.replaceAll('\\\n', ' ').split('\n');
  return lines
    .filter((line) => line.startsWith('npx deployment-authorizer '))
    .map((line) => line.replace(/#.*/, '').trim().split(/\s+/).slice(2));
}

it('whoever follows the guide to the letter is told of no changes', async () => {
  const said: string[] = [];
  for (const args of commands()) {
    const { code, out, err } = await run(args, ofAPerson());
    if (code !== 0) throw new Error(`${args.join(' ')}: ${err}`);
    said.push((out || err).trim().split('\n').at(-1) ?? '');
  }
  expect(said.slice(1)).toEqual([
    expect.stringMatching(/is valid: 14 targets, 14 rules, mode preview$/),
    '30 Deployments: no changes',
    '30 Deployments: no changes',
  ]);
  const [next] = said;
  expect(next).toContain(
    'preview --all --without-record --cloud aws --account-role security-audit',
  );
});
