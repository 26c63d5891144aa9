import type { Statement } from '../../shared/policy/trust-policy.ts';
import { pick } from './random.ts';

let sids = 0;

/** A statement of somebody else's. */
export function foreign(point: number): Statement {
  sids += 1;
  const Sid = `ByHand${sids}`;
  const base = { Sid, Effect: 'Allow', Action: 'sts:AssumeRole' } as const;
  const shapes: readonly Statement[] = [
    { ...base, Principal: { Service: 'glue.amazonaws.com' } },
    { ...base, Principal: { AWS: ['arn:aws:iam::222233334444:role/batch'] } },
    {
      ...base,
      Principal: { AWS: 'arn:aws:iam::222233334444:root' },
      Action: ['sts:AssumeRole', 'sts:TagSession'],
    },
    {
      ...base,
      Principal: { AWS: 'arn:aws:iam::222233334444:user/anna' },
      Condition: { StringEquals: { 'sts:ExternalId': 'theirs' } },
    },
  ];
  return pick(shapes, point) ?? { ...base, Principal: { Service: 'glue.amazonaws.com' } };
}

function namesIn(statement: Statement): readonly string[] {
  const { Principal: principal } = statement;
  return principal === undefined || principal === '*' ? [] : [principal.AWS ?? []].flat();
}

/** Without one of those whom it names. */
export function shortened(statement: Statement, point: number): readonly Statement[] {
  const names = namesIn(statement);
  const left = names.filter((one) => one !== pick(names, point));
  return left.length === 0 ? [] : [{ ...statement, Principal: { AWS: left } }];
}

export function joined(statement: Statement, name: string): Statement {
  return { ...statement, Principal: { AWS: [...namesIn(statement), name] } };
}
