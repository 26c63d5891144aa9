import { parseTargetMessage } from '../deployment/events.ts';
import { UnknownTargetError } from './errors.ts';

/**
 * Reads messages that mark a target of these families. The record has no row of any other, so that
 * a message which strayed would be done with as one that has nothing to do.
 */
export function targetMessages(families: readonly string[]): (text: string) => string {
  return (text) => {
    const key = parseTargetMessage(text);
    const [family = ''] = key.split('/', 1);
    if (families.includes(family)) return key;
    throw new UnknownTargetError(`no target of this cloud has the key ${key}`);
  };
}
