import type { TrustPolicy } from '../../../shared/policy/trust-policy.ts';
import { AwsError } from '../aws-error.ts';

type Fields = Readonly<Record<string, unknown>>;

const STATEMENT_FIELDS = new Set(
  'Sid Effect Principal NotPrincipal Action NotAction Condition Resource NotResource'.split(' '),
);
const KINDS = new Set(['AWS', 'Service', 'Federated', 'CanonicalUser']);

/** A trust policy that IAM would take, or its refusal; whether its principals exist is left open. */
export function parseTrustDocument(text: string): TrustPolicy {
  const document = parseJson(text);
  checkDocument(document);
  return document;
}

export function malformed(message: string): AwsError {
  return new AwsError(400, 'MalformedPolicyDocument', message);
}

function parseJson(text: string): unknown {
  if (!/^[\t\n\r -ÿ]+$/.test(text)) throw malformed('This policy contains invalid Json');
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('This policy contains invalid Json');
  }
}

function checkDocument(document: unknown): asserts document is TrustPolicy {
  if (!isFields(document)) throw malformed('This policy contains invalid Json');
  const known = Object.keys(document).every((key) => ['Version', 'Id', 'Statement'].includes(key));
  const version = document.Version ?? '2008-10-17';
  if (!known || (version !== '2012-10-17' && version !== '2008-10-17')) throw syntax();
  const statements = [document.Statement].flat();
  if (statements.length === 0) throw syntax();
  const sids = statements.map(checkStatement).filter((sid) => sid !== undefined);
  if (new Set(sids).size < sids.length) {
    throw malformed('Statement IDs (SID) in a single policy must be unique.');
  }
}

/** The statement's Sid. */
function checkStatement(statement: unknown): unknown {
  if (!isFields(statement)) throw syntax();
  if (Object.keys(statement).some((key) => !STATEMENT_FIELDS.has(key))) throw syntax();
  for (const field of ['Resource', 'NotResource']) {
    if (field in statement) throw malformed(`Has prohibited field ${field}`);
  }
  if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny') throw syntax();
  const { Principal: principal, NotPrincipal: others } = statement;
  if (principal === undefined && others === undefined) {
    throw malformed('Missing required field Principal');
  }
  if (principal !== undefined && others !== undefined) throw syntax();
  checkPrincipal(principal ?? others);
  checkActions(statement);
  if (statement.Condition !== undefined && !isFields(statement.Condition)) throw syntax();
  return checkSid(statement.Sid);
}

function checkSid(sid: unknown): unknown {
  if (sid === undefined || (typeof sid === 'string' && /^[0-9A-Za-z]*$/.test(sid))) return sid;
  throw malformed(
    'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*',
  );
}

function checkPrincipal(principal: unknown): void {
  if (principal === '*') return;
  if (!isFields(principal)) throw malformed('Invalid principal in policy.');
  const kinds = Object.entries(principal);
  if (kinds.length === 0) throw malformed('Missing required field Principal cannot be empty!');
  for (const [kind, names] of kinds) {
    if (!KINDS.has(kind)) throw malformed(`Invalid principal in policy: "${kind}"`);
    if (!isTextList(names)) throw malformed(`Invalid principal in policy: "${kind}":[]`);
  }
}

function checkActions({ Action: actions, NotAction: others }: Fields): void {
  const given = actions ?? others;
  if (given === undefined) throw malformed('Missing required field Action');
  if (!isTextList(given)) throw syntax();
  if ([given].flat().every((action) => /^sts:/i.test(action))) return;
  throw malformed('AssumeRole policy may only specify STS AssumeRole actions.');
}

function isTextList(value: unknown): value is string | readonly string[] {
  const list = [value].flat();
  return list.length > 0 && list.every((one) => typeof one === 'string' && one !== '');
}

function isFields(value: unknown): value is Fields {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function syntax(): AwsError {
  return malformed('Syntax errors in policy.');
}
