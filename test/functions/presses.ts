import { payloadOf, type Signed, signedForm } from '../../local/slack/press.ts';
import type { AccessRecord } from '../../shared/record/record.ts';
import { rulesFile } from '../../shared/runtime/rules-file.ts';
import { pressed, type Verb } from '../../shared/slack/press.ts';
import { viewOf } from '../../shared/stories/notify/view-of.ts';

/** A press on a Deployment's only access as its message shows it now. */
export async function pressOn(
  record: AccessRecord,
  deploymentId: string,
  verb: Verb,
  userId: string,
): Promise<object> {
  const rules = rulesFile('access-rules.yml');
  const [access] = (await viewOf(deploymentId, { record, rules }))?.accesses ?? [];
  const { accessId = '', revision = '' } = access ?? {};
  const button = pressed({ verb, deploymentId, accessId, revision });
  const message = { channel: 'C0DATAOPS1', ts: '1768469000.000100' };
  return payloadOf({ button, userId, message });
}

const hour = 3_600_000;

/** Requests that must do nothing, whoever is named in them. */
export const FORGED: readonly (readonly [string, number, (payload: object) => Signed])[] = [
  ['without a signature', 401, (payload) => ({ ...signedForm(payload), headers: {} })],
  ['with a guessed secret', 401, (payload) => signedForm(payload, new Date(), 'guessed')],
  ['from an hour ago', 401, (payload) => signedForm(payload, new Date(Date.now() - hour))],
  ['from the future', 401, (payload) => signedForm(payload, new Date(Date.now() + hour))],
  [
    'with another payload than was signed',
    401,
    (payload) => ({ ...signedForm(payload), headers: signedForm({}).headers }),
  ],
  ['from another app', 403, (payload) => signedForm({ ...payload, api_app_id: 'A0OTHER' })],
  ['from another workspace', 403, (payload) => signedForm({ ...payload, team: { id: 'T0X' } })],
  ['that is no press', 400, () => signedForm({ type: 'block_actions' })],
];

/** Who may not, and what. */
export const UNENTITLED: readonly (readonly [string, Verb])[] = [
  ['U0BOB', 'hold'],
  ['U0BOB', 'revoke'],
  ['U0BOB', 'retry'],
  ['U0BOB', 'connect'],
  ['U0PARTNER', 'connect'],
  ['U0PARTNER', 'retry'],
  ['U0ROBOT', 'revoke'],
  ['U0LEFT', 'revoke'],
  ['U0JANE', 'approve'],
];
