import type { RulesDraft, TargetDraft } from '../draft.ts';
import { items, parts, twice } from '../draft.ts';
import { accountOf, cloudOf, KINDS, kindsOf, projectOf } from '../kinds.ts';
import { didYouMean } from '../nearest.ts';
import type { Finding } from '../problem.ts';
import { TARGET } from '../schema-targets.ts';

/** What targets of either cloud can be wrong in, beyond their shape. */
export function targetFindings(draft: RulesDraft): readonly Finding[] {
  return [
    ...parts(draft.targets).flatMap(([name, target]) => [
      ...nameFindings(name),
      ...kindFindings(name, target),
      ...connectionFindings(name, target),
      ...adoptFindings(name, target),
      ...ownAccountFindings(name, target, draft),
    ]),
    ...astronomerFindings(draft),
  ];
}

function nameFindings(name: string): readonly Finding[] {
  if (/^[A-Za-z][\w-]{0,62}$/.test(name)) return [];
  const message = 'must be named by 1 to 63 letters, digits, _ and -, a letter first';
  return [{ path: ['targets', name], at: 'key', message }];
}

function kindFindings(name: string, target: TargetDraft): readonly Finding[] {
  const kinds = kindsOf(target);
  if (kinds.length > 1) {
    const message = `must give one thing, and gives ${kinds.join(' and ')}: make a target of each`;
    return [{ path: ['targets', name], at: 'key', message }];
  }
  // A misspelt kind is told of as an unknown key.
  const misspelt = Object.keys(target).some(
    (key) => !Object.hasOwn(TARGET.shape, key) && didYouMean(key, KINDS) !== '',
  );
  if (kinds.length === 1 || misspelt) return [];
  const message = `must give something: one of ${KINDS.join(', ')}`;
  return [{ path: ['targets', name], at: 'key', message }];
}

function connectionFindings(name: string, target: TargetDraft): readonly Finding[] {
  const { connection } = target;
  if (connection === undefined) return [];
  const path = ['targets', name, 'connection'];
  const cloud = cloudOf(target);
  const findings: Finding[] = [];
  if (cloud === 'gcp' && Object.hasOwn(connection, 'region')) {
    const message = 'is for AWS; a connection to Google Cloud takes project';
    findings.push({ path: [...path, 'region'], at: 'key', message });
  }
  if (cloud === 'aws' && Object.hasOwn(connection, 'project')) {
    const message = 'is for Google Cloud; a connection to AWS takes region';
    findings.push({ path: [...path, 'project'], at: 'key', message });
  }
  if (kindsOf(target).includes('gcpBucket') && !Object.hasOwn(connection, 'project')) {
    const message = "needs a project: a bucket's name does not tell whose quota Airflow should use";
    findings.push({ path, at: 'key', message });
  }
  return findings;
}

function adoptFindings(name: string, target: TargetDraft): readonly Finding[] {
  if (target.adopt !== true || !kindsOf(target).includes('awsOwnRole')) return [];
  const message =
    'is not for awsOwnRole: a role that is not ours is never adopted. Name an existing role with awsSharedRole instead';
  return [{ path: ['targets', name, 'adopt'], message }];
}

/** A target in an account of Astronomer's is a mistake: one of both is the customer's own. */
function ownAccountFindings(
  name: string,
  target: TargetDraft,
  { astronomer }: RulesDraft,
): readonly Finding[] {
  const theirs = [...items(astronomer?.awsAccounts), ...items(astronomer?.gcpProjects)];
  return placesOf(target).flatMap(({ path, place }) =>
    theirs.some(([, listed]) => listed === place)
      ? [{ path: ['targets', name, ...path], message: ownAccount(place ?? '') }]
      : [],
  );
}

/** The accounts and projects that a target is in, and where it says so. */
function placesOf(target: TargetDraft) {
  const { awsOwnRole, awsSharedRole, gcpProject, gcpDataset, gcpImpersonate } = target;
  const role = awsSharedRole?.role;
  const serviceAccount = gcpImpersonate?.serviceAccount;
  return [
    { path: ['awsOwnRole', 'account'], place: awsOwnRole?.account },
    { path: ['awsSharedRole', 'role'], place: role && accountOf(role) },
    { path: ['gcpProject', 'project'], place: gcpProject?.project },
    { path: ['gcpDataset', 'project'], place: gcpDataset?.project },
    {
      path: ['gcpImpersonate', 'serviceAccount'],
      place: serviceAccount && projectOf(serviceAccount),
    },
  ];
}

function ownAccount(place: string): string {
  return `${place} is also listed under astronomer, where everything is trusted as Astronomer's: it is theirs or yours`;
}

function astronomerFindings({ targets, astronomer }: RulesDraft): readonly Finding[] {
  const lists = [
    { cloud: 'aws', key: 'awsAccounts', list: astronomer?.awsAccounts, what: 'AWS account' },
    {
      cloud: 'gcp',
      key: 'gcpProjects',
      list: astronomer?.gcpProjects,
      what: 'Google Cloud project',
    },
  ] as const;
  return lists.flatMap(({ cloud, key, list, what }): readonly Finding[] => {
    const findings = twice(list).map((index) => ({
      path: ['astronomer', key, index],
      message: 'stands here twice',
    }));
    const first = parts(targets).find(([, target]) => cloudOf(target) === cloud);
    const unsaid = list === undefined ? !Object.hasOwn(astronomer ?? {}, key) : list.length === 0;
    if (first === undefined || !unsaid) return findings;
    const message = `must name at least one ${what} of Astronomer's: target ${first[0]} is on ${cloud}`;
    return [...findings, { path: ['astronomer', key], at: 'key', message }];
  });
}
