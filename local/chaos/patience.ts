import type { Installation } from './installation.ts';
import type { World } from './world.ts';

/** Of an identity that its cloud does not show yet no person is told as of something refused: it is waited for. */
export async function checkPatience(
  { truth }: World,
  { id, record }: Installation,
  targetKey: string,
): Promise<void> {
  for (const { item } of await record.accesses.onTarget(targetKey)) {
    if (item.state !== 'refused' || item.reason?.code !== 'identity-not-visible') continue;
    truth.say('what passes by itself is waited for', `${id}: ${item.deploymentId} ${targetKey}`);
  }
}
