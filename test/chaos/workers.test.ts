import { expect, it } from '@jest/globals';
import { VirtualClock } from '../../local/chaos/virtual-clock.ts';
import { Workers } from '../../local/chaos/workers.ts';

function scene() {
  const workers = new Workers(new VirtualClock('2026-03-02T08:00:00.000Z'));
  const said: string[] = [];
  const job = (name: string, trouble?: Parameters<Workers['run']>[0][number]['trouble']) => ({
    ...{ installation: 'prod/aws', trouble },
    run: async () => {
      for (const step of ['reads', 'writes', 'ends']) {
        const carryOut = async () => void said.push(`${name} ${step}`);
        const fail = () => carryOut();
        await workers.call({ port: 'store', writes: step === 'writes', carryOut, fail });
      }
    },
  });
  const interlude = (after: number, overtakes: boolean) => ({
    ...{ after, overtakes },
    happen: async () => void said.push('it happens'),
  });
  return { workers, said, job, interlude };
}

it('lets those who begin after something happened overtake whoever began before', async () => {
  const { workers, said, job, interlude } = scene();
  await workers.run([job('one'), job('other')], () => 0, interlude(1, true));
  expect(said).toEqual([
    'one reads',
    'it happens',
    'other reads',
    'other writes',
    'other ends',
    'one writes',
    'one ends',
  ]);
});

it('has it happen also where the first is done before, and tells that the world has changed', async () => {
  const { workers, said, job, interlude } = scene();
  const [[one] = []] = await workers.run([job('one'), job('other')], () => 0, interlude(9, true));
  expect(said.indexOf('it happens')).toBe(3);
  expect(said).toHaveLength(7);
  expect(workers.changed).toBeGreaterThan(one?.began ?? 0);
});

it('ends a worker at the first of its calls that changes something', async () => {
  const { workers, said, job } = scene();
  const trouble = { port: 'write', nth: 1, what: 'crash', after: false, flavour: 0 } as const;
  const [[, ending] = []] = await workers.run([job('one', trouble)], () => 0);
  expect(ending).toEqual({ kind: 'crashed' });
  expect(said).toEqual(['one reads']);
});
