import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it, jest } from '@jest/globals';
import { functionNames } from '../../../infra/build/folders.ts';
import { gcpEnvironment } from '../../../local/environment.ts';
import { namesOf } from '../../../local/names.ts';

jest.setTimeout(30_000);

const NOWHERE = 'http://127.0.0.1:9';
const ENVIRONMENT = gcpEnvironment({
  at: {
    aws: NOWHERE,
    dynamoDb: NOWHERE,
    secretsManager: NOWHERE,
    gcp: NOWHERE,
    astro: NOWHERE,
    slack: NOWHERE,
  },
  names: namesOf('local'),
  organizationId: 'clmh59gt0000308lbgswe5fvh',
  accessRules: 'access-rules.yml',
});

/** Of these functions, those that the framework knows once a process has loaded the index. */
async function loaded(names: readonly string[], target?: string): Promise<readonly string[]> {
  const script = `
    import { getFunction } from '@google-cloud/functions-framework/testing';
    await import('./functions/gcp/index.ts');
    const known = ${JSON.stringify(names)}.filter((name) => getFunction(name) !== undefined);
    console.log(JSON.stringify(known));`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script],
    { env: { ...ENVIRONMENT, ...(target !== undefined && { FUNCTION_TARGET: target }) } },
  );
  return JSON.parse(stdout);
}

describe('the index of the functions on Google Cloud', () => {
  it.each([
    ['the one that Cloud Run names, and no other', 'answer-slack', ['answer-slack']],
    ['all of them where none is named', undefined, undefined],
    ['all of them where it knows no such one', 'renamed', undefined],
  ])('loads %s', async (_which, target, only) => {
    const names = await functionNames('functions/gcp');
    expect(await loaded(names, target)).toEqual(only ?? names);
  });
});
