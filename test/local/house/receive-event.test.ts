import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { RECEIVE_SECRET } from '../../../local/environment.ts';
import { type House, openHouse } from '../../../local/house.ts';
import { ACCOUNT, PROJECT, WORKSPACE } from '../../../local/samples.ts';
import { seedClouds, showIdentity } from '../../../local/start/deployments.ts';
import { signatureOf } from '../../../shared/deployment/signature.ts';

const GUIDE = readFileSync('docs/receive-event.md', 'utf8');
const EXAMPLE = 'clxk3q1cz000108l43p5k9x2m';
const CLOUDS = ['aws', 'gcp'] as const;
type Cloud = (typeof CLOUDS)[number];

jest.setTimeout(60_000);

let house: House;
beforeAll(async () => {
  // Nobody sweeps: what is granted, is granted because a request came.
  house = await openHouse();
  seedClouds(house);
});
afterAll(() => house.close());

/** One whose identity its cloud can see, and of which nobody has told. */
function create(cloud: Cloud, suffix: string) {
  const name = `${cloud === 'aws' ? 'lake' : 'analytics'}-${suffix}`;
  const raw = house.astro.create({ name, cloud, workspaceId: WORKSPACE });
  return { id: raw.id, namespace: String(raw.namespace), identity: showIdentity(house, raw) };
}

/** The policy that a Deployment of these rules gets into. */
function policy(cloud: Cloud, namespace: string): string {
  if (cloud === 'gcp') return JSON.stringify(house.gcp.projects.policy(PROJECT));
  const end = `/airflow-${namespace}`;
  const role = house.aws.iam.roles().find(({ arn }) => arn.includes(ACCOUNT) && arn.endsWith(end));
  return JSON.stringify(role?.trust ?? null);
}

async function until(done: () => boolean): Promise<void> {
  while (!done()) await setTimeout(50);
}

/** The code of a kind in the guide, without its indentation. */
function code(kind: string, from: RegExp): string {
  const [, block = ''] = new RegExp(`\`\`\`${kind}\n([\\s\\S]*?)\`\`\``).exec(GUIDE) ?? [];
  const [, text = ''] = from.exec(block) ?? [];
  return text.replaceAll(new RegExp(`^${/^ */.exec(text)?.[0]}`, 'gm'), '');
}

const SHELL = code('sh', /([\s\S]*)/);
const ACTIONS = code('yaml', /run: \|\n([\s\S]*)/);
const TERRAFORM = code('hcl', /<<-EOT\n([\s\S]*?)\n *EOT/);

async function run(script: string, cloud: Cloud, env: Readonly<Record<string, string>> = {}) {
  const told = { RECEIVE_URL: house.sides[cloud].receiveUrl, RECEIVE_SECRET: RECEIVE_SECRET.value };
  const options = { env: { PATH: process.env.PATH, ...told, ...env } };
  const { stdout } = await promisify(execFile)('bash', ['-euc', script], options);
  return stdout;
}

describe.each(CLOUDS)('receive-event on %s', (cloud) => {
  it('leads from what the guide’s shell, GitHub Actions and Terraform send to a grant', async () => {
    const senders = [
      (id: string) => run(SHELL.replace(EXAMPLE, id), cloud),
      (id: string) => run(`astro() { echo ${id}; }\n${ACTIONS}`, cloud),
      (id: string) => run(TERRAFORM, cloud, { BODY: `{"deploymentId":"${id}"}` }),
    ];
    // At once, for they share a target: that is one write.
    const sent = senders.map(async (send, place) => {
      const { id, namespace, identity } = create(cloud, `told-${place}`);
      expect(policy(cloud, namespace)).not.toContain(identity);
      expect(await send(id)).toBe('{"accepted":true}');
      await until(() => policy(cloud, namespace).includes(identity));
    });
    await Promise.all(sent);
  });

  it('does nothing for who does not know the secret', async () => {
    const { id, namespace, identity } = create(cloud, 'forged');
    const send = run(SHELL.replace(EXAMPLE, id), cloud, { RECEIVE_SECRET: 'guessed' });
    await expect(send).rejects.toMatchObject({
      stdout: expect.stringContaining('it is not of this body and time'),
    });
    await house.sides[cloud].idle();
    expect(policy(cloud, namespace)).not.toContain(identity);
  });

  it('takes it whatever the type of its content is, or without any', async () => {
    const send = async (type?: string) => {
      const { id } = create(cloud, 'typed');
      const body = Buffer.from(`{"deploymentId":"${id}"}`);
      const seconds = String(Math.floor(Date.now() / 1_000));
      const { status } = await fetch(house.sides[cloud].receiveUrl, {
        method: 'POST',
        body,
        headers: {
          'X-Deployment-Authorizer-Timestamp': seconds,
          'X-Deployment-Authorizer-Signature': signatureOf(body, seconds, RECEIVE_SECRET.value),
          ...(type && { 'content-type': type }),
        },
      });
      return status;
    };
    const types = [undefined, 'text/plain', 'application/x-www-form-urlencoded', 'image/png'];
    expect(await Promise.all(types.map(send))).toEqual([202, 202, 202, 202]);
  });

  it.each([
    ['GET', undefined, 405],
    ['POST', 'x'.repeat(20_000), 413],
    ['POST', '{"deploymentId": "c..."}', 401],
  ])('answers a stranger’s %s', async (method, body, status) => {
    const request = { method, ...(body && { body }) };
    const response = await fetch(house.sides[cloud].receiveUrl, request);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ error: expect.any(String) });
  });
});
