import * as z from 'zod';

const errorBody = z.object({
  message: z.string(),
  requestId: z.string(),
  statusCode: z.number(),
});

/**
 * What Astro itself says about a refused call, cut to a line; undefined where the body is not
 * Astro's: a proxy's page, say, from which nothing may be concluded.
 */
export function astroMessage(status: number, body: unknown): string | undefined {
  const { success, data } = errorBody.safeParse(body);
  if (!success || data.statusCode !== status) return undefined;
  const message = data.message.replace(/\s+/g, ' ').slice(0, 300);
  return `${message} (request ${data.requestId.slice(0, 64)})`;
}
