import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type GcpEmulator, startGcp } from '../../../local/gcp/emulator.ts';
import { deadLetterTopic } from '../../../shared/cloud/gcp/dead-letters.ts';

const TOPIC = 'projects/acme-platform/topics/dead';

let gcp: GcpEmulator;
beforeEach(async () => {
  gcp = await startGcp();
  process.env.GCE_METADATA_HOST = new URL(gcp.url).host;
  gcp.pubsub.createTopic(TOPIC);
});
afterEach(() => gcp.close());

const topic = (name: string | undefined) =>
  deadLetterTopic(
    { GOOGLE_CLOUD_PROJECT: 'acme-platform', endpoints: { PUBSUB: `${gcp.url}/` } },
    name,
  );

describe('deadLetterTopic', () => {
  it('keeps the message, with the reason beside it', async () => {
    await topic('dead')?.('{"deploymentId": 7}', 'invalid-event: no id');
    expect(gcp.pubsub.published(TOPIC)).toMatchObject([
      {
        data: Buffer.from('{"deploymentId": 7}').toString('base64'),
        attributes: { reason: 'invalid-event: no id' },
      },
    ]);
  });

  it('keeps a message with nothing in it', async () => {
    await topic('dead')?.('', 'invalid-event: nothing');
    expect(gcp.pubsub.published(TOPIC)).toHaveLength(1);
  });

  it.each(['x', 'é', '→'])('cuts a reason of many %s to what Pub/Sub takes', async (letter) => {
    await topic('dead')?.('x', letter.repeat(5_000));
    const [kept] = gcp.pubsub.published(TOPIC);
    expect(Buffer.byteLength(kept?.attributes?.reason ?? '')).toBeGreaterThan(990);
  });

  it('is none where no topic is configured', () => {
    expect(topic(undefined)).toBeUndefined();
  });
});
