import { AwsError, invalidValue } from '../aws-error.ts';

/** The input of an operation in the query protocol of IAM and STS. */
export class Input {
  readonly #fields: URLSearchParams;

  constructor(fields: URLSearchParams) {
    this.#fields = fields;
  }

  optional(name: string): string | undefined {
    return this.#fields.get(name) ?? undefined;
  }

  text(name: string): string {
    const value = this.optional(name);
    if (value === undefined) throw invalidValue('ValidationError', name, 'Member must not be null');
    return value;
  }

  /** A name of at most `longest` characters of the pattern, both as the API's model states them. */
  named(name: string, longest: number, pattern = /^[\w+=,.@-]+$/): string {
    const value = this.text(name);
    if (value.length > longest) {
      const constraint = `Member must have length less than or equal to ${longest}`;
      throw invalidValue('ValidationError', name, constraint);
    }
    if (pattern.test(value)) return value;
    const constraint = `Member must satisfy regular expression pattern: ${pattern.source.slice(1, -1)}`;
    throw invalidValue('ValidationError', name, constraint);
  }

  integer(name: string, fallback: number, least: number, most: number): number {
    const value = this.optional(name);
    if (value === undefined) return fallback;
    const number = Number(value);
    if (Number.isInteger(number) && number >= least && number <= most) return number;
    const constraint = `Member must have value between ${least} and ${most}`;
    throw new AwsError(400, 'ValidationError', `Value '${value}' at '${name}': ${constraint}`);
  }

  /** The list of structures sent as `name.member.1.field`. */
  members(name: string): readonly Readonly<Record<string, string>>[] {
    const members: Record<string, string>[] = [];
    for (const [key, value] of this.#fields) {
      const [list, word, position, field] = key.split('.');
      if (list !== name || word !== 'member') continue;
      const index = Number(position) - 1;
      members[index] = { ...members[index], [field ?? 'value']: value };
    }
    return members.filter((member) => member !== undefined);
  }
}
