import { AwsError, invalidValue } from '../aws-error.ts';
import type { Input } from '../wire/query-input.ts';
import { type IamOperation, page } from './operation.ts';
import { shownTags } from './shown-role.ts';
import { exceeded } from './state.ts';

const TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const MOST = 50;

/** The tags of the input, on top of those that are there. */
export function readTags(
  input: Input,
  current: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const tags = { ...current };
  const given = new Set<string>();
  for (const { Key: key = '', Value: value = '' } of input.members('Tags')) {
    checkText('tags.member.key', key, 128);
    checkText('tags.member.value', value, 256);
    if (key.toLowerCase().startsWith('aws:') || key === '' || given.has(key.toLowerCase())) {
      const message =
        'Duplicate, empty or reserved tag keys found. Please note that Tag keys are case insensitive.';
      throw new AwsError(400, 'InvalidInput', message);
    }
    given.add(key.toLowerCase());
    tags[key] = value;
  }
  if (Object.keys(tags).length > MOST) throw exceeded('TagsPerRole', MOST);
  return tags;
}

function checkText(field: string, text: string, longest: number): void {
  if (text.length > longest) {
    const constraint = `Member must have length less than or equal to ${longest}`;
    throw invalidValue('ValidationError', field, constraint);
  }
  if (TEXT.test(text)) return;
  const constraint =
    'Member must satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*';
  throw invalidValue('ValidationError', field, constraint);
}

const tagRole: IamOperation = (iam, caller, input) => {
  const role = iam.current(caller, input.named('RoleName', 64));
  iam.put({ ...role, tags: readTags(input, role.tags) });
  return {};
};

const listRoleTags: IamOperation = (iam, caller, input) =>
  page('Tags', shownTags(iam.read(caller, input.named('RoleName', 64))), input);

export const tagOperations: Readonly<Record<string, IamOperation>> = {
  TagRole: tagRole,
  ListRoleTags: listRoleTags,
};
