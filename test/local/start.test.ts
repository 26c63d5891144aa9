import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, describe, expect, it, jest } from '@jest/globals';

jest.setTimeout(90_000);

const running = new Set<ChildProcess>();
/** Of a test that failed, so that nothing waits for it. */
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
});

/** Runs `npm start` as a person does, without npm around it. */
function start(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', 'local/main.ts', ...args],
    {
      env: { PATH: process.env.PATH, NO_COLOR: '1', ...env },
      // A process group of its own, as a terminal gives each command.
      detached: true,
    },
  );
  running.add(child);
  child.once('exit', () => running.delete(child));
  const out: string[] = [];
  const err: string[] = [];
  child.stdout.on('data', (chunk) => out.push(String(chunk)));
  child.stderr.on('data', (chunk) => err.push(String(chunk)));
  const ended = once(child, 'exit').then(([code]) => ({
    code,
    out: out.join(''),
    err: err.join(''),
  }));
  return { child, ended, said: () => out.join('') };
}

const PROGRAM = `${process.execPath} cli/deployment-authorizer.mjs`;

async function until(done: () => boolean): Promise<void> {
  const giveUp = Date.now() + 80_000;
  while (!done()) {
    if (Date.now() > giveUp) throw new Error('it never came');
    await setTimeout(100);
  }
}

/** Every process of this machine, and whose child it is. */
function processes() {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  return table
    .trim()
    .split('\n')
    .map((line) => {
      const [id, parent] = line.trim().split(/ +/).map(Number);
      return { id, parent };
    });
}

async function mistyped(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rules-'));
  const path = join(folder, 'access-rules.yml');
  await copyFile('access-rules.yml', path);
  await writeFile(
    path,
    (await readFile(path, 'utf8')).replace('reach: [redshift]', 'reach: [redshfit]'),
  );
  return path;
}

describe('npm start', () => {
  it('writes one JSON document with --json, of four that were granted and told', async () => {
    const { code, out } = await start(['--json']).ended;
    expect(code).toBe(0);
    const { deployments, cloudCalls } = JSON.parse(out);
    expect(deployments).toHaveLength(4);
    for (const one of deployments) expect(one).toMatchObject({ state: 'granted', told: true });
    expect(cloudCalls).toMatchObject({ 'iam:UpdateAssumeRolePolicy': 1 });
  });

  it('says at once that nothing leaves this machine, and leaves nobody behind after Ctrl-C', async () => {
    const { child, ended, said } = start([]);
    await until(() => said().includes('Ctrl-C'));
    expect(said().split('\n')[0]).toBe('No cloud, no account, nothing leaves this machine.');
    const functions = processes().filter(({ parent }) => parent === child.pid);
    expect(functions).toHaveLength(2);
    // A terminal sends it to all of them.
    process.kill(-(child.pid ?? 0), 'SIGINT');
    expect((await ended).code).toBe(130);
    const left = new Set(processes().map(({ id }) => id));
    expect(functions.filter(({ id }) => left.has(id))).toEqual([]);
  });

  it('names a command that presses a button', async () => {
    const { child, ended, said } = start([]);
    const line = () => /npx node (local\/start\/press\.ts .*) revoke\n/.exec(said())?.[1];
    await until(() => line() !== undefined);
    const pressed = (verb: readonly string[]) =>
      execFileSync(process.execPath, [...(line() ?? '').split(' '), ...verb], {
        encoding: 'utf8',
        env: { NODE_NO_WARNINGS: '1' },
      });
    expect(pressed([])).toBe('Its buttons: connect, details, revoke\n');
    expect(pressed(['revoke'])).toContain('answer-slack answered 200');
    await until(() => /grant-access {4}revoked from/.test(said()));
    expect(said()).toContain('answer-slack    revoke by U0ANN (ann)');
    child.kill('SIGINT');
    await ended;
  });

  it('names commands that ask operate, on both clouds', async () => {
    const { child, ended, said } = start([]);
    const lines = () => /consoles do:\n([\s\S]*status-of-all\.json\n)/.exec(said())?.[1];
    await until(() => lines() !== undefined);
    // Without npx, which would look for the program among the dependencies.
    const commands = (lines() ?? '').replaceAll('npx deployment-authorizer', PROGRAM);
    const env = { PATH: process.env.PATH, HOME: '/nonexistent', NODE_NO_WARNINGS: '1' };
    const out = execFileSync('bash', ['-ec', commands], { encoding: 'utf8', env });
    expect(out).toMatch(/ lake +granted\n[\s\S]* loader +granted\n/);
    expect(out).toContain('"text":"local: all is well."');
    child.kill('SIGINT');
    await ended;
  });

  it('takes its functions along when it is killed', async () => {
    const { child, ended, said } = start([]);
    await until(() => said().includes('functions are loaded'));
    const functions = processes().filter(({ parent }) => parent === child.pid);
    child.kill('SIGKILL');
    await ended;
    const some = () => processes().some(({ id }) => functions.some((one) => one.id === id));
    await until(() => !some());
  });

  it('explains itself', async () => {
    const { code, out } = await start(['--help']).ended;
    expect(code).toBe(0);
    expect(out).toContain('--once');
  });

  it('takes no option that it does not know', async () => {
    const { code, err } = await start(['--onec']).ended;
    expect(code).toBe(2);
    expect(err).toContain('--onec');
    expect(err).toContain('--once');
  });

  it('names a mistake in the access rules, and where it is', async () => {
    const { code, err } = await start(['--once'], { ACCESS_RULES: await mistyped() }).ended;
    expect(code).toBe(1);
    expect(err).toMatch(
      /access-rules.yml:\d+:\d+ .*there is no target redshfit; did you mean redshift\?/,
    );
    expect(err).not.toContain('    at ');
  });
});
