import { ASTRO_TOKEN } from '../environment.ts';
import type { House } from '../house.ts';
import { ORGANIZATION, WORKSPACE } from '../samples.ts';

/** Says where everything is, and goes on until the process is told to end. */
export function stayUp(house: House, say: (line: string) => void): Promise<never> {
  say('It stays up until Ctrl-C:');
  say(`  Slack, every message:   ${house.slack.inspectorUrl}`);
  say(`  Astro's API:            ${house.astro.url}`);
  say(`  AWS:                    ${house.aws.url}`);
  say(`  Google Cloud:           ${house.gcp.url}`);
  say('');
  say('Create another Deployment (or one called analytics-two, with "cloudProvider": "GCP"):');
  say(`  curl -sX POST ${house.astro.url}/v1/organizations/${ORGANIZATION}/deployments \\`);
  say(`    -H 'authorization: Bearer ${ASTRO_TOKEN.value}' \\`);
  say(`    -d '{"name": "lake-two", "cloudProvider": "AWS", "workspaceId": "${WORKSPACE}"}'`);
  return new Promise(() => {});
}
