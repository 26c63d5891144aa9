import { expect, it } from '@jest/globals';
import { newPass } from '../../../shared/stories/grant-access/pass.ts';
import { problem } from '../findings.ts';

it('newPass knows nothing yet, and nothing of another pass', () => {
  newPass().barred.set('access-1', problem('denied'));
  const { whereNamed, isNamedByUs, whereDeleted, ...pass } = newPass();
  expect([whereNamed('anna'), whereDeleted('anna')]).toEqual([undefined, undefined]);
  expect(isNamedByUs('anna')).toBe(false);
  expect(pass).toEqual({
    barred: new Map(),
    rejected: new Set(),
    asked: new Set(),
    traced: new Map(),
    drifts: new Map(),
    news: new Set(),
    written: new Set(),
    unsure: new Set(),
    trying: new Set(),
    measured: false,
    blocked: false,
    conflicts: 0,
  });
});
