import { createHash } from 'node:crypto';

/** Where the emulated Astronomer keeps its customers' identities. */
export const SAMPLE_ACCOUNT = '111122223333';
export const SAMPLE_PROJECT = 'astro-data-plane';

const MOODS = ['fiery', 'quiet', 'bold', 'magnificent', 'amber', 'gentle', 'distant', 'radiant'];
const BODIES = ['nebula', 'comet', 'star', 'supernova', 'quasar', 'meteor', 'asteroid', 'eclipse'];

function bytes(seed: string): Buffer {
  return createHash('sha256').update(seed).digest();
}

/** An id of Astro's form: the same for the same seed. */
export function sampleId(seed: string): string {
  const characters = 'abcdefghijklmnopqrstuvwxyz0123456789';
  return `c${[...bytes(`id ${seed}`).subarray(0, 24)].map((byte) => characters[byte % 36]).join('')}`;
}

/** Two words and four digits, as Astro names them: the same for the same seed. */
export function sampleNamespace(seed: string): string {
  const [mood = 0, body = 0, ...rest] = bytes(`namespace ${seed}`);
  const digits = rest.slice(0, 4).map((byte) => byte % 10);
  return `${MOODS[mood % MOODS.length]}-${BODIES[body % BODIES.length]}-${digits.join('')}`;
}

export function sampleRole(namespace: string): string {
  return `arn:aws:iam::${SAMPLE_ACCOUNT}:role/astro-${namespace}`;
}

/** Google allows 30 characters, and none of them a hyphen at the end. */
export function sampleServiceAccount(namespace: string): string {
  const name = `astro-${namespace}`.slice(0, 30).replace(/-+$/, '');
  return `${name}@${SAMPLE_PROJECT}.iam.gserviceaccount.com`;
}
