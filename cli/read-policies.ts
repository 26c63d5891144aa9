import type { Read } from '../shared/policy/forecast.ts';
import { OperateFailedError } from './answer.ts';
import type { Call } from './command.ts';
import { cloudsOf, type OwnCloud, wayFor } from './way.ts';

/** Policies as they stand, and why those of a cloud, or one of them, could not be read. */
export interface ReadPolicies {
  readonly read: ReadonlyMap<string, Read>;
  readonly unread: readonly string[];
}

/** As many as `operate` takes at a time. */
const AT_ONCE = 20;

/** By way of the installations, as everything else is asked; what is out of reach is said. */
export async function readPolicies(
  call: Call,
  targetKeys: readonly string[],
): Promise<ReadPolicies> {
  const read = new Map<string, Read>();
  const unread: string[] = [];
  const shared = [...new Set(targetKeys)].filter((key) => !key.startsWith('aws-own-role/'));
  const asked = cloudsOf(call);
  for (const cloud of ['aws', 'gcp'] as const) {
    const keys = shared.filter((key) => key.startsWith(`${cloud}-`));
    if (keys.length > 0 && !asked.includes(cloud)) {
      unread.push(`the policies on ${cloud}: only ${asked.join(' and ')} was to be asked`);
      continue;
    }
    try {
      for (let start = 0; start < keys.length; start += AT_ONCE) {
        const page = keys.slice(start, start + AT_ONCE);
        for (const one of await look(call, cloud, page)) {
          if (one.unreadable) unread.push(`${one.targetKey}: ${one.unreadable.text}`);
          else read.set(one.targetKey, one);
        }
        if (keys.length > AT_ONCE) call.terminal.err(`${read.size} of ${keys.length} policies…`);
      }
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      call.terminal.err(`The policies on ${cloud} cannot be read: ${why}`);
      unread.push(`the policies on ${cloud}: ${why}`);
    }
  }
  return { read, unread };
}

async function look(call: Call, cloud: OwnCloud, targetKeys: readonly string[]) {
  const ask = await wayFor(call, cloud);
  const { policies } = await ask({ action: 'policies', targetKeys });
  if (policies !== undefined) {
    return policies.map(({ policy, ...rest }) => ({ policy, ...rest }));
  }
  throw new OperateFailedError('operate answered no policies: is it of this version?');
}
