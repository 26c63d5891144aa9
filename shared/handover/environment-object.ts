import * as z from 'zod';
import type { Standing } from './same-connection.ts';

const maybe = z.string().nullish();
const entity = { scope: z.string(), scopeEntityId: z.string() };

const schema = z.object({
  id: maybe,
  objectKey: z.string(),
  objectType: z.string(),
  ...entity,
  /** Where it comes from, where a link alone brings it here. */
  sourceScope: maybe,
  description: maybe,
  connection: z
    .object({
      type: z.string(),
      host: maybe,
      login: maybe,
      schema: maybe,
      port: z.number().nullish(),
      extra: z.record(z.string(), z.unknown()).nullish(),
    })
    .nullish(),
  links: z
    .array(
      z.object({ ...entity, connectionOverrides: z.record(z.string(), z.unknown()).nullish() }),
    )
    .nullish(),
  excludeLinks: z.array(z.object(entity)).nullish(),
  autoLinkDeployments: z.boolean().nullish(),
});

/** An object of Astro's Environment Manager; what is not used of it is not kept. */
export type EnvironmentObject = z.infer<typeof schema>;

const page = z.object({ environmentObjects: z.array(z.unknown()).nullable() });

/** The connections of this key that a Deployment has, by itself or by a link; undefined for no list. */
export function readObjects(body: unknown, key: string): readonly EnvironmentObject[] | undefined {
  const list = page.safeParse(body);
  if (!list.success) return undefined;
  return (list.data.environmentObjects ?? []).flatMap((one) => {
    const read = readObject(one);
    return read?.objectKey === key && read.objectType === 'CONNECTION' ? [read] : [];
  });
}

export function readObject(body: unknown): EnvironmentObject | undefined {
  return schema.safeParse(body).data;
}

/** Whether it is the Deployment's own, and not a Workspace's that is linked to it. */
export function isOwn(object: EnvironmentObject, deploymentId: string): boolean {
  const { scope, scopeEntityId, sourceScope } = object;
  return scope === 'DEPLOYMENT' && scopeEntityId === deploymentId && sourceScope !== 'WORKSPACE';
}

export function standingOf({ connection, description }: EnvironmentObject): Standing {
  const { type = '', extra, host, login, schema: name, port } = connection ?? {};
  return {
    type,
    extra: extra ?? {},
    description: description ?? '',
    holdsMore: [host, login, name, port].some(Boolean),
  };
}

/** What an update has to say again: what it does not name, Astro takes away. */
export function echoOf(object: EnvironmentObject): object {
  const { links, excludeLinks, autoLinkDeployments } = object;
  return {
    ...(links && {
      links: links.map(({ connectionOverrides, ...link }) => ({
        ...link,
        ...(connectionOverrides && { overrides: { connection: connectionOverrides } }),
      })),
    }),
    ...(excludeLinks && { excludeLinks }),
    ...(typeof autoLinkDeployments === 'boolean' && { autoLinkDeployments }),
  };
}
