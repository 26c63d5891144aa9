import { operate } from '../../shared/stories/operate.ts';
import { byHand, sweepOnce } from './deliver.ts';
import { drain } from './deliveries.ts';
import { tellAgain } from './identities.ts';
import type { Installation } from './installation.ts';
import { checkTold } from './message-verdict.ts';
import { order, resume } from './orders.ts';
import { putRight } from './put-right.ts';
import { type Random, randomFrom } from './random.ts';
import { checkEnded, checkSoon } from './soon.ts';
import { noteDecision, OPERATOR } from './verdicts.ts';
import type { World } from './world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * Faults end, people put right what only they can, and time passes with its sweeps, until every
 * wait, reminder, refusal and `keep` has had its turn.
 */
export async function settleDown(world: World): Promise<void> {
  const random = randomFrom(1);
  world.astro.faults.clear();
  world.blindnesses.clear();
  world.aws.iam.staleReads(0);
  putRight(world);
  for (const raw of world.truth.untold.all()) tellAgain(world, raw);
  for (const installation of world.installations) {
    await resume(installation);
    if (installation.lostAt !== undefined) await tellAnew(installation);
  }
  await settleSoon(world, random);
  if (world.truth.violations.length > 0) return;
  for (let day = 0; day < 4; day += 1) {
    world.time.advance(25 * HOUR);
    for (const installation of world.installations) {
      await order(installation, 'confirm-endings');
      if (day === 2) await retryReported(installation);
      // As after any change of the rules: what was decided stays so.
      if (day === 3) await tellAnew(installation);
    }
    for (let minute = 0; minute < 9; minute += 1) {
      world.time.advance(1.5 * MINUTE);
      for (const installation of world.installations) {
        await sweepOnce(world, installation, random);
        await drain(world, installation, 1_000, random);
        // What ended on the last day may have been another installation's too.
        if (day === 3 && minute === 5) await retryReported(installation);
        world.truth.checkNobodyOut();
        if (world.truth.violations.length > 0) return;
      }
    }
  }
}

/** The first hour: what is reminded of comes about, and nothing else is waited for. */
async function settleSoon(world: World, random: Random): Promise<void> {
  for (const [place, minutes] of [1, 1.5, 2, 4, 6, 6, 10, 10, 15, 15].entries()) {
    world.time.advance(minutes * MINUTE);
    for (const installation of world.installations) {
      if (place % 5 === 0) await order(installation, 'confirm-endings');
      await sweepOnce(world, installation, random);
      await drain(world, installation, 1_000, random);
      world.truth.checkNobodyOut();
    }
  }
  for (const installation of world.installations) {
    checkSoon(world, installation);
    await checkEnded(world, installation);
    // Whatever was lost on the way was sent again, and what Slack did not take was tried again.
    await checkTold(world, installation);
  }
}

/** Who mends a record knows no better than to have everything looked at again. */
async function tellAnew(installation: Installation): Promise<void> {
  for (const { item } of await installation.record.deployments.list()) {
    const { deploymentId, decided } = item;
    if (decided === undefined) continue;
    await operate({ action: 'refresh', deploymentId, by: OPERATOR }, byHand(installation));
  }
}

/** What somebody took out and is only reported is put back when a person asks. */
async function retryReported(installation: Installation): Promise<void> {
  const { record } = installation;
  for (const { item } of await record.deployments.list()) {
    const { deploymentId } = item;
    for (const want of item.decided?.wants ?? []) {
      const { accessId } = want;
      const [row] = await record.accesses.get([want]);
      if (row?.item.reason?.code !== 'drifted') continue;
      const asked = { action: 'retry', deploymentId, accessId, by: OPERATOR } as const;
      await operate(asked, byHand(installation));
      const written = (await record.decisions.get([accessId])).get(accessId);
      if (written !== undefined) noteDecision(installation, deploymentId, want, written);
    }
  }
}
