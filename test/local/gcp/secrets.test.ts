import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type GcpEmulator, startGcp } from '../../../local/gcp/emulator.ts';
import { clients, refusal } from './clients.ts';

const SECRET = 'projects/acme/secrets/slack-token';

let gcp: GcpEmulator;
const access = async (name: string) => {
  const { data } = await clients(gcp.url).versions.access({ name });
  return Buffer.from(data.payload?.data ?? '', 'base64').toString('utf8');
};

beforeAll(async () => {
  gcp = await startGcp();
});
afterAll(() => gcp.close());

describe('access', () => {
  it('answers the newest version, or the one asked for', async () => {
    gcp.secrets.set(SECRET, 'first');
    gcp.secrets.set(SECRET, 'sécond');
    expect(await access(`${SECRET}/versions/latest`)).toBe('sécond');
    expect(await access(`${SECRET}/versions/1`)).toBe('first');
  });

  it.each(['projects/acme/secrets/none/versions/latest', `${SECRET}/versions/9`])(
    'refuses %s',
    async (name) => {
      expect(await refusal(access(name))).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    },
  );
});
