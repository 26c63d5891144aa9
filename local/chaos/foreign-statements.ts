import type { Statement } from '../../shared/policy/trust-policy.ts';
import { pick } from './random.ts';

function sidAmong(all: readonly Statement[]): string {
  const taken = all.map(({ Sid }) => Number(/^ByHand(\d+)$/.exec(Sid ?? '')?.[1] ?? 0));
  return `ByHand${Math.max(0, ...taken) + 1}`;
}

/** A statement of somebody else's, with a Sid that none of `all` has: a seed's runs are all the same. */
export function foreign(all: readonly Statement[], point: number): Statement {
  const Sid = sidAmong(all);
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
export function shortened(statement: Statement, gone: string | number): readonly Statement[] {
  const names = namesIn(statement);
  const name = typeof gone === 'string' ? gone : pick(names, gone);
  const left = names.filter((one) => one !== name);
  return left.length === 0 ? [] : [{ ...statement, Principal: { AWS: left } }];
}

export function joined(statement: Statement, name: string): Statement {
  return { ...statement, Principal: { AWS: [...namesIn(statement), name] } };
}
