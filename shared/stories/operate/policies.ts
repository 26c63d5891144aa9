import { PolicyRefusedError } from '../../cloud/errors.ts';
import type { Problem } from '../../policy/plan.ts';
import type { PreviewTools } from './preview.ts';

/** One policy as it stands, for whoever plans with other rules than the installation has. */
export interface SeenTarget {
  readonly targetKey: string;
  readonly policy?: unknown;
  /** How much it can hold. */
  readonly quota?: number;
  /** Why it could not be looked at. */
  readonly unreadable?: Problem;
}

export async function policiesOf(
  targetKeys: readonly string[],
  { open }: Pick<PreviewTools, 'open'>,
): Promise<readonly SeenTarget[]> {
  const seen: SeenTarget[] = [];
  for (const targetKey of targetKeys) seen.push(await look(targetKey, open));
  return seen;
}

async function look(targetKey: string, open: PreviewTools['open']): Promise<SeenTarget> {
  const target = open(targetKey, 'policies');
  try {
    const policy = await target.read();
    const quota = target.quota?.();
    return { targetKey, policy, ...(quota !== undefined && { quota }) };
  } catch (error) {
    if (!(error instanceof PolicyRefusedError)) throw error;
    const { code, message: text, advice } = error;
    return { targetKey, unreadable: { code, text, advice } };
  }
}
