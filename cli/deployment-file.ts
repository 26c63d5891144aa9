import { readFileSync } from 'node:fs';
import { CLOUDS, readTold } from '../shared/deployment/astro-deployment.ts';
import type { Deployment } from '../shared/deployment/deployment.ts';
import { InvalidEventError } from '../shared/runtime/errors.ts';

/** For what no rule asks about, so that a file need not have it. */
const UNSAID = {
  id: `c${'0'.repeat(24)}`,
  namespace: 'unknown-namespace-0000',
  organizationId: 'unknown',
  createdAt: '1970-01-01T00:00:00Z',
};

/** A Deployment as Astro's API answers it, or as little of it as the rules ask about. */
export function deploymentFrom(file: string): Deployment {
  const body = read(file);
  const reading = readTold({ ...UNSAID, ...body });
  if (reading.kind === 'unreadable') throw new InvalidEventError(`${file}: ${reading.reason}`);
  const { cloud, ...told } = reading.told;
  if (cloud !== undefined) return { ...told, cloud };
  const clouds = Object.keys(CLOUDS).join(', ');
  throw new InvalidEventError(`${file}: cloudProvider is missing, one of ${clouds}`);
}

function read(file: string): object {
  try {
    const body: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : message;
    throw new InvalidEventError(`${file}: ${why}`, { cause });
  }
  throw new InvalidEventError(`${file}: an object was expected, as Astro answers for a Deployment`);
}
