import * as z from 'zod';

const errorBody = z.object({
  message: z.string(),
  requestId: z.string(),
  statusCode: z.number(),
  fieldErrors: z
    .array(z.object({ field: z.string(), message: z.string() }))
    .nullish()
    .catch(null),
});

/**
 * What Astro itself says about a refused call, cut to a line; undefined where the body is not
 * Astro's: a proxy's page, say, from which nothing may be concluded.
 */
export function astroMessage(status: number, body: unknown): string | undefined {
  const { success, data } = errorBody.safeParse(body);
  if (!success || data.statusCode !== status) return undefined;
  const fields = (data.fieldErrors ?? []).map(({ field, message }) => `${field}: ${message}`);
  const message = [data.message, ...fields].join('; ').replace(/\s+/g, ' ').slice(0, 300);
  return `${message} (request ${data.requestId.slice(0, 64)})`;
}
