import { createHash } from 'node:crypto';
import type { Fault } from '../faults.ts';
import { type Answer, json, type Request } from '../server.ts';

/** A refusal in Astro's own form. */
export function refused(status: number, message: string, headers?: Record<string, string>): Answer {
  const hash = createHash('sha256').update(`${status} ${message}`).digest('hex');
  const requestId = `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4000-8000-${hash.slice(12, 24)}`;
  return json(status, { message, requestId, statusCode: status }, headers);
}

/** What a proxy puts in Astro's place. */
function page({ status, headers }: Fault): Answer {
  const body = '<!doctype html><title>Not what you asked for</title>';
  return { status, headers: { 'content-type': 'text/html', ...headers }, body };
}

/**
 * The answer that a fault stands for: its status in Astro's form, a proxy's page (code `html`), or
 * none at all (code `hang`). Undefined for one that is shown inside a list.
 */
export async function faulty(fault: Fault): Promise<Answer | undefined> {
  if (fault.code === 'hang') return new Promise(() => {});
  if (fault.code === 'html') return page(fault);
  if (fault.status === 200) return undefined;
  return refused(fault.status, fault.message, { ...fault.headers });
}

/** The object that a request carries, or undefined. */
export function bodyOf(request: Request): Readonly<Record<string, unknown>> | undefined {
  try {
    const body: unknown = JSON.parse(request.body);
    return typeof body === 'object' && body !== null ? { ...body } : undefined;
  } catch {
    return undefined;
  }
}

/** The token that a request is sent with. */
export function tokenOf({ headers }: Request): string {
  const [scheme, token = ''] = (headers.authorization ?? '').split(' ');
  return scheme === 'Bearer' ? token : '';
}
