import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Installation, install } from '../../local/installation.ts';
import { IMPORT, openUninstalled, policiesIn, type Uninstalled } from './house.ts';

jest.setTimeout(180_000);

let house: Uninstalled;
let installation: Installation;
let untouched = '';
beforeAll(async () => {
  house = await openUninstalled();
  await house.init(...IMPORT);
  const text = await readFile(house.file, 'utf8');
  await writeFile(house.file, text.replace('mode: preview', 'mode: apply'));
  untouched = policiesIn(house.clouds);
  installation = await install(house.clouds, { accessRules: house.file });
});
afterAll(async () => {
  await installation?.close();
  await house?.close();
});

const writes = () => {
  const { aws, gcp } = house.clouds;
  const names = [...aws.faults.calls.keys(), ...gcp.faults.calls.keys()];
  return names.filter((name) => /UpdateAssumeRolePolicy|setIamPolicy|datasets\.patch/.test(name));
};

describe('an installation with imported rules, in mode apply', () => {
  it.each(['aws', 'gcp'] as const)(
    'finds on %s all that it wants there, and writes nothing',
    async (cloud) => {
      await installation.sides[cloud].sweep();
      await installation.sides[cloud].idle();
      const heads = (await installation.record[cloud].deployments.list()).map(({ item }) => item);
      const wants = heads.flatMap(({ decided }) => decided?.wants ?? []);
      const rows = await installation.record[cloud].accesses.get(wants);
      expect(heads).toHaveLength(30);
      expect(rows).toHaveLength(wants.length);
      expect(wants.length).toBeGreaterThan(25);
      expect(rows.filter(({ item }) => item.state !== 'granted' || !item.byHand)).toEqual([]);
      expect(rows.flatMap(({ item }) => item.placed)).toEqual([]);
      expect(writes()).toEqual([]);
      expect(policiesIn(house.clouds)).toBe(untouched);
    },
  );
});
