import type { House } from '../house.ts';

/** Says where everything is, and goes on until the process is told to end. */
export function stayUp(house: House, say: (line: string) => void): Promise<never> {
  say('It stays up until Ctrl-C:');
  say(`  Slack, every message:   ${house.slack.inspectorUrl}`);
  say(`  Astro's API:            ${house.astro.url}`);
  say(`  AWS:                    ${house.aws.url}`);
  say(`  Google Cloud:           ${house.gcp.url}`);
  return new Promise(() => {});
}
