import { describe, expect, it } from '@jest/globals';
import type { Context, SQSEvent } from 'aws-lambda';
import { queueHandler } from '../../../shared/cloud/aws/queue-handler.ts';
import { TransientError } from '../../../shared/cloud/errors.ts';
import { InvalidEventError } from '../../../shared/runtime/errors.ts';
import { jsonLogger } from '../../../shared/runtime/logger.ts';
import { UnknownDeploymentError } from '../../../shared/stories/decide-access.ts';

const context = { awsRequestId: 'r' } as Context;

function event(...bodies: string[]): SQSEvent {
  const Records = bodies.map((body, place) => ({ messageId: `m${place}`, body }));
  return { Records } as SQSEvent;
}

function parse(body: string): string {
  if (body === 'nonsense') throw new InvalidEventError('no deploymentId');
  return body;
}

async function handle(run: (key: string) => Promise<void>, ...bodies: string[]) {
  const log: string[] = [];
  const handler = queueHandler(
    parse,
    run,
    jsonLogger((line) => log.push(line)),
  );
  const { batchItemFailures } = await handler(event(...bodies), context);
  return { failed: batchItemFailures.map(({ itemIdentifier }) => itemIdentifier), log };
}

describe('queueHandler', () => {
  it('runs once for each distinct key, and lets its messages share the outcome', async () => {
    const keys: string[] = [];
    const { failed } = await handle(
      async (key) => {
        keys.push(key);
        if (key === 'b') throw new TransientError('throttled');
      },
      'a',
      'b',
      'a',
      'b',
    );
    expect(keys).toEqual(['a', 'b']);
    expect(failed).toEqual(['m1', 'm3']);
  });

  it('keeps what cannot be read for the dead-letter queue, and does the rest', async () => {
    const { failed, log } = await handle(async () => {}, 'nonsense', 'a');
    expect(failed).toEqual(['m0']);
    expect(log.join()).toContain('no deploymentId');
  });

  it('keeps what cannot be read with its reason, where there is a place for it', async () => {
    const kept: string[] = [];
    const logger = jsonLogger(() => {});
    const handler = queueHandler(
      parse,
      async () => {},
      logger,
      async (body, reason) => {
        kept.push(`${body}: ${reason}`);
      },
    );
    const { batchItemFailures } = await handler(event('nonsense', 'a'), context);
    expect(batchItemFailures).toEqual([]);
    expect(kept).toEqual(['nonsense: invalid-event: no deploymentId']);
  });

  it('loses nothing when that place takes nothing', async () => {
    const handler = queueHandler(
      parse,
      async () => {},
      jsonLogger(() => {}),
      async () => {
        throw new Error('down');
      },
    );
    const { batchItemFailures } = await handler(event('nonsense'), context);
    expect(batchItemFailures).toEqual([{ itemIdentifier: 'm0' }]);
  });

  it('is done with what no retry can mend', async () => {
    const { failed, log } = await handle(async () => {
      throw new UnknownDeploymentError('Astro knows no Deployment x');
    }, 'x');
    expect(failed).toEqual([]);
    expect(log.join()).toContain('event.discarded');
  });

  it('has a bug sent again, with its stack in the log', async () => {
    const { failed, log } = await handle(async () => {
      throw new TypeError('oops');
    }, 'x');
    expect(failed).toEqual(['m0']);
    expect(log.join()).toContain('queue-handler.test.ts');
  });
});
