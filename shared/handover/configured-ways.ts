import type { Token } from '../deployment/astro-get.ts';
import type { Via } from '../rules/access-rules.ts';
import type { SharedConfig } from '../runtime/config.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Way } from './way.ts';

export type Ways = Readonly<Record<Via, Way>>;

/** The ways that the environment names; `token` is the one that may write. */
export function configuredWays(
  _config: SharedConfig,
  _token: Token,
  _installation: string,
  _logger: Logger,
): Ways {
  const notYet: Way = async () => ({
    kind: 'waiting',
    problem: { code: 'airflow-not-ready', text: 'It cannot be made yet.', advice: '' },
  });
  return { 'environment-manager': notYet, airflow: notYet };
}
