import { SIGNATURE_HEADER, TIMESTAMP_HEADER } from '../../shared/deployment/signature.ts';
import { ASTRO_TOKEN, RECEIVE_SECRET, REGION } from '../environment.ts';
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
  say('');
  say('Tell it of a Deployment, as a CI job does (docs/receive-event.md):');
  for (const line of signedCurl(house)) say(`  ${line}`);
  say(`  (on Google Cloud: ${house.sides.gcp.receiveUrl})`);
  say('');
  say(
    'Press a button of a message, as somebody who approves; without `revoke` it names all buttons:',
  );
  say(`  ${pressing(house, 'aws', 'warehouse-load')}`);
  say(`  ${pressing(house, 'gcp', 'analytics-daily')}`);
  say('');
  say('Ask it, and give it orders, by the command line (docs/cli.md), or as the consoles do:');
  for (const line of commandLine(house)) say(`  ${line}`);
  return new Promise(() => {});
}

/** Works as it stands. */
function pressing({ slack, sides, rules }: House, cloud: 'aws' | 'gcp', name: string): string {
  const places = [slack.url, sides[cloud].answerUrl, rules().slack.channel];
  return `npx node local/start/press.ts ${places.join(' ')} ${name} revoke`;
}

/** Works as it stands. */
function commandLine({ sides }: House): readonly string[] {
  const { aws, gcp } = sides;
  return [
    `AWS_ENDPOINT_URL_LAMBDA=${aws.operateUrl} AWS_REGION=${REGION} AWS_ACCESS_KEY_ID=local \\`,
    '  AWS_SECRET_ACCESS_KEY=local npx deployment-authorizer status lake-etl --cloud aws',
    `OPERATE_URL=${gcp.operateUrl} OPERATE_TOKEN=local \\`,
    '  npx deployment-authorizer status loader-hourly --cloud gcp',
    `curl -s ${gcp.operateUrl} -H 'Content-Type: application/json' -d @infra/events/status-of-all.json`,
  ];
}

/** Works as it stands. */
function signedCurl({ astro, sides }: House): readonly string[] {
  const id = astro.estate.all()[0]?.id ?? 'c...';
  return [
    `body='{"deploymentId": "${id}"}' time=$(date +%s)`,
    `signature=$(printf 'v1:%s:%s' "$time" "$body" |`,
    `  openssl dgst -sha256 -hmac '${RECEIVE_SECRET.value}' -r | cut -d' ' -f1)`,
    `curl -s ${sides.aws.receiveUrl} -H 'Content-Type: application/json' -d "$body" \\`,
    `  -H "${TIMESTAMP_HEADER}: $time" \\`,
    `  -H "${SIGNATURE_HEADER}: v1=$signature"`,
  ];
}
