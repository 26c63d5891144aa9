import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Ended, run } from './run.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rules-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function check(text: string, ...options: readonly string[]): Promise<Ended> {
  const file = join(folder, 'rules.yml');
  await writeFile(file, text);
  const ended = await run(['rules', 'check', file, ...options]);
  return {
    ...ended,
    out: ended.out.replaceAll(file, 'rules.yml'),
    err: ended.err.replaceAll(file, 'rules.yml'),
  };
}

const sample = () => readFile('access-rules.yml', 'utf8');

describe('rules check', () => {
  it('says of rules without a mistake that they are, and what is in them', async () => {
    expect(await check(await sample())).toEqual({
      code: 0,
      out: '',
      err: 'rules.yml is valid: 4 targets, 4 rules, mode apply\n',
    });
  });

  it('names every mistake with its place, and nothing else on standard output', async () => {
    const wrong = (await sample())
      .replace('cloud: aws}', 'clodu: aws}')
      .replace('[loader]', '[laoder]');
    const { code, out, err } = await check(wrong);
    expect(code).toBe(1);
    const lines = out.trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^rules\.yml:\d+:\d+ rules\[0\]\.when\.clodu: .*did you mean cloud\?/);
    expect(lines[1]).toMatch(/^rules\.yml:\d+:\d+ rules\[3\]\.reach\[0\]: .*did you mean loader\?/);
    expect(err).toBe('2 problems\n');
  });

  it('warns with the place, and fails for a warning only when asked to', async () => {
    const unused = (await sample()).replace('reach: [lake]', 'reach: [redshift]');
    const { code, out, err } = await check(unused);
    const line = (await sample()).split('\n').indexOf('  lake:') + 1;
    expect(out).toBe(`rules.yml:${line}:3 warning: target lake: no rule reaches it\n`);
    expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining('warnings: 1') });
    expect((await check(unused, '--strict')).code).toBe(1);
  });

  it('says the same as JSON', async () => {
    const { code, out, err } = await check('version: 2\n', '--json');
    expect({ code, err }).toEqual({ code: 1, err: '' });
    const { problems, warnings } = JSON.parse(out);
    expect(problems).toContainEqual({
      line: 1,
      column: 10,
      path: 'version',
      message: expect.any(String),
    });
    expect(warnings).toEqual([]);
  });
});

describe('rules explain', () => {
  async function explain(deployment: object, ...options: readonly string[]): Promise<Ended> {
    const file = join(folder, 'deployment.json');
    await writeFile(file, JSON.stringify(deployment));
    return run(['rules', 'explain', '--deployment', file, ...options]);
  }
  const LAKE = { name: 'lake-x', workspaceId: 'clmh58o7d000108lb74ktc9o64', cloudProvider: 'AWS' };

  it('needs no network, and no more of a Deployment than the rules ask about', async () => {
    const { code, out, err } = await explain(LAKE);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(
      '✓ lake-aws\n✗ warehouse-aws: deployment is lake-x, and the rule wants warehouse-*\n',
    );
    expect(out).toMatch(
      /^lake: own role airflow-\S+, policy lake-read; by rule lake-aws, mode apply$/m,
    );
    expect(out).toContain('  Connection Id    aws_lake\n');
  });

  it.each([
    ['slack: {channel: C0123456789, approvers: [S0PLATFORM]}', '', 'by S0PLATFORM'],
    [
      'slack: {channel: C0123456789, approvers: [S0PLATFORM]}',
      ', approvers: [U0DATA000]',
      'by U0DATA000',
    ],
    ['slack: {channel: C0123456789}', '', 'by the command line: no approvers are named'],
    ['slack: {channel: C0123456789}', ', approval: cli', 'by the command line alone'],
  ])('says who approves: %s%s', async (slack, more, who) => {
    const rules = join(folder, 'approve.yml');
    const head = `version: 1\ninstallation: prod\nmode: approve\nreporter: gcp\n${slack}\n`;
    const target =
      'astronomer: {gcpProjects: [astro-data-plane]}\ntargets:\n  analytics: {gcpProject: {project: acme-analytics, roles: [roles/bigquery.dataViewer]}}\n';
    await writeFile(
      rules,
      `${head}${target}rules:\n  - {name: all, when: {}${more}, reach: [analytics]}\n`,
    );
    const gcp = { ...LAKE, cloudProvider: 'GCP' };
    const { out } = await explain(gcp, '--rules', rules);
    expect(out).toContain(`; by rule all, mode approve, ${who}\n`);
  });

  it('says why an identity gets nothing', async () => {
    const { out } = await explain({
      ...LAKE,
      effectiveWorkloadIdentity: 'arn:aws:iam::555555555555:role/mine',
    });
    expect(out).toContain(
      "Nothing is given: The identity arn:aws:iam::555555555555:role/mine is not Astro's default",
    );
  });

  it('says the same as JSON', async () => {
    const { rules, reaches } = JSON.parse((await explain(LAKE, '--json')).out);
    expect(rules[0]).toEqual({ rule: 'lake-aws', matches: true, because: [] });
    expect(reaches).toMatchObject([{ target: 'lake', rule: 'lake-aws', mode: 'apply' }]);
  });

  it.each([
    [{ name: 'x', workspaceId: 'y' }, /cloudProvider is missing, one of AWS, GCP, AZURE/],
    [{ ...LAKE, name: undefined }, /deployment.json: name: /],
    [[], /an object was expected/],
  ])('refuses %j', async (deployment, complaint) => {
    expect(await explain(deployment)).toMatchObject({
      code: 1,
      err: expect.stringMatching(complaint),
    });
  });
});
