import { type Astro, astroApi } from '../../shared/deployment/astro.ts';
import { type Ways, waysOf } from '../../shared/handover/configured-ways.ts';
import type { Clock } from '../../shared/runtime/clock.ts';
import type { Logger } from '../../shared/runtime/logger.ts';
import { refused } from '../astro/answers.ts';
import {
  AstroEmulator,
  LOCAL_ORGANIZATION,
  LOCAL_TOKEN,
  LOCAL_WRITE_TOKEN,
} from '../astro/emulator.ts';
import { Blindnesses } from './blindness.ts';
import { astroFault } from './port-faults.ts';
import type { Worker, Workers } from './workers.ts';

interface Estate {
  readonly emulator: AstroEmulator;
  readonly open: () => Astro;
  /** How `hand-over` makes connections. */
  readonly ways: (installation: string) => Ways;
}

/** The emulated Astro in this process, and the product's own clients of it. */
export function openEstate(
  clock: Clock,
  workers: Workers,
  logger: Logger,
  blindnesses = new Blindnesses(),
): Estate {
  const server = { url: 'http://astro.local', close: async () => {} };
  const emulator = new AstroEmulator({ clock }, server);
  const carryOut = async (
    worker: Worker | undefined,
    address: string,
    token: string,
    init: RequestInit = {},
  ) => {
    const url = new URL(address);
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const { method = 'GET', body: content } = init;
    const {
      status,
      headers: sent = {},
      body,
    } = await emulator.answer({
      ...{ method, path: url.pathname, query: url.searchParams, headers },
      body: typeof content === 'string' ? content : '',
    });
    const answered = new Response(body ?? null, { status, headers: { ...sent } });
    if (worker === undefined || method !== 'GET' || status !== 200) return answered;
    return (await blinded(worker, url, String(body))) ?? answered;
  };
  /** What a token that sees too little is told instead. */
  const blinded = async (worker: Worker, { pathname, searchParams }: URL, body: string) => {
    const now = clock.now().getTime();
    const [, one] = /\/deployments\/([^/]+)$/.exec(pathname) ?? [];
    const [only] = searchParams.getAll('deploymentIds');
    const id = one ?? only;
    if (id !== undefined) {
      if (!blindnesses.isDenied(worker.installation, id, now)) {
        if (one !== undefined) worker.asked = workers.tick;
        return undefined;
      }
      return one === undefined ? Response.json({ deployments: [], totalCount: 0 }) : unknownTo(one);
    }
    if (!pathname.endsWith('/deployments')) return undefined;
    const all = emulator.estate.all().map((raw) => raw.id);
    return Response.json(blindnesses.shown(worker.installation, JSON.parse(body), all, now));
  };
  const fetchBy = (token: string) => (address: string | URL | Request, init?: RequestInit) => {
    const { worker } = workers;
    const carriedOut = () => carryOut(worker, String(address), token, init);
    return workers.call({
      port: 'astro',
      writes: (init?.method ?? 'GET') !== 'GET',
      carryOut: carriedOut,
      fail: async (flavour, after) => {
        if (after) await carriedOut();
        return astroFault(flavour);
      },
    });
  };
  const options = { ...{ url: server.url, organizationId: LOCAL_ORGANIZATION, clock, logger } };
  // Each process keeps what it learnt of clusters to itself.
  const open = () =>
    astroApi({ ...options, token: async () => LOCAL_TOKEN, fetch: fetchBy(LOCAL_TOKEN) });
  const token = async () => LOCAL_WRITE_TOKEN;
  const writing = { ...options, token, fetch: fetchBy(LOCAL_WRITE_TOKEN) };
  return { emulator, open, ways: (installation) => waysOf(writing, installation, []) };
}

/** Astro's own 404, as of one that is gone. */
function unknownTo(id: string): Response {
  const { status, headers = {}, body } = refused(404, `Deployment ${id} not found`);
  return new Response(body ?? null, { status, headers: { ...headers } });
}
