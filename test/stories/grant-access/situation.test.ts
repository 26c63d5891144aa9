import { describe, expect, it } from '@jest/globals';
import type { AccessItem, Want } from '../../../shared/record/items.ts';
import { memoryStore } from '../../../shared/record/memory-store.ts';
import { orderDigest } from '../../../shared/record/order.ts';
import { openRecord } from '../../../shared/record/record.ts';
import { newPass } from '../../../shared/stories/grant-access/pass.ts';
import {
  readSituations,
  situationOf,
  unsettled,
} from '../../../shared/stories/grant-access/situation.ts';
import {
  AT,
  access,
  clock,
  decided,
  LATER,
  placement,
  TARGET,
  want,
} from '../../record/samples.ts';
import { openEngine } from '../engine-bench.ts';
import { GRANT, NOW, problem } from '../findings.ts';

const HEAD = { deploymentId: 'deployment-1', ticket: 1, decided: decided() };
const WAITS: Partial<AccessItem> = {
  state: 'waiting',
  reason: problem('identity-not-visible'),
  answers: orderDigest(GRANT),
};
const row = (more: Partial<AccessItem>, due?: string) => ({
  item: access(more),
  version: 1,
  ...(due !== undefined && { due }),
});

describe('situationOf', () => {
  it('claims what the record wants', () => {
    const found = situationOf(row({}, LATER), HEAD, undefined, NOW);
    expect(found.order).toMatchObject({ kind: 'grant', want });
    expect(found.claim).toMatchObject({ accessId: 'access-1', wanted: placement });
    expect(found.claim).not.toHaveProperty('barred');
    expect(found.unsettled).toBe(true);
    expect(unsettled(found)).toBe(true);
  });

  it('leaves out who rests, and is done with it', () => {
    const found = situationOf(row(WAITS, LATER), HEAD, undefined, NOW);
    expect(found.claim.barred).toBe(true);
    expect([found.resting, unsettled(found)]).toEqual([true, false]);
  });

  it('leaves out whom the pass leaves out, and no other', () => {
    const pass = newPass();
    pass.barred.set('access-1', problem('denied'));
    const other = { ...row({ accessId: 'access-2' }) };
    expect(situationOf(row({}), HEAD, undefined, NOW, pass).claim.barred).toBe(true);
    expect(situationOf(other, HEAD, undefined, NOW, pass).claim).not.toHaveProperty('barred');
  });

  it('leaves out all others while some are tried alone', () => {
    const pass = { ...newPass(), alone: new Set(['access-1']) };
    const other = row({ accessId: 'access-2' });
    expect(situationOf(other, HEAD, undefined, NOW, pass).claim.barred).toBe(true);
    expect(situationOf(row({}), HEAD, undefined, NOW, pass).claim).not.toHaveProperty('barred');
  });

  it('heeds what a person decided', () => {
    const decision = {
      accessId: 'access-1',
      verdict: 'held',
      by: 'jane',
      at: AT,
      placement: '',
    } as const;
    expect(situationOf(row({}), HEAD, decision, NOW).order).toMatchObject({ kind: 'keep' });
  });
});

describe('readSituations', () => {
  it('reads the rows of a target, their wants and what was decided on them', async () => {
    const { record, clock } = openEngine();
    for (const [accessId, deploymentId] of [
      ['access-1', 'deployment-1'],
      ['access-2', 'deployment-1'],
      ['access-3', 'deployment-2'],
    ] as const) {
      await record.accesses.create(access({ accessId, deploymentId }), LATER);
    }
    await record.accesses.create(access({ targetKey: 'gcp-project/another' }), LATER);
    const { ticket } = await record.deployments.take('deployment-1');
    const wants = [want, { ...want, accessId: 'access-2' }];
    await record.deployments.decide('deployment-1', ticket, decided({ wants }));
    await record.decisions.write({
      accessId: 'access-2',
      verdict: 'held',
      by: 'jane',
      at: AT,
      placement: '',
    });
    const found = await readSituations(TARGET, record, clock);
    expect(
      found.map(({ access: { item }, order }) => [
        item.accessId,
        order.kind,
        order.kind === 'keep' ? order.why.code : undefined,
      ]),
    ).toEqual([
      ['access-1', 'grant', undefined],
      ['access-2', 'keep', 'held'],
      ['access-3', 'keep', 'record-incomplete'],
    ]);
    expect(found.map(unsettled)).toEqual([true, true, false]);
  });

  it('reads the wants after the rows, so that what was decided meanwhile is wanted', async () => {
    const { record, clock } = openEngine();
    const decide = async (wants: readonly Want[]) => {
      const { ticket } = await record.deployments.take('deployment-1');
      await record.deployments.decide('deployment-1', ticket, decided({ wants }));
    };
    await decide([]);
    const onTarget = async (targetKey: string) => {
      await record.accesses.create(access(), LATER);
      await decide([want]);
      return record.accesses.onTarget(targetKey);
    };
    const meanwhile = { ...record, accesses: { ...record.accesses, onTarget } };
    const found = await readSituations(TARGET, meanwhile, clock);
    expect(found.map(({ order }) => order.kind)).toEqual(['grant']);
  });

  it('asks for a Deployment once, however many rows it has', async () => {
    const { record, clock } = openEngine();
    for (const accessId of ['one', 'two'])
      await record.accesses.create(access({ accessId }), LATER);
    const asked: string[] = [];
    const deployments = {
      ...record.deployments,
      getReadable: async (ids: readonly string[]) => {
        asked.push(...ids);
        return record.deployments.getReadable(ids);
      },
    };
    await readSituations(TARGET, { ...record, deployments }, clock);
    expect(asked).toEqual(['deployment-1']);
  });

  it('neither gives to a Deployment whose item cannot be read, nor takes from it', async () => {
    const store = memoryStore();
    const record = openRecord(store, 'test', clock);
    const ids = ['deployment-1', 'deployment-2'];
    for (const deploymentId of ids) {
      const { ticket } = await record.deployments.take(deploymentId);
      const wants = [{ ...want, accessId: deploymentId }];
      await record.deployments.decide(deploymentId, ticket, decided({ wants }));
      await record.accesses.create(access({ accessId: deploymentId, deploymentId }), LATER);
    }
    const broken = (id: string, partition: string) =>
      id === 'deployment-2' && partition.includes('deployment') ? { schema: 2 } : {};
    store.restore(
      store.snapshot().map((item) => {
        return { ...item, body: { ...item.body, ...broken(item.id, item.partition) } };
      }),
    );
    const found = await readSituations(TARGET, record, clock);
    expect(found.map(({ order, unsettled }) => [order.kind, unsettled])).toEqual([
      ['grant', true],
      ['keep', false],
    ]);
  });
});
