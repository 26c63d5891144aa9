import { invalid } from '../refusal.ts';
import { fieldAt, withField } from './masks.ts';
import { fieldPath } from './paths.ts';
import type { Fields, Value } from './values.ts';

export interface Transform {
  readonly fieldPath?: string;
  readonly setToServerValue?: string;
  readonly increment?: Value;
}

/** Sets the server's time and adds to numbers; other transforms are refused here. */
export function applyTransforms(
  fields: Fields,
  transforms: readonly Transform[],
  time: string,
): Fields {
  return transforms.reduce((current, transform) => {
    const path = fieldPath(transform.fieldPath ?? '');
    return withField(current, path, transformed(fieldAt(current, path), transform, time));
  }, fields);
}

function transformed(current: Value | undefined, transform: Transform, time: string): Value {
  if (transform.setToServerValue === 'REQUEST_TIME') return { timestampValue: time };
  if (transform.increment?.integerValue === undefined)
    throw invalid(`Transform not supported here: ${JSON.stringify(transform)}`);
  const sum = Number(current?.integerValue ?? 0) + Number(transform.increment.integerValue);
  return { integerValue: String(sum) };
}
