import { secretmanager_v1 } from 'googleapis/build/src/apis/secretmanager/v1.js';
import { systemClock } from '../../runtime/clock.ts';
import type { GcpConfig } from '../../runtime/config.ts';
import { ConfigError } from '../../runtime/errors.ts';
import { keptSecret, type Secrets } from '../../runtime/secrets.ts';
import { googleOptions } from './google.ts';

export function googleSecret(config: GcpConfig, name: string): ReturnType<typeof keptSecret> {
  return keptSecret(googleSecrets(config), name, systemClock);
}

function googleSecrets(config: GcpConfig): Secrets {
  const { versions } = new secretmanager_v1.Secretmanager(
    googleOptions('SECRETMANAGER', config.endpoints),
  ).projects.secrets;
  return async (secret) => {
    const name = `projects/${config.GOOGLE_CLOUD_PROJECT}/secrets/${secret}/versions/latest`;
    const { data } = await versions.access({ name });
    const encoded = data.payload?.data;
    if (!encoded) throw new ConfigError(`the secret ${secret} holds no text`);
    return Buffer.from(encoded, 'base64').toString('utf8').trim();
  };
}
