import { describe, expect, it } from '@jest/globals';
import { connectionState } from '../../shared/slack/connection-state.ts';
import type { AccessView } from '../../shared/slack/view.ts';
import { access, handover } from './views.ts';

const { connection } = access();
const reason = { code: 'x', text: 'It hibernates.', advice: 'Wake it up.' };
const until = '2026-03-07T14:02:11.000Z';
const done = (
  ...about: Parameters<typeof handover> extends [unknown, ...infer Rest] ? Rest : never
) => ({
  handover: handover(connection, ...about),
});
const auto = { handover: { create: 'auto', via: 'airflow' } as const };

describe('connectionState', () => {
  it.each<[string, Partial<AccessView>, readonly string[]]>([
    ['is not made', {}, ['Connection `aws_lake` is not in Airflow yet.']],
    ['is made unasked', auto, ['🟡 Connection `aws_lake` is being made in Airflow.']],
    [
      'is not made unasked for what is only left as it stands',
      { ...auto, reason: { code: 'held', text: 'So.', advice: '' } },
      ['Connection `aws_lake` is not in Airflow yet.'],
    ],
    [
      'was asked for',
      { handover: { create: 'ask', via: 'airflow', asked: true } },
      ['🟡 Connection `aws_lake` was asked for: it is being made in Airflow.'],
    ],
    [
      'is made where nobody would look for it',
      done('created'),
      [
        "✅ Connection `aws_lake` is made in Astro's Environment Manager. It is not listed in Airflow's own UI, and it overrides one of the same id there.",
      ],
    ],
    [
      'is made in Airflow',
      done('created', { via: 'airflow' }),
      ['✅ Connection `aws_lake` is made in Airflow.'],
    ],
    [
      'was made for something else',
      done('created', { connection: 'older' }),
      ['Connection `aws_lake` was made, and is not as the access rules say now.'],
    ],
    [
      'waits',
      done('waiting'),
      ['🟡 Connection `aws_lake` is not made yet. It waits until the Deployment is healthy.'],
    ],
    [
      'waits for something that is known',
      done('waiting', { reason }),
      ['🟡 Connection `aws_lake` is not made yet. It hibernates. Wake it up.'],
    ],
    [
      'is taken',
      done('taken', { via: 'airflow' }),
      ['🔴 Airflow has another connection of this id, and it was left alone.'],
    ],
    [
      'was refused',
      done('refused', { reason }),
      [
        '🔴 The connection was not made. It hibernates. Wake it up.',
        'Connection `aws_lake` is not in Airflow yet.',
      ],
    ],
    [
      'is left to people',
      { handover: { create: 'never', via: 'airflow' } },
      ['Connection `aws_lake` is for you to make.'],
    ],
    ['is none for what is about to end', { until }, []],
    [
      'is none for what is about to end, though it was asked for',
      { until, handover: { create: 'ask', via: 'airflow', asked: true } },
      [],
    ],
    ['is none for what is not there', { state: 'pending' }, []],
  ])('%s', (_it, more, lines) => expect(connectionState(access(more))).toEqual(lines));
});
