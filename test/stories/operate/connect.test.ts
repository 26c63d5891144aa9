import { describe, expect, it } from '@jest/globals';
import { connectionOf } from '../../../shared/handover/connection-of.ts';
import type { Want } from '../../../shared/record/items.ts';
import { parseAccessRules } from '../../../shared/rules/parse.ts';
import { InvalidEventError } from '../../../shared/runtime/errors.ts';
import { digest } from '../../../shared/runtime/json.ts';
import { connect } from '../../../shared/stories/operate/connect.ts';
import { want } from '../../record/samples.ts';
import { REDSHIFT, rulesReaching } from '../rules.ts';
import { another, CONNECTION, ID, openOrders } from './order-bench.ts';

const rules = parseAccessRules(rulesReaching(REDSHIFT), 'access-rules.yml');
const own = { kind: 'awsOwnRole', account: '999988887777', roleName: 'etl' } as const;
const specification = { ...own, policies: [], deploymentId: ID };
const lake = another('lake', { specification, connection: CONNECTION });
const never = another('never', { connection: { ...CONNECTION, create: 'never' } });

async function open(wants: readonly Want[] = [want, lake, never]) {
  const { tools, record } = await openOrders({ wants });
  const order = (more: { readonly accessId?: string; readonly replace?: boolean } = {}) =>
    connect({ deploymentId: ID, by: 'jane', ...more }, { ...tools, rules: () => rules });
  const asks = async () => [
    ...(await record.connectionAsks.get(wants.map(({ accessId }) => accessId))).values(),
  ];
  return { order, asks };
}

describe('connect', () => {
  it('asks for all that can be made, and says how those stand', async () => {
    const { order, asks } = await open();
    expect(await order()).toStrictEqual({
      text: 'lake: the connection is made as soon as the access is there; the message shows how far it is. never: the access rules say create: never, so its owner enters it.',
      accesses: [{ accessId: lake.accessId, target: 'lake', state: 'pending' }],
    });
    const connection = digest(connectionOf(specification, CONNECTION, rules.installation));
    const { accessId } = lake;
    expect(await asks()).toMatchObject([{ accessId, by: 'jane', replace: false, connection }]);
  });

  it('asks for one that another gives way to, where it is told so', async () => {
    const { order, asks } = await open();
    await order({ accessId: lake.accessId, replace: true });
    expect(await asks()).toMatchObject([{ accessId: lake.accessId, replace: true }]);
  });

  const none = 'there is no connection to make';
  it.each<[string, readonly Want[], string | undefined, string]>([
    ['no access has one', [want], undefined, none],
    ['there is no such access', [lake], 'access-9', none],
    [
      ...(['the one access has none', [want, lake], want.accessId] as const),
      'redshift: the access rules name no connection for it.',
    ],
    [
      ...(['none can be made', [never], undefined] as const),
      'never: the access rules say create: never, so its owner enters it.',
    ],
  ])('throws where %s', async (_what, wants, accessId, complaint) => {
    const { order, asks } = await open(wants);
    const asked = order(accessId === undefined ? {} : { accessId });
    await expect(asked).rejects.toThrow(new InvalidEventError(complaint));
    expect(await asks()).toEqual([]);
  });
});
