import { ConfigError } from '../runtime/errors.ts';

/** Where a token may be sent: an origin, or every name under a domain. */
export interface Origin {
  readonly protocol: string;
  /** With the port, where it is not the usual one; `*` stands for any names before the domain. */
  readonly host: string;
}

/** Reads `https://*.astronomer.run,https://airflow.acme.com`; names what is wrong with it. */
export function parseOrigins(text: string): readonly Origin[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(parseOrigin);
}

function parseOrigin(text: string): Origin {
  const [, protocol = '', host = ''] = ORIGIN.exec(text) ?? [];
  if (protocol !== '') return { protocol: `${protocol}:`, host: host.toLowerCase() };
  throw new ConfigError(
    `configuration: AIRFLOW_ORIGINS has ${text}, where https://host or https://*.domain.tld was expected`,
  );
}

/** `*` before one label alone would be half of the internet. */
const ORIGIN =
  /^(https?):\/\/((?:\*\.[a-z0-9-]+(?:\.[a-z0-9-]+)+|[a-z0-9-]+(?:\.[a-z0-9-]+)*)(?::\d+)?)$/i;

/**
 * The root of a Deployment's Airflow, from Astro's `webServerAirflowApiUrl`, with or without a
 * scheme; undefined where no token may be sent there.
 */
export function airflowRoot(told: string, origins: readonly Origin[]): string | undefined {
  const schemed = /^[a-z][a-z0-9+.-]*:\/\//i.test(told);
  const candidates = schemed ? [told] : [`https://${told}`, `http://${told}`];
  for (const candidate of candidates) {
    const url = URL.parse(candidate);
    if (url === null || url.username !== '' || url.password !== '') continue;
    if (!origins.some((origin) => allows(origin, url))) continue;
    return `${url.origin}${url.pathname}`.replace(/\/+$/, '').replace(/\/api\/v\d+$/, '');
  }
  return undefined;
}

function allows({ protocol, host }: Origin, url: URL): boolean {
  if (url.protocol !== protocol) return false;
  // With its dot: whatever only ends alike is another domain.
  return host.startsWith('*.') ? url.host.endsWith(host.slice(1)) : url.host === host;
}
