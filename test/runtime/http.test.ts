import { describe, expect, it } from '@jest/globals';
import { type HttpHeaders, header } from '../../shared/runtime/http.ts';

describe('header', () => {
  it.each<readonly [string, HttpHeaders, string | undefined]>([
    ['finds it in lower case', { 'x-name': 'a' }, 'a'],
    ['finds it in any case', { 'X-NAME': 'a' }, 'a'],
    ['finds it in a list of one', { 'x-name': ['a'] }, 'a'],
    ['keeps it as it is, an empty one too', { 'x-name': '' }, ''],
    ['finds nothing where there is none', { 'x-names': 'a' }, undefined],
    ['finds nothing where it is undefined', { 'x-name': undefined }, undefined],
    ['takes neither of two', { 'x-name': ['a', 'a'] }, undefined],
    ['takes neither of two that differ in case', { 'x-name': 'a', 'X-Name': 'a' }, undefined],
  ])('%s', (_it, headers, value) => {
    expect(header(headers, 'X-Name')).toBe(value);
  });
});
