import { type Astro, astroApi } from '../../shared/deployment/astro.ts';
import type { Clock } from '../../shared/runtime/clock.ts';
import type { Logger } from '../../shared/runtime/logger.ts';
import { AstroEmulator, LOCAL_ORGANIZATION, LOCAL_TOKEN } from '../astro/emulator.ts';
import { astroFault } from './port-faults.ts';
import type { Workers } from './workers.ts';

/** The emulated Astro in this process, and the product's own client of it. */
export function openEstate(
  clock: Clock,
  workers: Workers,
  logger: Logger,
): { readonly emulator: AstroEmulator; readonly open: () => Astro } {
  const server = { url: 'http://astro.local', close: async () => {} };
  const emulator = new AstroEmulator({ clock }, server);
  const carryOut = async (address: string) => {
    const url = new URL(address);
    const headers = { authorization: `Bearer ${LOCAL_TOKEN}` };
    const request = {
      method: 'GET',
      path: url.pathname,
      query: url.searchParams,
      headers,
      body: '',
    };
    const { status, headers: sent = {}, body } = await emulator.answer(request);
    return new Response(body ?? null, { status, headers: { ...sent } });
  };
  // Each process keeps what it learnt of clusters to itself.
  const open = () =>
    astroApi({
      ...{ url: server.url, organizationId: LOCAL_ORGANIZATION, clock, logger },
      token: async () => LOCAL_TOKEN,
      fetch: (address) =>
        workers.call({
          port: 'astro',
          carryOut: () => carryOut(String(address)),
          fail: async (flavour) => astroFault(flavour),
        }),
    });
  return { emulator, open };
}
