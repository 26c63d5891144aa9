import { execFileSync } from 'node:child_process';
import { userInfo } from 'node:os';
import type { Call, Options } from './command.ts';

export const BY: Options = {
  by: {
    type: 'string',
    value: 'NAME',
    says: 'Who decides, for the history; else git’s user.email, else your login',
  },
};

/** Whoever the history is to name. The cloud's own log says who it was, whatever is said here. */
export function actor({ texts }: Pick<Call, 'texts'>): string {
  return (texts.by || gitUser() || login()).slice(0, 200);
}

function gitUser(): string {
  try {
    const stdio: ['ignore', 'pipe', 'ignore'] = ['ignore', 'pipe', 'ignore'];
    return execFileSync('git', ['config', 'user.email'], { encoding: 'utf8', stdio }).trim();
  } catch {
    return '';
  }
}

function login(): string {
  try {
    return userInfo().username;
  } catch {
    // A container's user need not have a name.
    return 'command line';
  }
}
