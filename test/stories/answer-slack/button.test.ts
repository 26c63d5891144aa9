import { describe, expect, it, jest } from '@jest/globals';
import { FAILED, GONE, nothingDone, UNKNOWN_BUTTON } from '../../../shared/slack/answers.ts';
import type { ButtonPressed } from '../../../shared/slack/interaction.ts';
import type { Verb } from '../../../shared/slack/press.ts';
import { answerButton } from '../../../shared/stories/answer-slack/button.ts';
import type { AnswerTools } from '../../../shared/stories/answer-slack/tools.ts';
import { NOW } from '../findings.ts';
import { CHANNEL, type Shown } from '../press-desk.ts';
import { buttonOf, ID, openStation } from './presses.ts';

const AT = NOW.toISOString();
const BY = 'U0ANN (ann)';
const ANSWERED = { severity: 'INFO', event: 'press.answered' };
const BUG = new TypeError('a bug');
const fails = async () => {
  throw BUG;
};

async function open() {
  const station = await openStation();
  const { tools, record } = station;
  const button = (verb: Verb, on: Shown, more: Partial<ButtonPressed> = {}) =>
    buttonOf(verb, on, { at: NOW, ...more });
  return {
    ...station,
    button,
    lake: await station.shown('lake'),
    send: (one: ButtonPressed, more: Partial<AnswerTools> = {}) =>
      answerButton(one, { ...tools, ...more }),
    marked: async () => (await record.tellings.get(ID))?.item,
  };
}

describe('a press that was carried out', () => {
  it('is answered, and left to what carried it out to be written down and sent on', async () => {
    const { send, button, lake, log, whispers, happened, sent, marked } = await open();
    const before = await marked();
    await send(button('hold', lake));
    const { accessId } = lake;
    expect(log()).toEqual([{ ...ANSWERED, verb: 'hold', deploymentId: ID, accessId, by: BY }]);
    expect(whispers).toMatchObject([{ channel: CHANNEL, userId: 'U0ANN' }]);
    expect(whispers[0]?.text).toMatch(/^Held: /);
    expect(whispers[0]).not.toHaveProperty('threadTs');
    expect(await happened()).toMatchObject([{ event: 'decision.held' }]);
    expect(sent.filter((one) => one.startsWith('notify'))).toEqual([`notify ${ID}`]);
    expect(await marked()).toEqual(before);
  });

  it('is answered in the thread in which it was made', async () => {
    const { send, button, lake, whispers } = await open();
    await send(button('hold', lake, { threadTs: '1768469000.000100' }));
    expect(whispers).toMatchObject([{ threadTs: '1768469000.000100' }]);
  });
});

describe('a press that shows something', () => {
  it.each(['details', 'diff'] as const)(
    'is written down, and nothing is sent (%s)',
    async (verb) => {
      const { send, button, lake, log, whispers, happened, sent } = await open();
      await send(button(verb, lake));
      const { accessId } = lake;
      expect(log()).toEqual([{ ...ANSWERED, verb, deploymentId: ID, accessId, by: BY }]);
      expect(await happened()).toStrictEqual([
        { deploymentId: ID, accessId, at: AT, event: `press.${verb}`, by: BY },
      ]);
      expect(whispers).toHaveLength(1);
      expect(sent).toEqual([]);
    },
  );

  it('has nothing sent where there is nothing to show', async () => {
    const { send, button, lake, record, sent, whispers } = await open();
    const deploymentId = `c${'9'.repeat(24)}`;
    await send(button('details', { ...lake, deploymentId }));
    expect(await record.history.of(deploymentId)).toMatchObject([
      { event: 'press.details', detail: { refused: 'press-gone' } },
    ]);
    expect(whispers.map(({ text }) => text)).toEqual([nothingDone(GONE).text]);
    expect(sent).toEqual([]);
  });

  it('of a whole Deployment is written down as that', async () => {
    const { send, button, shown, happened } = await open();
    await send(button('details', await shown()));
    expect(await happened()).toStrictEqual([
      { deploymentId: ID, at: AT, event: 'press.details', by: BY },
    ]);
  });
});

