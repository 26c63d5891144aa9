import { describe, expect, it } from '@jest/globals';
import { validateBlocks } from '../../local/slack/block-kit.ts';
import { connectionOf } from '../../shared/handover/connection-of.ts';
import { wholeRevision } from '../../shared/record/revision.ts';
import { deploymentMessage } from '../../shared/slack/message.ts';
import { parsePress } from '../../shared/slack/press.ts';
import type { AccessView } from '../../shared/slack/view.ts';
import { buttonCalled, labelsOf, rowsOf } from './buttons.ts';
import { textOf } from './texts.ts';
import { access, handover, IDENTITY, SHARED_ROLE, view } from './views.ts';

const because = (code: string) => ({ code, text: 'It is so.', advice: 'Do this.' });
const { connection } = access();
const made = access({ handover: handover(connection, 'created') });
const taken = access({ handover: handover(connection, 'taken') });
const approval = access({
  target: 'redshift',
  accessId: 'acc-2',
  revision: 'fedcba9876543210',
  specification: SHARED_ROLE,
  state: 'waiting',
  mode: 'approve',
  reason: because('approval'),
});
const refused = access({ state: 'refused', reason: because('quota') });
const until = '2026-03-07T14:02:11.000Z';
const ending = access({ until, reason: because('ending') });
const shown = (...accesses: readonly AccessView[]) => deploymentMessage(view(accesses));

describe('the buttons of a Deployment', () => {
  it.each<[string, readonly AccessView[], readonly string[]]>([
    ['a connection that is not made', [access()], ['Create connection', 'Details', 'Revoke…']],
    ['several of them', [access(), access()], ['Create connections', 'Details', 'Revoke…']],
    ['one that is made', [made], ['Details', 'Revoke…']],
    [
      'one that was asked for',
      [access({ handover: { create: 'ask', via: 'airflow', asked: true } })],
      ['Details', 'Revoke…'],
    ],
    [
      'one that the rules leave to people',
      [access({ handover: { create: 'never', via: 'airflow' } })],
      ['Details', 'Revoke…'],
    ],
    [
      'one that was refused',
      [access({ handover: handover(connection, 'refused') })],
      ['Create connection', 'Details', 'Revoke…'],
    ],
    [
      'one that was made for something else',
      [access({ handover: handover(connection, 'created', { connection: 'other' }) })],
      ['Create connection', 'Details', 'Revoke…'],
    ],
    [
      'one that waits for its Deployment, which may be up by now',
      [access({ handover: handover(connection, 'waiting') }), access()],
      ['Create connections', 'Details', 'Revoke…'],
    ],
    ['a refused access', [refused], ['Retry', 'Details']],
    [
      'a waiting access',
      [access({ state: 'waiting', reason: because('x') })],
      ['Retry', 'Details'],
    ],
    ['one that is being written', [access({ state: 'pending' })], ['Details']],
    ['one that ends', [ending], ['Undo', 'Details', 'Revoke…']],
    [
      'one that no rule gives, and stays',
      [access({ until, reason: because('kept') })],
      ['Details', 'Revoke…'],
    ],
    [
      'one that is held',
      [made, access({ state: 'waiting', reason: because('held') })],
      ['Release', 'Details', 'Revoke…'],
    ],
    ['what is there by hand', [{ ...made, byHand: true }], ['Details']],
    ['what was taken back', [access({ state: 'revoked' })], ['Details']],
  ])('are, of %s, what applies', (_it, accesses, labels) => {
    expect(labelsOf(shown(...accesses)).at(-1)).toEqual(labels);
  });

  it('come first where there are many', () => {
    const four = [made, made, made, made];
    const typesOf = (accesses: readonly AccessView[]) =>
      shown(...accesses).blocks.map(({ type }) => type);
    expect(typesOf(four).indexOf('actions')).toBe(9);
    expect(typesOf([...four, made]).indexOf('actions')).toBe(4);
    expect(rowsOf(shown(...four, made))).toHaveLength(1);
  });

  it('are none where it gets nothing', () => expect(labelsOf(shown())).toEqual([]));

  it('carry what they were made for', () => {
    const { action_id: id = '', value = '' } = buttonCalled(shown(made, approval), 'Revoke…');
    expect(parsePress(id, value)).toEqual({
      verb: 'revoke',
      deploymentId: 'clmk',
      revision: wholeRevision([made.revision, approval.revision]),
    });
  });

  it('name what will stop working before they take it', () => {
    const others = Array.from({ length: 9 }, (_, index) => {
      const id = `warehouse_${index}`;
      return access({
        target: `warehouse-${index}`,
        connection: connectionOf(SHARED_ROLE, { id }, 'prod'),
      });
    });
    const { confirm } = buttonCalled(shown(made, ...others, approval), 'Revoke…');
    const said = confirm?.text.text ?? '';
    expect(said).toContain('lake (connection aws_lake), warehouse-0 (connection warehouse_0)');
    expect(said).toMatch(/and \d more/);
    expect(said).not.toContain('redshift');
    expect(said.length).toBeLessThanOrEqual(300);
  });
});

