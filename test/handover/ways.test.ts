import { describe } from '@jest/globals';
import { startAstro } from '../../local/astro/emulator.ts';
import { waysOf } from '../../shared/handover/configured-ways.ts';
import { parseOrigins } from '../../shared/handover/origins.ts';
import { hastyClock } from '../deployment/astro-setup.ts';
import { AWS, INSTALLATION } from './way-cases.ts';
import { describeWay, type WayBench } from './way-contract.ts';

async function open(airflowVersion: string) {
  const clock = hastyClock();
  const astro = await startAstro({ clock });
  const { id: deploymentId } = astro.create({ name: 'etl', cloud: 'aws', airflowVersion });
  const options = {
    url: astro.url,
    organizationId: astro.organizationId,
    token: async () => [...astro.writeTokens][0] ?? 'astro-ended-write-token',
    timeout: 200,
    clock,
  };
  const ways = waysOf(options, INSTALLATION, parseOrigins(new URL(astro.url).origin));
  return { astro, deploymentId, ways, close: astro.close };
}

describeWay("Astro's Environment Manager", async (): Promise<WayBench> => {
  const { ways, ...bench } = await open('3.0.4');
  const { astro, deploymentId } = bench;
  return {
    ...bench,
    way: ways['environment-manager'],
    put: (objectKey, { type = AWS.type, extra = {}, description = '', login }) => {
      const connection = { type, extra, ...(login && { login }) };
      const scope = { scope: 'DEPLOYMENT', scopeEntityId: deploymentId } as const;
      astro.objects.add({ objectKey, ...scope, description, connection });
    },
    found: (id) => {
      const object = astro.objects.of(deploymentId).find(({ objectKey }) => objectKey === id);
      if (object === undefined) return undefined;
      const { description, connection } = object;
      const { type, extra, login = null } = connection;
      return { description, type, extra, login };
    },
    count: () => astro.objects.all().length,
    creates: 'CreateEnvironmentObject',
    updates: 'UpdateEnvironmentObject',
  };
});

describe.each([
  ['v1', '2.10.5'],
  ['v2', '3.0.6'],
])('%s', (api, version) => {
  describeWay(`Airflow ${version}, ${api}`, async (): Promise<WayBench> => {
    const { ways, ...bench } = await open(version);
    const { astro, deploymentId } = bench;
    return {
      ...bench,
      way: ways.airflow,
      put: (
        connection_id,
        { type = AWS.type, extra = {}, description = '', login = null as never },
      ) =>
        astro.airflow.put(deploymentId, {
          connection_id,
          conn_type: type,
          description,
          login,
          extra: JSON.stringify(extra),
        }),
      found: (id) => {
        const row = astro.airflow.get(deploymentId, id);
        if (row === undefined) return undefined;
        const { conn_type: type, extra, description, login } = row;
        return { type, extra: JSON.parse(extra ?? '{}'), description: description ?? '', login };
      },
      count: () => astro.airflow.all(deploymentId).length,
      creates: 'airflow:PostConnection',
      updates: 'airflow:PatchConnection',
    };
  });
});
