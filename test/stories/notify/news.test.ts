import { beforeEach, describe, expect, it } from '@jest/globals';
import { BASELINE, INSTALLATION } from '../../../shared/deployment/events.ts';
import { digest } from '../../../shared/runtime/json.ts';
import { baselineMessage } from '../../../shared/slack/baseline-message.ts';
import { allIsWell, installationMessage } from '../../../shared/slack/installation-message.ts';
import type { Message } from '../../../shared/slack/message.ts';
import { deploymentNews } from '../../../shared/stories/notify/deployment-news.ts';
import { type News, newsOf, saidBy } from '../../../shared/stories/notify/news.ts';
import { viewOf } from '../../../shared/stories/notify/view-of.ts';
import { AT } from '../../record/samples.ts';
import { DEPLOYMENT, type MemoryBench, openMemoryBench } from '../memory-bench.ts';
import { REDSHIFT, rulesReaching } from '../rules.ts';

const HOME = 'C0DATAOPS1';
const FINANCE = 'C0FINANCE1';
const RULES = rulesReaching(REDSHIFT);
const IN_FINANCE = RULES.replace('reach: [', `channel: ${FINANCE}, reach: [`);
const HERE = { name: 'test', cloud: 'aws' } as const;

let bench: MemoryBench;
beforeEach(() => {
  bench = openMemoryBench(RULES);
});

/** With its message as data. */
async function told(id: string) {
  const news = await newsOf(id, bench.tools);
  return news && { ...news, head: news.head(undefined) };
}

/** As news are that are one message. */
const plain = (message: Message | undefined) => ({
  ...{ name: 'test', channel: HOME, fallback: HOME, thread: [], drifts: [], head: message },
  ...{ gist: digest(message), connections: false },
});

describe('newsOf the installation', () => {
  it('are none while all is well', async () => {
    expect(await told(INSTALLATION)).toBeUndefined();
  });

  it('are that somebody has paused it', async () => {
    const paused = { by: 'jane', at: AT };
    await bench.record.pause.set(paused);
    const message = installationMessage(HERE, await bench.record.breaker.get(), paused);
    expect(message?.text).toContain('paused by jane');
    expect(await told(INSTALLATION)).toStrictEqual(plain(message));
  });

  it('are that it has stopped taking access away', async () => {
    const ids = ['access-1', 'access-2', 'access-3'];
    await bench.record.breaker.end(ids, async () => ids);
    expect((await told(INSTALLATION))?.head.text).toContain('stopped taking access away: 3 of 3');
  });

  it('are that all is well again, once it was told that it is not', async () => {
    const item = { deploymentId: INSTALLATION, channel: HOME };
    const { version } = await bench.record.messages.write(INSTALLATION, 0, item);
    expect(await told(INSTALLATION)).toBeUndefined();
    await bench.record.messages.write(INSTALLATION, version, { ...item, ts: '1.1' });
    expect(await told(INSTALLATION)).toStrictEqual(plain(allIsWell(HERE)));
  });
});

describe('newsOf the baseline', () => {
  const none = { undecided: 0, noRule: 0, nothing: 0, byHand: 0, granted: 0 };
  const counts = { ...none, deployments: 2, wouldGain: 0, toApprove: 0, refused: 0, waiting: 2 };
  const baseline = { at: AT, deployments: ['deployment-1', 'deployment-2'] };

  it('are none where there is none, or nothing is known of it', async () => {
    expect(await told(BASELINE)).toBeUndefined();
    await bench.record.baseline.write(0, baseline);
    expect(await told(BASELINE)).toBeUndefined();
  });

  it('are its summary', async () => {
    await bench.record.baseline.write(0, { ...baseline, counts });
    const message = baselineMessage(HERE, { ...baseline, counts });
    expect(message?.text).toContain('found 2 Deployments');
    expect(await told(BASELINE)).toStrictEqual(plain(message));
  });
});

describe('newsOf a Deployment', () => {
  const { id } = DEPLOYMENT;

  it('are none where none was decided on', async () => {
    expect(await told(id)).toBeUndefined();
  });

  it.each([
    ['the channel of the file', RULES, HOME],
    ['that of its rule', IN_FINANCE, FINANCE],
  ])('are told in %s', async (_it, rules, channel) => {
    bench.setRules(rules);
    await bench.decide();
    const view = await viewOf(id, bench.tools);
    const { head, ...rest } = view === undefined ? {} : deploymentNews(view, channel, bench.tools);
    expect(await told(id)).toStrictEqual({ ...rest, head: head?.(undefined) });
    expect(rest).toMatchObject({ name: 'etl-prod', channel, fallback: HOME });
  });

  it.each([
    ['is forgotten', () => new Map()],
    ['is to be decided anew', () => new Map([[id, { deploymentId: id, ticket: 1 }]])],
  ])('are told in the channel of the file where it %s meanwhile', async (_it, then) => {
    bench.setRules(IN_FINANCE);
    await bench.decide();
    const { record } = bench;
    const answers = [await record.deployments.get([id]), then()];
    const get = async () => answers.shift() ?? new Map();
    const deployments = { ...record.deployments, get };
    const news = await newsOf(id, { ...bench.tools, record: { ...record, deployments } });
    expect(news?.channel).toBe(HOME);
  });
});

describe('saidBy', () => {
  const message = (text: string): Message => ({ text, blocks: [] });
  const drift = { accessId: 'access-1', at: AT, message: message('Changed.') };
  const call = { about: 'something', message: message('It waits.') };
  const NEWS: News = {
    ...{ name: 'etl', channel: HOME, fallback: HOME, gist: 'gist', connections: false },
    head: (refused) => message(refused === undefined ? 'etl' : 'refused'),
    ...{ thread: [message('forms')], drifts: [drift], call },
  };
  const { call: _, ...UNCALLED } = NEWS;

  it.each<[string, News]>([
    ['in another channel', { ...NEWS, channel: FINANCE }],
    ['with another message', { ...NEWS, head: () => message('other') }],
    ['with another thread', { ...NEWS, thread: [] }],
    ['of another access', { ...NEWS, drifts: [{ ...drift, accessId: 'access-2' }] }],
    ['of another change by hand', { ...NEWS, drifts: [{ ...drift, at: 'later' }] }],
    ['about something else that waits', { ...NEWS, call: { ...call, about: 'another' } }],
    ['about nothing that waits', UNCALLED],
  ])('is another one %s', (_it, news) => {
    expect(saidBy(news)).not.toBe(saidBy(NEWS));
  });

  it.each<[string, Partial<News>]>([
    ['nobody is told of', { name: 'x', fallback: FINANCE, gist: 'x', connections: true }],
    ['comes later', { deadline: AT }],
    ['is only said in other words', { drifts: [{ ...drift, message: message('So.') }] }],
    ['calls for the same', { call: { ...call, message: message('So.'), atOnce: true } }],
  ])('is the same for what %s', (_it, more) => {
    expect(saidBy({ ...NEWS, ...more })).toBe(saidBy(NEWS));
  });
});
