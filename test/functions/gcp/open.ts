import type { AddressInfo } from 'node:net';
import { getTestServer } from '@google-cloud/functions-framework/testing';
import { startEmulators } from '../../../local/emulators.ts';
import { gcpEnvironment, OWN_PROJECT } from '../../../local/environment.ts';
import { createGcpResources } from '../../../local/gcp-side.ts';
import { deadOf, namesOf } from '../../../local/names.ts';
import { ORGANIZATION, PROJECT, WORKSPACE } from '../../../local/samples.ts';

const NAMES = [
  'answer-slack',
  'decide-access',
  'grant-access',
  'notify',
  'operate',
  'sweep',
] as const;
export type Name = (typeof NAMES)[number];

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** The functions behind the real framework, as Cloud Run serves them, and what they talk to. */
export async function openFunctions() {
  const emulators = await startEmulators(() => new Date());
  const { gcp, astro, addresses } = emulators;
  const names = namesOf('local');
  createGcpResources(gcp, names);
  gcp.projects.create(PROJECT);
  const accessRules = 'access-rules.yml';
  const told = { at: addresses, names, organizationId: ORGANIZATION, accessRules };
  const dead = deadOf(names.topics.deployments);
  Object.assign(process.env, gcpEnvironment(told), { DEAD_LETTERS_TOPIC: dead });
  for (const name of NAMES) await import(`../../../functions/gcp/${name}.ts`);
  const servers = await Promise.all(NAMES.map(serve));
  const topic = (channel: keyof typeof names.topics) =>
    `projects/${OWN_PROJECT}/topics/${names.topics[channel]}`;
  const seen = new Map<string, number>();
  return {
    ...emulators,
    call: async (name: Name, request: RequestInit, path = ''): Promise<Answer> => {
      const { url } = servers[NAMES.indexOf(name)] ?? { url: '' };
      const response = await fetch(`${url}${path}`, request);
      return { status: response.status, body: await response.text() };
    },
    /** What was published to this topic since it was last asked. */
    take: (channel: keyof typeof names.topics) => {
      const published = gcp.pubsub.published(topic(channel));
      const fresh = published.slice(seen.get(channel) ?? 0);
      seen.set(channel, published.length);
      return fresh.map(({ data = '' }) => JSON.parse(Buffer.from(data, 'base64').toString()));
    },
    deadLetters: () => gcp.pubsub.published(`projects/${OWN_PROJECT}/topics/${dead}`),
    create: (name: string) => {
      const raw = astro.create({ name, cloud: 'gcp', workspaceId: WORKSPACE });
      const identity = String(raw.effectiveWorkloadIdentity);
      gcp.serviceAccounts.create(identity, { foreign: true });
      return { id: raw.id, identity };
    },
    close: async () => {
      await Promise.all(servers.map((server) => server.close()));
      await emulators.close();
    },
  };
}

export type Functions = Awaited<ReturnType<typeof openFunctions>>;

async function serve(name: Name) {
  const server = getTestServer(name);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
