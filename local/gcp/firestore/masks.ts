import { fieldPath } from './paths.ts';
import type { Fields, Value } from './values.ts';

/** The field at the path, where there is one. */
export function fieldAt(fields: Fields, path: readonly string[]): Value | undefined {
  const [name = '', ...rest] = path;
  const value = fields[name];
  return rest.length === 0 ? value : value && fieldAt(value.mapValue?.fields ?? {}, rest);
}

/** The fields with the one at the path set, or removed where there is no value. */
export function withField(
  fields: Fields,
  path: readonly string[],
  value: Value | undefined,
): Fields {
  const [name = '', ...rest] = path;
  const { [name]: current, ...others } = fields;
  if (rest.length === 0) return value === undefined ? others : { ...others, [name]: value };
  const inner = withField(current?.mapValue?.fields ?? {}, rest, value);
  return { ...others, [name]: { mapValue: { fields: inner } } };
}

/** Without a mask the whole document is replaced; with one, only the fields it names. */
export function maskedFields(
  current: Fields,
  sent: Fields,
  mask: readonly string[] | undefined,
): Fields {
  if (mask === undefined) return sent;
  return mask
    .map(fieldPath)
    .reduce((fields, path) => withField(fields, path, fieldAt(sent, path)), current);
}

/** Only the fields that the mask names. */
export function pickFields(fields: Fields, mask: readonly string[]): Fields {
  return mask.map(fieldPath).reduce<Fields>((picked, path) => {
    const value = fieldAt(fields, path);
    return value === undefined ? picked : withField(picked, path, value);
  }, {});
}
