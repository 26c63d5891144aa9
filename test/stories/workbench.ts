import { STSClient } from '@aws-sdk/client-sts';
import { startAstro } from '../../local/astro/emulator.ts';
import { startAws } from '../../local/aws/emulator.ts';
import { startGcp } from '../../local/gcp/emulator.ts';
import { ORGANIZATION, WORKSPACE } from '../../local/samples.ts';
import { MemorySlack } from '../../local/slack/memory-slack.ts';
import { iamAccounts } from '../../shared/cloud/aws/accounts.ts';
import { openAwsTarget } from '../../shared/cloud/aws/open-target.ts';
import { openGcpTarget } from '../../shared/cloud/gcp/open-target.ts';
import type { Queues } from '../../shared/cloud/queues.ts';
import { astroApi } from '../../shared/deployment/astro.ts';
import { memoryStore } from '../../shared/record/memory-store.ts';
import { openRecord } from '../../shared/record/record.ts';
import { parseAccessRules } from '../../shared/rules/parse.ts';
import { type Clock, MINUTE } from '../../shared/runtime/clock.ts';
import { jsonLogger } from '../../shared/runtime/logger.ts';
import { decideAccess } from '../../shared/stories/decide-access.ts';
import { grantAccess } from '../../shared/stories/grant-access.ts';
import { notify } from '../../shared/stories/notify.ts';
import { sweep } from '../../shared/stories/sweep.ts';

export interface Message {
  readonly to: 'decide' | 'target' | 'notify' | 'handover';
  readonly key: string;
}

/**
 * The stories with the real adapters over the emulators, the record in memory and the queues in
 * a list, so that a test sends, doubles, drops and orders the messages itself. Time passes only
 * when somebody sleeps or the test lets it.
 */
export async function openWorkbench(cloud: 'aws' | 'gcp', rulesText: string) {
  const aws = await startAws();
  const clock: Clock = {
    now: () => aws.clock.now(),
    sleep: async (milliseconds) => aws.clock.advance(milliseconds),
  };
  const gcp = await startGcp({ now: clock.now });
  const astro = await startAstro({ organizationId: ORGANIZATION, token: 'token', clock });
  const slack = new MemorySlack();
  const store = memoryStore();
  const log: string[] = [];
  const logger = jsonLogger((line) => log.push(line));
  const queue: Message[] = [];
  const send = (to: Message['to']) => async (keys: readonly string[]) => {
    queue.push(...keys.map((key) => ({ to, key })));
  };
  const queues: Queues = {
    decide: send('decide'),
    markTargets: send('target'),
    notify: send('notify'),
    handOver: send('handover'),
  };
  let rules = parseAccessRules(rulesText, 'access-rules.yml');
  const installation = rules.installation;
  const record = openRecord(store, installation, clock);
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = { endpoint: aws.url, region: 'eu-west-1', credentials };
  const openAws = openAwsTarget(
    iamAccounts({
      sts: new STSClient(client),
      ownAccount: '999988887777',
      memberRole: 'deployment-authorizer',
      clock,
      client,
    }),
    installation,
    'aws',
  );
  // Application Default Credentials come from the emulated metadata server.
  process.env.GCE_METADATA_HOST = new URL(gcp.url).host;
  const at = `${gcp.url}/`;
  const endpoints = { BIGQUERY: at, CLOUDRESOURCEMANAGER: at, IAM: at, STORAGE: at };
  const openGcp = openGcpTarget(endpoints, installation);
  const shared = { record, queues, clock, logger, rules: () => rules };
  const tools = {
    ...shared,
    astro: astroApi({
      url: astro.url,
      organizationId: ORGANIZATION,
      token: async () => 'token',
      clock,
      logger,
    }),
    cloud,
    rulesCommit: 'abc1234',
    open: cloud === 'aws' ? openAws : openGcp,
    slack,
  };

  async function deliver({ to, key }: Message): Promise<void> {
    if (to === 'decide') await decideAccess(key, tools);
    else if (to === 'target') await grantAccess(key, tools);
    else if (to === 'notify') await notify(key, tools);
  }

  /** Delivers until nothing is left. */
  async function drain(): Promise<void> {
    for (let message = queue.shift(); message; message = queue.shift()) await deliver(message);
  }

  /** Lets time pass and sweeps, as the scheduler does. */
  async function pass(milliseconds: number): Promise<void> {
    aws.clock.advance(milliseconds);
    await sweep(tools);
  }

  /** Creates a Deployment whose identity its cloud can see, and sends its event. */
  async function create(name: string, options: { readonly visible?: boolean } = {}) {
    const raw = astro.create({ name, cloud, workspaceId: WORKSPACE });
    const identity = String(raw.effectiveWorkloadIdentity ?? '');
    if (options.visible !== false) show(identity);
    await queues.decide([raw.id]);
    return { id: raw.id, identity, namespace: String(raw.namespace) };
  }

  return {
    aws,
    gcp,
    astro,
    slack,
    store,
    record,
    queue,
    log,
    tools,
    deliver,
    /** What the rules say from now on. */
    setRules: (text: string) => {
      rules = parseAccessRules(text, 'access-rules.yml');
    },
    drain,
    pass,
    /** So many sweeps, each after this time, and everything that follows from them. */
    sweeps: async (times: number, apart = MINUTE) => {
      for (let time = 0; time < times; time += 1) {
        await pass(apart);
        await drain();
      }
    },
    create,
    /** Decides on each a moment after the one before, so that it is known which is the oldest. */
    createMany: async (count: number) => {
      const made = [];
      for (let place = 0; place < count; place += 1) {
        made.push(await create(`etl-${place}`));
        const decide = queue.pop();
        if (decide !== undefined) await deliver(decide);
        aws.clock.advance(10);
      }
      await drain();
      return made;
    },
    show,
    accesses: async (deploymentId: string) => {
      const decided = (await record.deployments.get([deploymentId])).get(deploymentId)?.decided;
      const rows = await record.accesses.get(decided?.wants ?? []);
      return rows.map(({ item, due }) => ({ ...item, due }));
    },
    close: async () => {
      await Promise.all([aws.close(), gcp.close(), astro.close()]);
    },
  };

  function show(identity: string): void {
    if (cloud === 'aws') aws.iam.addPrincipal(identity);
    else gcp.serviceAccounts.create(identity, { foreign: true });
  }
}

export type Workbench = Awaited<ReturnType<typeof openWorkbench>>;
