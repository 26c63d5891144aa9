import { afterEach } from '@jest/globals';
import { type AstroEmulator, type AstroOptions, startAstro } from '../../local/astro/emulator.ts';
import { type Astro, astroApi } from '../../shared/deployment/astro.ts';
import type { AstroOptions as ApiOptions } from '../../shared/deployment/astro-get.ts';
import type { Clock } from '../../shared/runtime/clock.ts';
import { jsonLogger } from '../../shared/runtime/logger.ts';

/** A clock whose sleeps pass at once, and are noted. */
export function hastyClock(): Clock & { readonly slept: number[] } {
  let ahead = 0;
  const slept: number[] = [];
  return {
    slept,
    now: () => new Date(Date.now() + ahead),
    sleep: async (milliseconds) => {
      slept.push(milliseconds);
      ahead += milliseconds;
    },
  };
}

export interface Setup {
  readonly emulator: AstroEmulator;
  readonly astro: Astro;
  readonly lines: readonly string[];
  readonly clock: ReturnType<typeof hastyClock>;
}

const running: AstroEmulator[] = [];

afterEach(async () => {
  for (const emulator of running.splice(0)) await emulator.close();
});

/** The real client before the emulator; both are gone after the test. */
export async function setUp(
  options: AstroOptions = {},
  api: Partial<ApiOptions> = {},
): Promise<Setup> {
  const clock = hastyClock();
  const emulator = await startAstro({ clock, ...options });
  running.push(emulator);
  const lines: string[] = [];
  const astro = astroApi({
    url: emulator.url,
    organizationId: emulator.organizationId,
    token: async () => [...emulator.tokens][0] ?? '',
    clock,
    logger: jsonLogger((line) => lines.push(line)),
    ...api,
  });
  return { emulator, astro, lines, clock };
}
