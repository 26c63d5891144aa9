/**
 * Where people find a Deployment's Airflow, from Astro's `webServerUrl`, which comes with or
 * without a scheme, and with a query that names the Organization.
 */
export function airflowUrlOf(webServerUrl: string): string | undefined {
  const whole = /^https?:\/\//i.test(webServerUrl) ? webServerUrl : `https://${webServerUrl}`;
  const url = URL.parse(whole);
  return url === null ? undefined : `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}
