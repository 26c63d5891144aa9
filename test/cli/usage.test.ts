import { describe, expect, it, test } from '@jest/globals';
import { UsageError } from '../../cli/command.ts';
import { COMMANDS } from '../../cli/commands.ts';
import { helpOf, overview, usage } from '../../cli/help.ts';
import { parseCommandLine } from '../../cli/parse.ts';
import { read } from '../docs/codes.ts';
import { run } from './run.ts';

const parse = (line: string) => parseCommandLine(line.split(' '), COMMANDS);

describe('parseCommandLine', () => {
  it.each([
    ['hold etl', 'hold', ['etl'], {}, []],
    ['hold etl --json --by jane', 'hold', ['etl'], { by: 'jane' }, ['json']],
    ['hold --direct etl --cloud=aws', 'hold', ['etl'], { cloud: 'aws' }, ['direct']],
    ['status', 'status', [], {}, []],
    ['rules check', 'rules check', [], {}, []],
    ['rules check a.yml --against live', 'rules check', ['a.yml'], { against: 'live' }, []],
    ['hold --help', 'hold', [], {}, ['help']],
    ['report -h', 'report', [], {}, ['help']],
  ])('reads %s', (line, name, args, texts, flags) => {
    const parsed = parse(line);
    expect(parsed).toMatchObject({ args, texts });
    expect([parsed.command.name, [...parsed.flags]]).toEqual([name, flags]);
  });

  it('collects what can be given several times', () => {
    expect(parse('init --account 1 --account 2 --out x')).toMatchObject({
      texts: { out: 'x' },
      lists: { account: ['1', '2'] },
    });
  });

  it.each([
    ['hodl etl', 'there is no command hodl; did you mean hold?'],
    ['rules', 'rules: say which, rules check or rules explain'],
    ['hold', '<deployment> is missing'],
    ['hold a b', 'b is more than it takes'],
    ['hold a --access', "Option '--access <value>' argument missing"],
    ['hold a --nope', "Unknown option '--nope'"],
    ['pause --access x', "Unknown option '--access'"],
    ['hold a --acess x', "Unknown option '--acess'; did you mean access?"],
    ['report --csv=yes', "Option '--csv' does not take an argument"],
  ])('refuses %s', (line, complaint) => {
    expect(() => parse(line)).toThrow(UsageError);
    expect(() => parse(line)).toThrow(complaint);
  });
});

describe('the program', () => {
  it.each([
    ['', 2, /^Gives Astro Deployments/, /^$/],
    ['--help', 0, /rules explain \[deployment\]/, /^$/],
    ['--version', 0, /^\d+\.\d+\.\d+\n$/, /^$/],
    ['help hold', 0, /Usage: deployment-authorizer hold <deployment>/, /^$/],
    ['help hodl', 2, /^$/, /there is no command hodl; did you mean hold\? /],
    ['rules --help', 0, /^ {2}rules check \[file\] .*\n {2}rules explain .*\n\n/m, /^$/],
    ['hold x --acess y', 2, /^$/, /did you mean access\? deployment-authorizer hold --help says/],
    [
      'rules check --base old.yml',
      2,
      /^$/,
      /^--base goes with --against live\. .* rules check --help/,
    ],
    ['rules check --quota 9', 2, /^$/, /^--quota goes with --against live/],
    ['rules check --rules absent.yml', 1, /^$/, /^there are no access rules at absent.yml\n$/],
    ['rules check a.yml --rules b.yml', 2, /^$/, /named twice/],
    ['rules check docs', 1, /^$/, /^the access rules cannot be read \(EISDIR\): docs\n$/],
    ['status --url operate.example', 1, /^$/, /begins with https:\/\/, not at operate.example\n$/],
    ['status --url http://acme.example', 1, /^$/, /begins with https:\/\//],
    ['init --out absent.yml --channel #data', 2, /^$/, /^--channel must be a channel's id/],
    ['init --out absent.yml --installation Prod', 2, /^$/, /^--installation must be/],
    ['status --cloud aws', 1, /^$/, /^Region is missing: set AWS_REGION/],
    ['hold --help', 0, /Usage: deployment-authorizer hold <deployment> \[options\]/, /^$/],
    ['hodl x', 2, /^$/, /did you mean hold\? deployment-authorizer --help says what there is/],
    ['status --cloud azure', 2, /^$/, /--cloud is aws or gcp, not azure/],
    ['status', 2, /^$/, /targets on both clouds: say --cloud aws or --cloud gcp/],
    ['report --csv --json --direct --cloud aws', 2, /^$/, /--csv or --json, not both/],
    [
      'status --direct --cloud aws',
      1,
      /^$/,
      /^configuration: ASTRO_ORGANIZATION_ID is not set; AWS_ACCOUNT_ID is not set; AWS_REGION is not set\n$/,
    ],
    ['status --cloud gcp', 1, /^$/, /Set OPERATE_URL/],
    ['rules check absent.yml', 1, /^$/, /^there are no access rules at absent.yml\n$/],
    [
      'preview',
      2,
      /^$/,
      /^preview of which Deployment\? Its id or name, or --all for every one\. /,
    ],
    ['preview etl --all', 2, /^$/, /Its id or name, or --all/],
    ['init --account 1 --account', 2, /^$/, /--account/],
    ['rules check --against main', 2, /^$/, /--against is live, not main/],
    ['rules check --against live', 1, /^$/, /set ASTRO_API_TOKEN/],
    ['rules explain', 2, /^$/, /either a Deployment’s id or name, or --deployment FILE/],
    ['rules explain --deployment absent.json', 1, /^$/, /^absent.json: there is no such file\n$/],
  ])('ends "%s" with %i', async (line, code, out, err) => {
    const ended = await run(line === '' ? [] : line.split(' '));
    expect(ended).toEqual({
      code,
      out: expect.stringMatching(out),
      err: expect.stringMatching(err),
    });
  });

  it('shows where it failed only to whoever asks', async () => {
    const env = {
      AWS_REGION: 'eu-west-1',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      AWS_ACCESS_KEY_ID: 'x',
      AWS_SECRET_ACCESS_KEY: 'x',
      AWS_MAX_ATTEMPTS: '1',
    };
    const { code, err } = await run(['status', '--cloud', 'aws'], env);
    expect(code).toBe(1);
    expect(err).toMatch(/^.*ECONNREFUSED.* \(DEBUG=1 shows where\)\n$/);
    const debugged = await run(['status', '--cloud', 'aws'], { ...env, DEBUG: '1' });
    expect(debugged.err).toMatch(/\n +at /);
  });
});

describe('every command', () => {
  const guide = read('docs/cli.md');

  it.each(COMMANDS)(
    '$name has an example that it understands, and a place in the guide',
    (command) => {
      const [line = ''] = command.example.split('\n');
      const words =
        line
          .replace(/^npx deployment-authorizer /, '')
          .split(' >')[0]
          ?.split(' ') ?? [];
      expect(parseCommandLine(words, COMMANDS).command).toBe(command);
      expect(helpOf(command)).toContain(usage(command));
      expect(overview(COMMANDS)).toContain(command.says);
      expect(guide).toContain(`\`${usage(command)}\``);
    },
  );
});

test('package.json names the program', () => {
  const { bin, files } = JSON.parse(read('package.json'));
  expect(bin).toEqual({ 'deployment-authorizer': 'cli/deployment-authorizer.mjs' });
  expect(files).toBeUndefined();
});
