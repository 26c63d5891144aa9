import { describe, expect, it } from '@jest/globals';
import { airflowRoot, parseOrigins } from '../../shared/handover/origins.ts';
import { ConfigError } from '../../shared/runtime/errors.ts';

const USUAL = parseOrigins('https://*.astronomer.run');

describe('airflowRoot', () => {
  it.each([
    ['org.astronomer.run/d8fe2wmv/api/v1', 'https://org.astronomer.run/d8fe2wmv'],
    ['https://a.b.astronomer.run/d8fe2wmv/api/v2/', 'https://a.b.astronomer.run/d8fe2wmv'],
    ['ORG.Astronomer.RUN/d8fe2wmv?orgId=x', 'https://org.astronomer.run/d8fe2wmv'],
  ])('of %s is %s', (told, root) => expect(airflowRoot(told, USUAL)).toBe(root));

  it.each([
    'evil-astronomer.run/d1/api/v1',
    'astronomer.run/d1/api/v1',
    'astronomer.run.evil.example/d1/api/v1',
    'org.astronomer.run@evil.example/d1',
    'user:secret@org.astronomer.run/d1',
    'evil.example/org.astronomer.run/d1',
    'evil.example#.astronomer.run',
    'evil.example?.astronomer.run',
    'evil.example\\.astronomer.run',
    'org.astronomer.run:8443/d1',
    'org.astronomer.run./d1',
    'http://org.astronomer.run/d1',
    'ftp://org.astronomer.run/d1',
    '//evil.example',
    '',
  ])('of %s is nowhere: no token goes there', (told) => {
    expect(airflowRoot(told, USUAL)).toBeUndefined();
  });

  it.each([
    ['an exact origin', 'https://airflow.acme.com', 'airflow.acme.com/x/api/v1', true],
    ['another name of its domain', 'https://airflow.acme.com', 'x.airflow.acme.com/x', false],
    ['its port', 'http://127.0.0.1:8080', '127.0.0.1:8080/x', true],
    ['another port', 'http://127.0.0.1:8080', '127.0.0.1:8081/x', false],
    ['one of several', ' https://a.example , https://b.example,', 'b.example', true],
    ['none at all', '', 'org.astronomer.run', false],
  ])('goes by %s', (_what, origins, told, allowed) => {
    expect(airflowRoot(told, parseOrigins(origins)) !== undefined).toBe(allowed);
  });
});

describe('parseOrigins', () => {
  it.each([
    'https://*',
    'https://*.run',
    'https://*astronomer.run',
    'https://a.*.run',
    'astronomer.run',
    'https://astronomer.run/path',
    'https://user@astronomer.run',
    'ftp://astronomer.run',
    '*',
  ])('refuses %s', (text) => {
    expect(() => parseOrigins(`https://ok.example,${text}`)).toThrow(ConfigError);
    expect(() => parseOrigins(text)).toThrow(text);
  });
});
