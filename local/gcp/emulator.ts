import { type Server, serve } from '../server.ts';
import { type Clouds, cloudRoutes, createClouds, holds, type Resource } from './clouds.ts';
import { dispatch, type Guard } from './dispatch.ts';
import { metadataRoutes } from './metadata.ts';
import { AccessTokens } from './tokens.ts';

export interface GcpOptions {
  readonly port?: number;
  /** The project and service account that the metadata server says we run in and as. */
  readonly project?: string;
  readonly serviceAccount?: string;
  readonly now?: () => Date;
  /** Refuses API calls without an access token of this metadata server. */
  readonly requireToken?: boolean;
}

/** All of Google Cloud that the product uses, on one port of this machine. */
export interface GcpEmulator extends Server, Clouds {
  /** Whether who now goes by this member has the role there, without a condition. */
  canAct(member: string, role: string, resource: Resource): boolean;
}

export async function startGcp(options: GcpOptions = {}): Promise<GcpEmulator> {
  const { port, project = 'local-project', now = () => new Date(), requireToken } = options;
  const serviceAccount =
    options.serviceAccount ?? `deployment-authorizer@${project}.iam.gserviceaccount.com`;
  const clouds = createClouds(now);
  const tokens = new AccessTokens();
  const guard: Guard = (operation, authorization) => {
    if (requireToken && !operation.startsWith('metadata.')) tokens.check(authorization);
  };
  const routes = [
    ...metadataRoutes({ project, serviceAccount }, tokens, now),
    ...cloudRoutes(clouds, serviceAccount, now),
  ];
  const { faults, pubsub } = clouds;
  const server = await serve((request) => dispatch(request, routes, faults, guard), port);
  return {
    ...clouds,
    url: server.url,
    close: () => {
      pubsub.close();
      return server.close();
    },
    canAct: (member, role, resource) => holds(clouds, member, role, resource),
  };
}
