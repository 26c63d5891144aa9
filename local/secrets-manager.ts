import { json, type Request, type Server, serve } from './server.ts';

/** AWS Secrets Manager, as far as it is read here. */
export async function startSecretsManager(secrets: ReadonlyMap<string, string>): Promise<Server> {
  return serve((request: Request) => {
    const { SecretId = '' } = JSON.parse(request.body) as { SecretId?: string };
    const SecretString = secrets.get(SecretId);
    if (SecretString === undefined) {
      const message = "Secrets Manager can't find the specified secret.";
      return json(400, { __type: 'ResourceNotFoundException', message });
    }
    return json(200, { Name: SecretId, SecretString, VersionId: 'v1' });
  });
}
