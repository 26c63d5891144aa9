import { refusedRole } from '../dangerous-roles.ts';
import type { RulesDraft } from '../draft.ts';
import { items, parts, twice } from '../draft.ts';
import type { Finding } from '../problem.ts';

/** Roles that are never given, and roles that stand twice. */
export function gcpFindings({ targets }: RulesDraft): readonly Finding[] {
  return parts(targets).flatMap(([name, { gcpProject, gcpBucket, gcpDataset }]) => [
    ...roleFindings(['targets', name, 'gcpProject', 'roles'], gcpProject?.roles),
    ...roleFindings(['targets', name, 'gcpBucket', 'roles'], gcpBucket?.roles),
    ...roleFindings(['targets', name, 'gcpDataset', 'roles'], gcpDataset?.roles),
  ]);
}

function roleFindings(
  path: Finding['path'],
  roles: readonly (string | undefined)[] | undefined,
): readonly Finding[] {
  const refused = items(roles).flatMap(([index, role]) => {
    const message = refusedRole(role);
    return message === undefined ? [] : [{ path: [...path, index], message }];
  });
  const repeated = twice(roles).map((index) => ({
    path: [...path, index],
    message: 'stands here twice',
  }));
  return [...refused, ...repeated];
}
