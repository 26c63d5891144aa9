import { describe, expect, it } from '@jest/globals';
import type { Verdict } from '../../../shared/record/items.ts';
import { HOUR, SECOND } from '../../../shared/runtime/clock.ts';
import { ASKED, nothingDone } from '../../../shared/slack/answers.ts';
import { carryOut, type Effect } from '../../../shared/stories/answer-slack/carry-out.ts';
import type { Concerned } from '../../../shared/stories/answer-slack/concern.ts';
import { viewOf } from '../../../shared/stories/notify/view-of.ts';
import { inA, NOW, problem } from '../findings.ts';
import { decision, ID, openStation, told, untold } from './presses.ts';

const BY = 'U0ANN (ann)';
const AT = NOW.toISOString();
const APPROVED = 'Approved: it is being granted.';
const DENIED = 'Denied: it is not given, and what was given is being taken back.';
const HELD = 'Held: nothing is given and nothing is taken until it is released.';
const RELEASED = 'Released: it goes on as the access rules say.';
const MAKING =
  'The connection is made as soon as the access is there; the message shows how far it is.';
const REPLACING =
  'The connection is made as soon as the access is there; one of the same id gives way to it.';

async function open() {
  const station = await openStation();
  const { tools, record } = station;
  const [redshift, lake] = [await station.seen('redshift'), await station.seen('lake')];
  return {
    ...station,
    redshift,
    lake,
    carry: (verb: Effect['verb'], accesses: readonly Concerned[], but?: Effect['but']) =>
      carryOut({ verb, deploymentId: ID, by: BY, accesses, ...(but && { but }) }, tools),
    /** Somebody decides on it, or asks for its connection, after it was seen. */
    overtake: async ({ want: { accessId } }: Concerned) => {
      await record.decisions.write(decision({ accessId }));
      const ask = { accessId, deploymentId: ID, by: 'jane', at: AT };
      await record.connectionAsks.write({ ...ask, replace: false, connection: 'x' });
    },
    asks: async () => {
      const ids = [redshift, lake].map(({ want }) => want.accessId);
      return [...(await record.connectionAsks.get(ids)).values()];
    },
  };
}

/** The same, to end that much later. */
function ending(one: Concerned, milliseconds: number): Concerned {
  return { ...one, want: { ...one.want, until: inA(milliseconds) } };
}

describe('carryOut, of a decision', () => {
  it.each<[Effect['verb'], string, Verdict, string]>([
    ['approve', APPROVED, 'approved', 'approved'],
    ['deny', DENIED, 'denied', 'denied'],
    ['hold', HELD, 'held', 'held'],
    ['release', RELEASED, 'released', 'released'],
    ['revoke', DENIED, 'denied', 'denied'],
    ['undo', RELEASED, 'released', 'released'],
    ['retry', 'It is tried again.', 'released', 'retried'],
  ])('to %s says what becomes of it, and writes it down', async (verb, text, verdict, event) => {
    const { carry, lake, decided, happened, sent } = await open();
    expect(await carry(verb, [lake])).toStrictEqual(told(text));
    expect(await decided()).toEqual([`lake ${verdict} ${BY}`]);
    const { accessId, targetKey } = lake.want;
    expect(await happened()).toEqual([
      { deploymentId: ID, accessId, at: AT, event: `decision.${event}`, by: BY },
    ]);
    expect(sent).toEqual([`target ${targetKey}`, `notify ${ID}`]);
  });

  it('to undo an ending lets it stay', async () => {
    const { carry, lake, decided } = await open();
    expect(await carry('undo', [ending(lake, HOUR)])).toStrictEqual(
      told(
        'Kept: no access rule gives it, and it stays as it stands until somebody takes it back or a rule gives it again.',
      ),
    );
    expect(await decided()).toEqual([`lake kept ${BY}`]);
  });

  it.each<[Effect['verb'], string, string]>([
    ['deny', DENIED, `denied ${BY}`],
    ['release', RELEASED, `released ${BY}`],
    ['undo', RELEASED, `released ${BY}`],
    ['retry', 'It is tried again.', 'approved U0SAM (sam)'],
  ])('to %s counts for what was decided before and seen', async (verb, text, verdict) => {
    const { carry, lake, overtake, seen, decided } = await open();
    await overtake(lake);
    expect(await carry(verb, [await seen('lake')])).toStrictEqual(told(text));
    expect(await decided()).toEqual([`lake ${verdict}`]);
  });

  it('decides on several at once, and says for which of all it does not', async () => {
    const { carry, redshift, lake, decided } = await open();
    expect(await carry('hold', [redshift, lake], problem('press-not-entitled'))).toStrictEqual(
      told(`${HELD}\nNot for the others: It is press-not-entitled. Nothing to do.`),
    );
    expect(await decided()).toEqual([`redshift held ${BY}`, `lake held ${BY}`]);
  });

  it('does nothing where somebody else has decided', async () => {
    const { carry, lake, overtake, decided } = await open();
    await overtake(lake);
    expect(await carry('deny', [lake], problem('other'))).toStrictEqual(
      untold(
        'press-overtaken',
        'lake: somebody else decided on it in the meantime, and nothing was done.\nNot for the others: It is other. Nothing to do.',
      ),
    );
    expect(await decided()).toEqual(['lake approved U0SAM (sam)']);
  });

  it('does nothing where it is too late', async () => {
    const { carry, lake, decided } = await open();
    const soon = inA(20 * SECOND);
    expect(await carry('hold', [ending(lake, 20 * SECOND)])).toStrictEqual(
      untold(
        'press-too-late',
        `lake: too late: it ends at ${soon}. If it is still needed, put the rule or the name back: it is then given again at once.`,
      ),
    );
    expect(await decided()).toEqual([]);
  });

  it('is overtaken where it is too late for the others', async () => {
    const { carry, redshift, lake, overtake } = await open();
    await overtake(lake);
    const { refused } = await carry('hold', [ending(redshift, SECOND), lake]);
    expect(refused).toBe('press-overtaken');
  });

  it('is done where it is done for one of them', async () => {
    const { carry, redshift, lake, overtake } = await open();
    await overtake(lake);
    expect(await carry('approve', [redshift, lake])).toStrictEqual(
      told(
        'redshift: approved: it is being granted. lake: somebody else decided on it in the meantime, and nothing was done.',
      ),
    );
  });

  it('leaves room to say for which it is not done, however much there is to say', async () => {
    const { carry, lake, overtake } = await open();
    await overtake(lake);
    const long = { ...lake, want: { ...lake.want, target: 'x'.repeat(3_000) } };
    const { message } = await carry('deny', [long], problem('other'));
    expect(message.text).toMatch(/x…\nNot for the others: It is other\. Nothing to do\.$/);
  });

  it('shows nothing of what people chose but as plain text', async () => {
    const { carry, lake, record } = await open();
    await record.pause.set({ by: '<!channel>', at: AT });
    const { message } = await carry('approve', [lake]);
    expect(message.text).toContain('But &lt;!channel&gt; has paused the installation');
  });
});