describe('the buttons of an access', () => {
  it('ask for an approval, and say exactly what is given to whom', () => {
    const message = shown(approval);
    expect(labelsOf(message)[0]).toEqual(['Approve…', 'Deny', 'Show diff']);
    const { action_id: id = '', value = '', confirm } = buttonCalled(message, 'Approve…');
    expect(parsePress(id, value)).toEqual({
      verb: 'approve',
      deploymentId: 'clmk',
      accessId: 'acc-2',
      revision: 'fedcba9876543210',
    });
    expect(confirm?.title?.text).toBe('Give etl-prod access to redshift?');
    expect(confirm?.text.text).toBe(
      `What: joins role redshift-loader (999988887777). Who: ${IDENTITY}.`,
    );
  });

  it('offer an approval of what was denied, with nothing else about it', () => {
    const denied = { ...approval, state: 'revoked', reason: because('denied') } as const;
    expect(labelsOf(shown(denied))).toEqual([['Approve…'], ['Details']]);
    expect(buttonCalled(shown(denied), 'Approve…').style).toBeUndefined();
    expect(buttonCalled(shown(approval), 'Approve…').style).toBe('primary');
    expect(labelsOf(shown({ ...denied, approval: 'cli' }))).toEqual([['Details']]);
    expect(labelsOf(shown({ ...denied, until }))).toEqual([['Details']]);
    expect(labelsOf(shown({ ...denied, kept: true }))).toEqual([['Details']]);
    expect(labelsOf(shown({ ...denied, mode: 'preview' }))).toEqual([['Details']]);
    expect(labelsOf(shown({ ...denied, state: 'refused' }))).toEqual([['Retry', 'Details']]);
  });

  it('show what a preview would change', () => {
    const proposal = { at: until, diff: '+ a' };
    const preview = { ...approval, mode: 'preview', reason: because('preview'), proposal } as const;
    expect(labelsOf(shown(preview))).toEqual([['Show diff'], ['Details']]);
  });

  it('ask it too of what is in place and specified otherwise by now', () => {
    const message = shown({ ...approval, state: 'granted' });
    expect(labelsOf(message)[0]).toEqual(['Approve…', 'Deny', 'Show diff']);
  });

  it('are the commands where a rule wants them', () => {
    const message = shown({ ...approval, approval: 'cli' });
    expect(labelsOf(message)).toEqual([['Details']]);
    expect(textOf(message)).toContain('Only in a terminal: `deployment-authorizer approve acc-2`');
  });

  it('replace what is not ours, once somebody has confirmed it', () => {
    const message = shown(taken);
    expect(labelsOf(message)[0]).toEqual(['Replace it…']);
    const { confirm, style } = buttonCalled(message, 'Replace it…');
    expect(style).toBe('danger');
    expect(confirm?.text.text).toContain("Astro's Environment Manager has a connection aws_lake");
    const there = access({ handover: handover(connection, 'taken', { via: 'airflow' }) });
    const asked = buttonCalled(shown(there), 'Replace it…').confirm?.text.text;
    expect(asked).toMatch(
      /^Its Airflow has a connection aws_lake that is not ours\. What it holds cannot/,
    );
  });

  it('give way to commands where there are too many', () => {
    const many = Array.from({ length: 20 }, (_, index) => ({
      ...approval,
      accessId: `acc-${index}`,
    }));
    const message = shown(...many);
    const rows = rowsOf(message).length - 1;
    const brief = textOf(message).match(
      /approval needed, `deployment-authorizer approve acc-\d+`/g,
    );
    expect(rows).toBeGreaterThan(3);
    expect(rows + (brief?.length ?? 0)).toBe(20);
    expect(validateBlocks(message.blocks)).toEqual([]);
  });
});

describe('where nobody answers presses', () => {
  const held = access({ state: 'waiting', reason: because('held') });
  const accesses = [access(), taken, approval, refused, ending, held];
  const message = deploymentMessage(view(accesses, { endpoints: 'none' }));

  it('there is no button', () => expect(rowsOf(message)).toEqual([]));

  it('each is a command, and each command is there once', () => {
    const [line] = /^In a terminal: .*·.*$/m.exec(textOf(message)) ?? [];
    expect(line?.split(' · ')).toEqual([
      'In a terminal: `deployment-authorizer connect clmk` creates the connections',
      '`deployment-authorizer retry clmk` tries again',
      '`deployment-authorizer release clmk` keeps what would end, releases what is held',
      '`deployment-authorizer status clmk` tells more',
      '`deployment-authorizer deny clmk` takes all back',
    ]);
    expect(textOf(message)).toContain('`deployment-authorizer approve acc-2`');
    expect(textOf(message)).toContain('`deployment-authorizer connect acc-1 --replace`');
  });
});
