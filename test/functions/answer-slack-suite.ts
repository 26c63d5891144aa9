import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Signed, signedForm } from '../../local/slack/press.ts';
import type { SlackEmulator } from '../../local/slack/start-slack.ts';
import type { AccessRecord } from '../../shared/record/record.ts';
import type { Verb } from '../../shared/slack/press.ts';
import { captureLog, type Logged } from './log.ts';
import { FORGED, pressOn, UNENTITLED } from './presses.ts';

/** One cloud's answer-slack behind its HTTP front, with one decided Deployment to press on. */
export interface PressedFunction {
  readonly record: AccessRecord;
  readonly slack: Pick<SlackEmulator, 'whispers'>;
  readonly deploymentId: string;
  send(request: Signed): Promise<{ readonly status: number; readonly body: string }>;
  /** What was sent on since it was last asked. */
  take(channel: 'targets' | 'messages' | 'handovers'): readonly unknown[];
  close(): Promise<void>;
}

/** What a press does and does not, told by what is written down, sent on and answered. */
export function describeAnswerSlack(open: () => Promise<PressedFunction>): void {
  let front: PressedFunction;
  let log: readonly Logged[];
  beforeAll(async () => {
    captureLog();
    front = await open();
  });
  afterAll(() => front.close());
  beforeEach(() => {
    log = captureLog();
    sentOn();
  });

  const sentOn = () => [front.take('targets'), front.take('messages'), front.take('handovers')];
  const press = (verb: Verb, userId: string) =>
    pressOn(front.record, front.deploymentId, verb, userId);
  const decision = async () => {
    const { record, deploymentId } = front;
    const { decided } = (await record.deployments.get([deploymentId])).get(deploymentId) ?? {};
    return record.decisions.find(decided?.wants[0]?.accessId ?? '');
  };

  describe('answer-slack', () => {
    it.each([
      ['hold', 'held'],
      ['release', 'released'],
    ] as const)('does what an approver asks for: %s', async (verb, verdict) => {
      const { deploymentId, slack } = front;
      expect(await front.send(signedForm(await press(verb, 'U0ANN')))).toEqual({
        status: 200,
        body: '',
      });
      expect(await decision()).toMatchObject({ item: { verdict, by: 'U0ANN (ann)' } });
      const [targets, messages, handovers] = sentOn();
      expect(targets).toHaveLength(1);
      expect([messages, handovers]).toEqual([[{ deploymentId }], []]);
      expect(slack.whispers.at(-1)).toMatchObject({ userId: 'U0ANN', channel: 'C0DATAOPS1' });
      expect(log).toContainEqual(
        expect.objectContaining({ event: 'press.answered', deploymentId }),
      );
    });

    it.each(FORGED)('does nothing for a press %s: %i', async (_what, status, forged) => {
      const before = await decision();
      const whispers = front.slack.whispers.length;
      expect(await front.send(forged(await press('revoke', 'U0ANN')))).toMatchObject({ status });
      expect(await decision()).toEqual(before);
      expect(front.slack.whispers).toHaveLength(whispers);
      expect(sentOn()).toEqual([[], [], []]);
    });

    it('does nothing a second time when a press is replayed', async () => {
      const request = signedForm(await press('hold', 'U0ANN'));
      await front.send(request);
      const before = await decision();
      sentOn();
      expect(await front.send(request)).toMatchObject({ status: 200 });
      expect(await decision()).toEqual(before);
      expect(front.take('targets')).toEqual([]);
      expect(front.slack.whispers.at(-1)?.text).toContain('It has changed since');
    });

    it.each(UNENTITLED)('does nothing when %s presses %s', async (userId, verb) => {
      const before = await decision();
      expect(await front.send(signedForm(await press(verb, userId)))).toEqual({
        status: 200,
        body: '',
      });
      expect(await decision()).toEqual(before);
      expect([front.take('targets'), front.take('handovers')]).toEqual([[], []]);
      expect(front.slack.whispers.at(-1)).toMatchObject({
        userId,
        text: expect.stringMatching(/^Nothing was done\. /),
      });
    });
  });
}
