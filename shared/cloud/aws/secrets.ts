import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { systemClock } from '../../runtime/clock.ts';
import { ConfigError } from '../../runtime/errors.ts';
import { keptSecret, type Secrets } from '../../runtime/secrets.ts';
import { IN_TIME } from './in-time.ts';

export function awsSecrets(client: SecretsManagerClient): Secrets {
  return async (name) => {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: name }));
    if (SecretString === undefined) throw new ConfigError(`the secret ${name} holds no text`);
    return SecretString.trim();
  };
}

export function awsSecret(name: string): ReturnType<typeof keptSecret> {
  return keptSecret(awsSecrets(new SecretsManagerClient(IN_TIME)), name, systemClock);
}
