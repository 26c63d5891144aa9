import { type Answer, json } from '../server.ts';
import { projectNumber } from './iam/projects.ts';
import { type Call, type Route, route } from './routes.ts';
import { type AccessTokens, identityToken } from './tokens.ts';

const FLAVOUR = { 'metadata-flavor': 'Google', server: 'Metadata Server for VM' };

export interface Machine {
  readonly project: string;
  /** Whose tokens the machine gets. */
  readonly serviceAccount: string;
}

/** What a machine in Google's cloud asks about itself; Application Default Credentials start here. */
export function metadataRoutes(
  { project, serviceAccount }: Machine,
  tokens: AccessTokens,
  now: () => Date,
): readonly Route[] {
  const texts: Readonly<Record<string, (call: Call) => string>> = {
    instance: () => 'id\nservice-accounts/\nzone\n',
    'instance/service-accounts': () => `default/\n${serviceAccount}/\n`,
    'instance/service-accounts/{account}/email': () => serviceAccount,
    'instance/service-accounts/{account}/scopes': () =>
      'https://www.googleapis.com/auth/cloud-platform',
    'instance/service-accounts/{account}/identity': ({ query }) =>
      identityToken(query.get('audience') ?? '', serviceAccount, now()),
    'project/project-id': () => project,
    'project/numeric-project-id': () => projectNumber(project),
    'universe/universe-domain': () => 'googleapis.com',
    'universe/universe_domain': () => 'googleapis.com',
  };
  const path = (name: string) => `GET /computeMetadata/v1/${name}`;
  return [
    route('metadata.token', path('instance/service-accounts/{account}/token'), (call) =>
      guarded(call, () => json(200, tokens.give(), FLAVOUR)),
    ),
    ...Object.entries(texts).flatMap(([name, text]) =>
      ['', '/'].map((end) =>
        route(`metadata.${name}`, `${path(name)}${end}`, (call) =>
          guarded(call, () => plain(200, text(call))),
        ),
      ),
    ),
  ];
}

const plain = (status: number, body: string): Answer => ({
  status,
  headers: { ...FLAVOUR, 'content-type': 'application/text' },
  body,
});

/** The header proves that it is no browser's request, led here by some page. */
function guarded(call: Call, answer: () => Answer): Answer {
  return call.headers['metadata-flavor'] === 'Google'
    ? answer()
    : plain(403, 'Missing required header "Metadata-Flavor": "Google"');
}