describe('carryOut, of a connection', () => {
  it.each([
    ['connect', MAKING, 'connection.asked', false],
    ['replace', REPLACING, 'connection.replacing', true],
  ] as const)('to %s has it made, and says so', async (verb, text, event, replace) => {
    const { carry, lake, asks, happened, decided, sent, tools } = await open();
    expect(await carry(verb, [lake])).toStrictEqual(told(text));
    const { accessId } = lake.want;
    const ask = { accessId, deploymentId: ID, by: BY, at: AT, replace };
    expect(await asks()).toEqual([{ ...ask, connection: expect.any(String) }]);
    expect(await happened()).toMatchObject([{ accessId, event, by: BY }]);
    expect(sent).toEqual([`handover ${ID}`, `notify ${ID}`]);
    expect(await decided()).toEqual([]);
    // It was asked for the very one that the message shows.
    const shown = (await viewOf(ID, tools))?.accesses.map(({ handover }) => handover?.asked);
    expect(shown).toEqual([undefined, true]);
  });

  it('has one made again that was asked for before, where that was seen', async () => {
    const { carry, lake, overtake, seen, asks } = await open();
    await overtake(lake);
    await overtake(lake);
    expect(await carry('connect', [await seen('lake')])).toStrictEqual(told(MAKING));
    expect(await asks()).toMatchObject([{ by: BY }]);
  });

  it('asks for no more than was not asked for', async () => {
    const { carry, redshift, lake, asks } = await open();
    const accesses = [{ ...redshift, asked: true } as const, lake];
    expect(await carry('connect', accesses)).toStrictEqual(told(MAKING));
    expect(await asks()).toMatchObject([{ accessId: lake.want.accessId }]);
  });

  it('asks for nothing where all was asked for', async () => {
    const { carry, lake, asks, sent } = await open();
    expect(await carry('connect', [{ ...lake, asked: true }])).toStrictEqual({
      message: nothingDone(ASKED),
      refused: 'press-asked',
    });
    expect(await asks()).toEqual([]);
    expect(sent).toEqual([]);
  });

  it('is overtaken where somebody asks at the same moment', async () => {
    const { carry, redshift, lake, overtake, asks } = await open();
    await overtake(lake);
    const nothing = untold(
      'press-overtaken',
      'lake: it was asked for in the meantime already; nothing more was done.',
    );
    expect(await carry('connect', [lake])).toStrictEqual(nothing);
    expect(await asks()).toMatchObject([{ by: 'jane' }]);
    const both = await carry('connect', [ending(redshift, HOUR), lake]);
    expect(both.refused).toBe('press-overtaken');
  });

  it('is done where it is done for one of them, and says for which of all it is not', async () => {
    const { carry, redshift, lake, overtake } = await open();
    await overtake(lake);
    expect(await carry('connect', [redshift, lake], problem('other'))).toStrictEqual(
      told(
        `redshift: the connection is made as soon as the access is there; the message shows how far it is. lake: it was asked for in the meantime already; nothing more was done.\nNot for the others: It is other. Nothing to do.`,
      ),
    );
  });

  it('finds nothing left where no connection is to be made any more', async () => {
    const { carry, lake, asks } = await open();
    expect(await carry('connect', [ending(lake, HOUR)])).toStrictEqual(
      untold('press-nothing-left', 'lake: it ends, and gets no connection any more.'),
    );
    expect(await asks()).toEqual([]);
  });
});
