import { operate } from '../../shared/stories/operate.ts';
import { byHand } from './deliver.ts';
import type { Installation } from './installation.ts';
import { OPERATOR } from './verdicts.ts';
import type { World } from './world.ts';

export async function order(
  installation: Installation,
  action: 'confirm-endings' | 'pause' | 'resume',
): Promise<string> {
  const { text } = await operate({ action, by: OPERATOR }, byHand(installation));
  return text;
}

export async function pause({ workers }: World, installation: Installation): Promise<string> {
  const said = await order(installation, 'pause');
  installation.pausedAt ??= workers.tick;
  return said;
}

export async function resume(installation: Installation): Promise<string> {
  const said = await order(installation, 'resume');
  installation.pausedAt = undefined;
  return said;
}
