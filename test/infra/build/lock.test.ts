import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type Lock, lockOf } from '../../../infra/build/lock.ts';

const LOCK: Lock = {
  lockfileVersion: 3,
  packages: {
    '': { dependencies: { a: '^1', other: '^1' } },
    'node_modules/a': { version: '1.2.3', dependencies: { b: '^1', c: '^1' } },
    'node_modules/b': { version: '1.0.0', dependencies: { c: '^2' }, dev: true },
    'node_modules/b/node_modules/c': { version: '2.0.0', dependencies: { d: '*' } },
    'node_modules/c': { version: '1.0.0', optionalDependencies: { missing: '*' } },
    'node_modules/d': { version: '4.0.0', dependencies: { a: '*' } },
    'node_modules/other': { version: '9.0.0' },
  },
};

describe('lockOf', () => {
  const { manifest, lock } = lockOf('a', LOCK);

  it('depends on the one package, at the version that is installed here', () => {
    expect(manifest.dependencies).toEqual({ a: '1.2.3' });
    expect(lock.packages['']).toMatchObject({ dependencies: { a: '1.2.3' } });
  });

  it('keeps what that package needs where it is, and nothing else', () => {
    expect(Object.keys(lock.packages)).toEqual([
      '',
      'node_modules/a',
      'node_modules/b',
      'node_modules/b/node_modules/c',
      'node_modules/c',
      'node_modules/d',
    ]);
  });

  it('keeps no mark that would leave a package out', () => {
    expect((lock.packages as Lock['packages'])['node_modules/b']).not.toHaveProperty('dev');
  });

  it.each([
    ['the package', 'z', 'package-lock.json has no z'],
    ['one that it needs', 'needy', 'package-lock.json has no z, which node_modules/needy needs'],
  ])('refuses a lock file without %s', (_what, dependency, message) => {
    const needy = { version: '1.0.0', dependencies: { z: '*' } };
    const broken = { ...LOCK, packages: { ...LOCK.packages, 'node_modules/needy': needy } };
    expect(() => lockOf(dependency, broken)).toThrow(message);
  });

  it('pins all of the framework by its content', () => {
    const own = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock;
    const framework = lockOf('@google-cloud/functions-framework', own).lock.packages;
    const { '': _root, ...packages } = framework as Lock['packages'];
    expect(Object.keys(packages).length).toBeGreaterThan(50);
    for (const locked of Object.values(packages)) expect(locked).toHaveProperty('integrity');
  });
});
