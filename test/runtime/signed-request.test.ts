import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { ConfigError } from '../../shared/runtime/errors.ts';
import { secretsIn } from '../../shared/runtime/signed-request.ts';

describe('secretsIn', () => {
  it.each([
    ['one', 'a-secret', ['a-secret']],
    ['the old one and the new', 'old\nnew', ['old', 'new']],
    ['what an editor makes of it', ' old \r\n\r\nnew\n', ['old', 'new']],
  ])('finds %s', (_which, value, secrets) => {
    expect(secretsIn(value, 'receive-event')).toEqual(secrets);
  });

  it.each(['', '\n', ' \r\n '])('refuses to go on with none: %j', (value) => {
    expect(() => secretsIn(value, 'receive-event')).toThrow(ConfigError);
  });
});

describe('a signature', () => {
  it('is compared in a time that does not depend on it, which nothing but the text shows', () => {
    const source = new URL('../../shared/runtime/signed-request.ts', import.meta.url);
    const text = readFileSync(source, 'utf8');
    expect(text).toContain('timingSafeEqual(one, other)');
    expect(text).not.toMatch(/given [!=]== expected/);
  });
});
