import type { Role } from '../aws/iam/role.ts';
import { ACCOUNT } from './aws-cloud.ts';
import { foreign } from './foreign-statements.ts';
import { partsOf, statementsOf } from './pieces.ts';
import { pick } from './random.ts';
import type { World } from './world.ts';

type Seen = Pick<Role, 'arn' | 'name' | 'path' | 'attached' | 'trust'>;

/** Somebody changes a role that one Deployment has for itself, or takes its name first. */
export function meddleWithOwnRole(world: World, what: number, point: number): string {
  if (what < 0.3) return takeName(world, point);
  const role = pick(ownRoles(world), point);
  if (role === undefined) return 'looks';
  const { iam } = world.aws;
  if (what < 0.65) {
    const all = statementsOf(role.trust);
    iam.writeTrustPolicy(role.arn, { ...role.trust, Statement: [...all, foreign(all, point)] });
    return `somebody adds a statement on ${role.name}`;
  }
  const gone = pick(role.attached, point);
  iam.changeRole(role.arn, { attached: role.attached.filter((arn) => arn !== gone) });
  return `somebody detaches ${gone} from ${role.name}`;
}

function ownRoles({ aws }: World): readonly Seen[] {
  return aws.iam.roles().filter(({ path }) => path.startsWith('/deployment-authorizer/'));
}

const STRANGER = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'TheirOwn',
      Effect: 'Allow',
      Principal: { Service: 'lambda.amazonaws.com' },
      Action: 'sts:AssumeRole',
    },
  ],
} as const;

/** Of a role that we are about to make. */
function takeName({ truth, aws, installations }: World, point: number): string {
  const missing = installations.flatMap((installation) =>
    truth.deployments().flatMap(({ id }) =>
      [...truth.due(installation, id).grant]
        .map((one) => partsOf(one).key)
        .filter((key) => key.startsWith('aws-own-role/'))
        .map((key) => key.split('/').at(-1) ?? '')
        .filter((name) => aws.role(name) === undefined),
    ),
  );
  const name = pick([...new Set(missing)], point);
  if (name === undefined) return 'looks';
  aws.iam.createRole({ arn: `arn:aws:iam::${ACCOUNT}:role/${name}`, trust: STRANGER });
  return `somebody has a role ${name}`;
}

/** Whoever took our names gives them back. */
export function giveNamesBack({ aws, installations }: Pick<World, 'aws' | 'installations'>): void {
  for (const { arn, name, path } of aws.iam.roles()) {
    const ours = installations.some((one) => name.startsWith(`${one.name}-`));
    if (ours && path === '/') aws.iam.deleteRole(arn);
  }
}
