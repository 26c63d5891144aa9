import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { expectedLength, placeholdersOf, roleName } from '../../shared/rules/role-name.ts';
import { deployment } from './sample.ts';

const named = (namespace: string) => deployment({ namespace });

describe('roleName', () => {
  it.each([
    ['airflow-{namespace}', 'airflow-fiery-nebula-1234'],
    ['Airflow-{id}', 'Airflow-clmh57jtm000008lb58fe2wmv'],
    ['{workspaceId}-{id}', 'clmh58o7d000108lb74ktc9o64-clmh57jtm000008lb58fe2wmv'],
    ['{namespace}.{namespace}', 'fiery-nebula-1234.fiery-nebula-1234'],
  ])('fills %s in', (template, name) => expect(roleName(template, deployment())).toBe(name));

  it('replaces what IAM refuses, and takes nothing for a pattern', () => {
    expect(roleName('a-{namespace}', named('x y/é$&'))).toBe('a-x-y----');
  });

  it('keeps a name of 64 characters, and cuts one of 65 by a digest of the whole', () => {
    expect(roleName('{namespace}', named('n'.repeat(64)))).toBe('n'.repeat(64));
    const cut = roleName('{namespace}', named('n'.repeat(65)));
    expect(cut).toMatch(/^n{55}-[0-9a-f]{8}$/);
    expect(roleName('{namespace}', named('n'.repeat(66)))).not.toBe(cut);
  });

  test('every name is one that IAM takes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }), (namespace) => {
        expect(roleName('airflow-{namespace}', named(namespace))).toMatch(/^[\w+=,.@-]{1,64}$/);
      }),
    );
  });
});

describe('expectedLength', () => {
  it.each([
    ['airflow-{namespace}', 48],
    ['airflow-{id}', 33],
    ['{workspaceId}-{id}', 51],
  ])('of %s is %d', (template, length) => expect(expectedLength(template)).toBe(length));
});

describe('placeholdersOf', () => {
  it('finds them all', () => {
    expect(placeholdersOf('a-{namespace}-{Id}{}')).toEqual(['namespace', 'Id', '']);
  });
});
