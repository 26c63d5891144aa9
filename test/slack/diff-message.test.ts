import { describe, expect, it } from '@jest/globals';
import { validateBlocks } from '../../local/slack/block-kit.ts';
import { diffMessage } from '../../shared/slack/diff-message.ts';
import { driftMessage } from '../../shared/slack/drift-message.ts';
import type { AccessView } from '../../shared/slack/view.ts';
import { textOf } from './texts.ts';
import { access, IDENTITY, view } from './views.ts';

const at = '2026-03-06T14:02:11.000Z';
const waiting = access({
  state: 'waiting',
  reason: { code: 'approval', text: 'So.', advice: 'Do.' },
});
const shown = (one: AccessView) => textOf(diffMessage(view([one]), 'acc-1'));

describe('diffMessage', () => {
  it('shows what would change, and when that was so', () => {
    const proposal = { at, diff: '  "Statement": [\n+   "<new>"' };
    expect(shown({ ...waiting, proposal })).toBe(
      '*etl-prod*, *lake*: this would change, as the policy stood at <!date^1772805731^{date_short_pretty} {time}|2026-03-06 14:02 UTC>; it is planned anew when it is granted.\n```\n  "Statement": [\n+   "&lt;new&gt;"\n```',
    );
  });

  it('shows what somebody else changed of one that is in place', () => {
    const drift = { at, diff: '- gone', repaired: false };
    const proposal = { at, diff: '+ long ago' };
    const text = shown(access({ drift, proposal }));
    expect(text).toContain('this was changed by somebody else');
    expect(text).toContain('and was left so.\n```\n- gone\n```');
    expect(text).not.toContain('long ago');
  });

  it('says in words what would be given where nobody has planned it', () => {
    const text = shown(waiting);
    expect(text).toContain(
      `Would be given: own role \`airflow-fiery-nebula-1234\`, policy \`lake-read\`, for \`${IDENTITY}\`.`,
    );
    expect(text).toContain('`deployment-authorizer preview clmk`');
    expect(shown(access())).toContain('In place: own role');
  });

  it('says so of an access that is gone', () => {
    expect(textOf(diffMessage(view([access()]), 'other'))).toBe(
      'Deployment etl-prod has no such access any more.',
    );
  });

  it('cuts what is too long, and names the command that shows it whole', () => {
    const diff = Array.from({ length: 500 }, (_, index) => `+ ${'&'.repeat(40)} ${index}`).join(
      '\n',
    );
    const message = diffMessage(view([{ ...waiting, proposal: { at, diff } }]), 'acc-1');
    expect(textOf(message)).toMatch(/… and \d+ more lines: `deployment-authorizer preview acc-1`$/);
    expect(validateBlocks(message.blocks)).toEqual([]);
    expect(JSON.stringify(message.blocks).length).toBeLessThan(10_000);
  });
});

describe('driftMessage', () => {
  it.each([
    ['put back', true, 'It was put back.'],
    ['left', false, 'It was left as it is: for this target the access rules say to report only.'],
  ])('tells what was changed by hand and %s', (_it, repaired, said) => {
    const one = access({ drift: { at, diff: '- gone\n+ came', repaired } });
    const message = driftMessage(one, view([one]));
    const text = message === undefined ? '' : textOf(message);
    expect(text).toContain('⚠️ Somebody else changed what *etl-prod* has on *lake*.');
    expect(text).toContain(said);
    expect(text).toContain('```\n- gone\n+ came\n```');
    expect(message?.text).toContain(said);
  });

  it('is none where nothing was changed', () => {
    expect(driftMessage(access(), view([access()]))).toBeUndefined();
  });
});