describe('a press that did nothing', () => {
  it('is written down with why, and the message is looked at', async () => {
    const { send, button, lake, log, happened, sent, marked } = await open();
    const before = await marked();
    await send(button('hold', lake, { user: { id: 'U0BOB', name: 'bob' } }));
    const { accessId } = lake;
    const by = 'U0BOB (bob)';
    const refused = 'press-not-entitled';
    const about = { verb: 'hold', deploymentId: ID, accessId, by };
    expect(log()).toEqual([{ ...ANSWERED, ...about, refused }]);
    expect(await happened()).toStrictEqual([
      { deploymentId: ID, accessId, at: AT, event: 'press.hold', by, detail: { refused } },
    ]);
    expect(sent).toEqual([`notify ${ID}`]);
    expect(await marked()).toEqual(before);
  });

  it.each<[string, Verb, Partial<Shown>]>([
    ['press-stale', 'hold', { revision: 'older' }],
    ['press-gone', 'hold', { accessId: 'another' }],
    ['press-nothing-left', 'replace', {}],
  ])('has the message shown anew, where it may be old: %s', async (refused, verb, other) => {
    const { send, button, lake, happened, sent, marked } = await open();
    await send(button(verb, { ...lake, ...other }));
    expect(await happened()).toMatchObject([{ event: `press.${verb}`, detail: { refused } }]);
    expect(sent).toEqual([`notify ${ID}`]);
    expect(await marked()).toEqual({ deploymentId: ID, asked: true });
  });

  it('is written down before it is marked, and marked before it is sent', async () => {
    const { send, button, lake, record, tools } = await open();
    const order: string[] = [];
    const noting = (step: string) => async () => {
      await new Promise((resolve) => setImmediate(resolve));
      order.push(step);
    };
    const history = { ...record.history, append: noting('written') };
    const tellings = { ...record.tellings, mark: noting('marked') };
    await send(button('hold', { ...lake, revision: 'older' }), {
      record: { ...record, history, tellings },
      queues: { ...tools.queues, notify: noting('sent') },
    });
    expect(order).toEqual(['written', 'marked', 'sent']);
  });

  it('of a link does nothing at all', async () => {
    const { send, button, lake, log, whispers, happened, sent } = await open();
    const { value: _, ...link } = button('hold', lake);
    await send(link);
    expect([log(), whispers, await happened(), sent]).toEqual([[], [], [], []]);
  });
});

describe('a button of another version', () => {
  const action = `extend-${'x'.repeat(60)}`;

  it('is said to be one, and the message is written anew', async () => {
    const { send, button, lake, log, whispers, happened, sent, marked } = await open();
    await send(button('hold', lake, { actionId: action }));
    const refused = 'press-unknown';
    expect(log()).toEqual([{ ...ANSWERED, verb: 'unknown', deploymentId: ID, by: BY, refused }]);
    expect(whispers.map(({ text }) => text)).toEqual([
      'Nothing was done. This button is of another version of deployment-authorizer. The message is being written anew: press again there.',
    ]);
    const detail = { refused, button: action.slice(0, 50) };
    expect(await happened()).toStrictEqual([
      { deploymentId: ID, at: AT, event: 'press.unknown', by: BY, detail },
    ]);
    expect(sent).toEqual([`notify ${ID}`]);
    expect(await marked()).toEqual({ deploymentId: ID, asked: true });
  });

  it.each<[string, string, string | undefined]>([
    ['names no Deployment that Astro can have', JSON.stringify({ d: '../x', r: 'r' }), '../x'],
    ['cannot be read', 'extend', undefined],
  ])('leaves no trace but in the log where it %s', async (_it, value, deploymentId) => {
    const { send, button, lake, log, whispers, sent, record } = await open();
    const append = jest.spyOn(record.history, 'append');
    const mark = jest.spyOn(record.tellings, 'mark');
    await send(button('hold', lake, { actionId: action, value }));
    const { code: refused } = UNKNOWN_BUTTON;
    const about = { verb: 'unknown', ...(deploymentId && { deploymentId }), by: BY };
    expect(log()).toEqual([{ ...ANSWERED, ...about, refused }]);
    expect(whispers).toHaveLength(1);
    expect([append.mock.calls, mark.mock.calls, sent]).toEqual([[], [], []]);
  });
});

describe('a press in a bad hour', () => {
  it('that fails is said to have failed, and fails', async () => {
    const { send, button, lake, record, whispers, log } = await open();
    const broken = { ...record, deployments: { ...record.deployments, get: fails } };
    await expect(send(button('hold', lake), { record: broken })).rejects.toBe(BUG);
    expect(whispers.map(({ text }) => text)).toEqual([
      'Nothing was done. It may not have been written down: something that is needed for it failed. Look at the message in a minute, and press again if it still asks.',
    ]);
    expect(log()).toEqual([]);
  });

  it('that cannot be written down fails, too', async () => {
    const { send, button, lake, record, whispers } = await open();
    const broken = { ...record, history: { ...record.history, append: fails } };
    await expect(send(button('details', lake), { record: broken })).rejects.toBe(BUG);
    expect(whispers.at(-1)?.text).toBe(nothingDone(FAILED).text);
  });

  it.each<[string, AnswerTools['slack']['whisper'], string]>([
    ['fails', fails, 'a bug'],
    ['fails with no error', () => Promise.reject('nothing'), 'nothing'],
    ['does not come back', () => new Promise(() => {}), 'not done within 30 ms'],
  ])('is done although its answer %s', async (_it, whisper, reason) => {
    const { send, button, lake, people, log, decided } = await open();
    people.whisper = whisper;
    await send(button('hold', lake), { limits: { lookUps: 5_000, whisper: 30, answer: 5_000 } });
    expect(await decided()).toEqual([`lake held ${BY}`]);
    expect(log()).toContainEqual({
      ...{ severity: 'WARNING', event: 'press.unanswered', userId: 'U0ANN', reason },
    });
  });

  it('is written down while Slack is slow to take the answer', async () => {
    const { send, button, lake, people, happened } = await open();
    let before = 0;
    people.whisper = async () => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      before = (await happened()).length;
    };
    await send(button('details', lake));
    expect(before).toBe(1);
  });
});
