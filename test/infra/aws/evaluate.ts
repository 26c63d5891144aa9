import { pascal, permissionsTemplate } from '../../../infra/aws/permissions-template.ts';
import type { Statement } from '../../../infra/aws/statements.ts';
import type { AccessRules } from '../../../shared/rules/access-rules.ts';
import { HOME } from '../rules.ts';

type Values = Readonly<Record<string, readonly string[]>>;

/** What IAM answers to a function, as far as these policies go: a deny wins, conditions count. */
export function mayAs(name: string, rules: AccessRules, account = HOME) {
  const statements = statementsOf(name, rules, account);
  return (action: string, resource: string, values: Values = {}): boolean => {
    const matching = statements.filter((statement) => applies(statement, action, resource, values));
    return matching.length > 0 && matching.every(({ Effect }) => Effect === 'Allow');
  };
}

/** The statements of a function's role in a stack that is in this account. */
export function statementsOf(
  name: string,
  rules: AccessRules,
  account = HOME,
): readonly Statement[] {
  const resources = filled(permissionsTemplate(rules), account).Resources;
  return Object.values(resources).flatMap((resource) => {
    const { RoleName, Policies = [], PolicyDocument, Roles = [] } = resource.Properties;
    if (RoleName !== undefined) {
      return RoleName.endsWith(`-${name}`)
        ? Policies.flatMap((one) => one.PolicyDocument.Statement)
        : [];
    }
    return Roles.some(({ Ref }) => Ref === `${pascal(name)}Role`) &&
      holds(resource.Condition, account)
      ? (PolicyDocument?.Statement ?? [])
      : [];
  });
}

interface Document {
  readonly Statement: readonly Statement[];
}
interface Resource {
  readonly Condition?: string;
  readonly Properties: {
    readonly RoleName?: string;
    readonly Policies?: readonly { readonly PolicyDocument: Document }[];
    readonly PolicyDocument?: Document;
    readonly Roles?: readonly { readonly Ref: string }[];
  };
}

/** The template with partition, region and account filled in. */
function filled(template: unknown, account: string): { Resources: Record<string, Resource> } {
  const text = JSON.stringify(template)
    .replaceAll(/\{"Fn::Sub":("[^"]*")\}/g, '$1')
    .replaceAll('${' + 'AWS::Partition}', 'aws')
    .replaceAll('${' + 'AWS::Region}', 'eu-west-1')
    .replaceAll('${' + 'AWS::AccountId}', account);
  return JSON.parse(text);
}

function holds(condition: string | undefined, account: string): boolean {
  return condition?.startsWith('NotIn')
    ? condition !== `NotIn${account}`
    : condition === `In${account}`;
}

function applies(statement: Statement, action: string, resource: string, values: Values): boolean {
  return (
    statement.Action.some((one) => globbed(one, action)) &&
    statement.Resource.some((one) => globbed(String(one), resource)) &&
    Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
      Object.entries(keys).every(([key, wanted]) => {
        const found = values[key] ?? [];
        const listed = found.every((value) => [wanted].flat().includes(value));
        return listed && (operator.startsWith('ForAllValues:') || found.length > 0);
      }),
    )
  );
}

function globbed(pattern: string, text: string): boolean {
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${source.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(text);
}
