import { type Astro, astroApi } from '../../shared/deployment/astro.ts';
import { type Ways, waysOf } from '../../shared/handover/configured-ways.ts';
import type { Clock } from '../../shared/runtime/clock.ts';
import type { Logger } from '../../shared/runtime/logger.ts';
import {
  AstroEmulator,
  LOCAL_ORGANIZATION,
  LOCAL_TOKEN,
  LOCAL_WRITE_TOKEN,
} from '../astro/emulator.ts';
import { astroFault } from './port-faults.ts';
import type { Workers } from './workers.ts';

interface Estate {
  readonly emulator: AstroEmulator;
  readonly open: () => Astro;
  /** How `hand-over` makes connections. */
  readonly ways: (installation: string) => Ways;
}

/** The emulated Astro in this process, and the product's own clients of it. */
export function openEstate(clock: Clock, workers: Workers, logger: Logger): Estate {
  const server = { url: 'http://astro.local', close: async () => {} };
  const emulator = new AstroEmulator({ clock }, server);
  const carryOut = async (address: string, token: string, init: RequestInit = {}) => {
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
    return new Response(body ?? null, { status, headers: { ...sent } });
  };
  const fetchBy = (token: string) => (address: string | URL | Request, init?: RequestInit) =>
    workers.call({
      port: 'astro',
      carryOut: () => carryOut(String(address), token, init),
      fail: async (flavour, after) => {
        if (after) await carryOut(String(address), token, init);
        return astroFault(flavour);
      },
    });
  const options = { ...{ url: server.url, organizationId: LOCAL_ORGANIZATION, clock, logger } };
  // Each process keeps what it learnt of clusters to itself.
  const open = () =>
    astroApi({ ...options, token: async () => LOCAL_TOKEN, fetch: fetchBy(LOCAL_TOKEN) });
  const token = async () => LOCAL_WRITE_TOKEN;
  const writing = { ...options, token, fetch: fetchBy(LOCAL_WRITE_TOKEN) };
  return { emulator, open, ways: (installation) => waysOf(writing, installation, []) };
}
