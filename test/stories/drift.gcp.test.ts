import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { HOUR } from '../../shared/runtime/clock.ts';
import { ANALYTICS, PROJECT, rulesReaching } from './rules.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench('gcp', rulesReaching(ANALYTICS));
  bench.gcp.projects.create(PROJECT);
});
afterEach(() => bench.close());

describe('grantAccess, of members that somebody took out of a project,', () => {
  it('puts them back, and shows each in its binding', async () => {
    const one = await bench.create('one');
    const two = await bench.create('two');
    await bench.drain();
    const { bindings = [] } = bench.gcp.projects.policy(PROJECT);
    const members = [`serviceAccount:${two.identity}`];
    const emptied = bindings.map((binding) => ({ ...binding, members }));
    bench.gcp.projects.setPolicy(PROJECT, { version: 3, bindings: emptied });
    await bench.pass(7.5 * HOUR);
    await bench.drain();
    expect(JSON.stringify(bench.gcp.projects.policy(PROJECT))).toContain(one.identity);
    const [lost] = await bench.accesses(one.id);
    const gone = lost?.drift?.diff.split('\n').filter((line) => line.startsWith('-'));
    expect(gone).toHaveLength(2);
    expect(gone?.join()).toContain(`serviceAccount:${one.identity}`);
    expect(lost?.drift?.repaired).toBe(true);
    const [kept] = await bench.accesses(two.id);
    expect(kept).not.toHaveProperty('drift');
  });
});
