import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Begun } from '../../cli/init.ts';
import { parseAccessRules } from '../../shared/rules/parse.ts';
import { warnings } from '../../shared/rules/warnings.ts';
import { type Ended, run } from '../cli/run.ts';
import { OTHER, OWN } from './estate-of-60.ts';
import { IMPORT, openUninstalled, policiesIn, type Uninstalled } from './house.ts';

jest.setTimeout(120_000);

type Answer = Pick<Begun, 'deployments'> & Required<Pick<Begun, 'imported'>>;

let house: Uninstalled;
let ended: Ended;
let answer: Answer;
let text = '';
let untouched = '';
beforeAll(async () => {
  house = await openUninstalled();
  untouched = policiesIn(house.clouds);
  ended = await house.init(...IMPORT, '--json');
  answer = JSON.parse(ended.out);
  text = await readFile(house.file, 'utf8');
});
afterAll(() => house?.close());

describe('init --import of an estate of sixty', () => {
  it('reads all pages of everything, and writes nothing', () => {
    expect(ended.code).toBe(0);
    expect(ended.err).toContain(`Account ${OWN}: 130 roles…`);
    expect(ended.err).toContain(`Account ${OTHER}: 2 roles…`);
    expect(answer.imported.unseen).toEqual([]);
    expect(policiesIn(house.clouds)).toBe(untouched);
  });

  it('makes rules without a mistake', () => {
    const rules = parseAccessRules(text, house.file);
    expect(warnings(rules)).toEqual([]);
    expect({ mode: rules.mode, astronomer: rules.astronomer }).toEqual({
      mode: 'preview',
      astronomer: {
        awsAccounts: ['111122223333', '444455556666'],
        gcpProjects: ['astro-data-plane'],
      },
    });
    expect(answer.deployments).toBe(60);
    expect(Object.keys(rules.targets)).toEqual([
      'acme-analytics-dataviewer-jobuser',
      'acme-analytics-jobuser',
      'acme-raw-objectviewer',
      'acme-risk-dataviewer',
      'lake-reader',
      'loader',
      'mixed',
      ...['own-0', 'own-1', 'own-2', 'own-3', 'own-4'],
      'redshift-loader',
      'risk-scorer',
      'scores-dataviewer',
      'standby-reader',
    ]);
  });

  it('groups by Workspace and cloud, by name, or one by one', () => {
    const said = answer.imported.rules.map(({ name, reach, deployments }) => [
      name,
      reach.join(' '),
      deployments,
    ]);
    expect(said).toEqual([
      ['data-aws-alpha', 'own-0', 1],
      ['data-aws-beta', 'own-1', 1],
      ['data-aws-delta', 'own-3', 1],
      ['data-aws-gam-ma', 'own-2', 1],
      ['data-aws-lake', 'lake-reader', 5],
      ['data-aws-load', 'redshift-loader', 10],
      ['data-aws-mix', 'mixed', 3],
      ['data-aws-omega', 'own-4', 1],
      ['data-aws-standby', 'standby-reader', 1],
      ['data-gcp-bq', 'acme-analytics-dataviewer-jobuser', 8],
      ['data-gcp-imp', 'loader', 3],
      ['data-gcp-job', 'acme-analytics-jobuser', 2],
      ['data-gcp-raw', 'acme-raw-objectviewer', 6],
      ['risk-co-aws', 'risk-scorer', 4],
      ['risk-co-gcp', 'acme-risk-dataviewer', 10],
      ...[0, 1, 2].map((place) => [`risk-co-gcp-risk-${place}`, 'scores-dataviewer', 1]),
    ]);
  });

  it('lists what no target can give, and why', () => {
    const said = answer.imported.leftOut.map(({ deployment, what, why }) => [
      deployment,
      what,
      why,
    ]);
    expect(said.toSorted()).toEqual([
      ['imp-1', 'roles/iam.serviceAccountUser', expect.stringMatching(/^a target gives the right/)],
      ['job-a', 'roles/bigquery.dataEditor', expect.stringMatching(/condition, "until May"/)],
      ['lone', 'roles/editor', expect.stringMatching(/is refused: it opens the whole project/)],
      ['own-identity', 'sts:AssumeRole', expect.stringMatching(/not Astro's default/)],
      ['raw-0', 'roles/storage.objectAdmin', expect.stringMatching(/contains setIamPolicy/)],
      ['risk-3', 'roles/bigquery.dataOwner', expect.stringMatching(/contains setIamPolicy/)],
      ['sandbox-1', 'sts:AssumeRole', expect.stringMatching(/MultiFactorAuthPresent/)],
      ['sandbox-1', 'sts:TagSession', expect.stringMatching(/^a target gives sts:AssumeRole/)],
    ]);
  });

  it('lists whose Deployments are gone, and who can take them out', () => {
    const { orphans } = answer.imported;
    expect(orphans.map(({ principal, where }) => `${principal} on ${where}`)).toEqual([
      expect.stringMatching(/^AROA\w+ on role arn:aws:iam::999988887777:role\/lake-reader$/),
      `arn:aws:iam::111122223333:role/astro-long-gone-1111 on role arn:aws:iam::${OWN}:role/redshift-loader`,
      expect.stringMatching(/^deleted:serviceAccount:astro-long-gone-1111@.* on project acme-ana/),
      'astro-still-there-22@astro-data-plane.iam.gserviceaccount.com on project acme-analytics',
    ]);
    for (const { note, where } of orphans) expect(note).toContain(`Whoever owns the ${where}`);
  });
});

describe('preview of everything afterwards', () => {
  it.each([
    ['aws', 'preview'],
    ['aws', 'apply'],
    ['gcp', 'preview'],
    ['gcp', 'apply'],
  ] as const)('says "no changes" on %s in mode %s', async (cloud, mode) => {
    const rules = `${house.file}.${cloud}-${mode}.yml`;
    await writeFile(rules, text.replace('mode: preview', `mode: ${mode}`));
    const args = ['preview', '--all', '--without-record', '--cloud', cloud, '--rules', rules];
    expect(await run(args, house.env)).toEqual({
      code: 0,
      out: '30 Deployments: no changes\n',
      err: '',
    });
    const { out } = await run([...args, '--json'], house.env);
    const standings = JSON.parse(out).rows.flatMap(
      ({ accesses }: { accesses: readonly { standing: string }[] }) => accesses,
    );
    expect(standings.length).toBeGreaterThan(25);
    expect(new Set(standings.map(({ standing }: { standing: string }) => standing))).toEqual(
      new Set(['by-hand']),
    );
    expect(policiesIn(house.clouds)).toBe(untouched);
  });

  it('reads a policy once, however many Deployments share it', async () => {
    const { calls } = house.clouds.aws.faults;
    calls.clear();
    await run(
      ['preview', '--all', '--without-record', '--cloud', 'aws', '--rules', house.file],
      house.env,
    );
    const roles = answer.imported.targets.filter(({ gift }) => gift.kind === 'awsSharedRole');
    expect(calls.get('iam:GetRole') ?? calls.get('GetRole')).toBe(roles.length);
  });
});
