import { readFileSync } from 'node:fs';

/** The Deployment and the target that the fixtures are about. */
const DEPLOYMENT = 'clmh57jtm000008lb58fe2wmv';

/** The text of an event as its platform sends it, about another Deployment than the fixture's. */
export function fixture(name: string, deploymentId = DEPLOYMENT): string {
  const text = readFileSync(`test/fixtures/events/${name}.json`, 'utf8');
  const inBase64 = (id: string) =>
    Buffer.from(JSON.stringify({ deploymentId: id })).toString('base64');
  return text
    .replaceAll(DEPLOYMENT, deploymentId)
    .replaceAll(inBase64(DEPLOYMENT), inBase64(deploymentId));
}
