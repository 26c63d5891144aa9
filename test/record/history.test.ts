import { expect, it } from '@jest/globals';
import { memoryStore } from '../../shared/record/memory-store.ts';
import { openRecord } from '../../shared/record/record.ts';
import { AT, clock, LATER } from './samples.ts';

it('tells what happened to a Deployment, the oldest first', async () => {
  const { history } = openRecord(memoryStore(), 'test', clock);
  const line = (event: string, at: string) => ({ deploymentId: 'one', at, event, by: 'test' });
  const detail = { commit: '3f2c1a9', was: null, targets: ['lake'] };
  const decided = { ...line('deployment.decided', AT), detail };
  const pending = { ...line('access.pending', AT), accessId: 'access-1' };
  const granted = line('access.granted', LATER);
  for (const one of [granted, decided, pending]) await history.append(one);
  await history.append({ ...line('access.granted', AT), deploymentId: 'two' });
  expect(await history.of('one')).toEqual([decided, pending, granted]);
  expect(await history.of('three')).toEqual([]);
});

it('keeps the order of what one worker appends at one moment', async () => {
  const { history } = openRecord(memoryStore(), 'test', clock);
  const events = Array.from({ length: 20 }, (_, index) => `event.${index}`);
  for (const event of events) await history.append({ deploymentId: 'one', at: AT, event, by: '' });
  expect((await history.of('one')).map(({ event }) => event)).toEqual(events);
});

it('keeps what two workers append at one moment', async () => {
  const store = memoryStore();
  const line = { deploymentId: 'one', at: AT, event: 'access.granted', by: 'test' };
  for (const worker of [openRecord(store, 'test'), openRecord(store, 'test')]) {
    await worker.history.append(line);
  }
  expect(await openRecord(store, 'test').history.of('one')).toEqual([line, line]);
});
