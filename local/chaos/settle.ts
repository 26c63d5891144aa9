import { isSidOf } from '../../shared/policy/sid.ts';
import type { Statement } from '../../shared/policy/trust-policy.ts';
import { isAsWeWrite } from '../../shared/policy/trust-statements.ts';
import { operate } from '../../shared/stories/operate.ts';
import { byHand, sweepOnce } from './deliver.ts';
import type { Installation } from './installation.ts';
import { principalsOf, statementsOf } from './pieces.ts';
import { randomFrom } from './random.ts';
import { SHARED } from './rules.ts';
import { drain } from './step.ts';
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
  world.aws.iam.staleReads(0);
  putRight(world);
  for (const installation of world.installations) await refreshRestored(installation);
  for (let day = 0; day < 4; day += 1) {
    world.time.advance(25 * HOUR);
    for (const installation of world.installations) {
      await operate({ action: 'confirm-endings', by: 'jane@acme.example' }, byHand(installation));
    }
    for (let minute = 0; minute < 9; minute += 1) {
      world.time.advance(1.5 * MINUTE);
      for (const installation of world.installations) {
        await sweepOnce(world, installation, random);
        await drain(world, installation, 1_000, random);
        world.truth.checkNobodyOut();
        if (world.truth.violations.length > 0) return;
      }
    }
  }
}

/** A record that was restored may know of older messages than Slack shows: who restored it asks for new ones. */
async function refreshRestored(installation: Installation): Promise<void> {
  if (!installation.restored) return;
  for (const { item } of await installation.record.deployments.list()) {
    const { deploymentId } = item;
    const by = 'jane@acme.example';
    await operate({ action: 'refresh', deploymentId, by }, byHand(installation));
  }
}

/** Whoever named a deleted role, or tampered with a statement of ours, takes it out again. */
function putRight({ aws, truth, installations }: World): void {
  const { principals } = aws.state;
  const lives = (name: string) =>
    !name.startsWith('AROA') || principals.visibleArn(name, Number.POSITIVE_INFINITY) !== undefined;
  truth.byHand(() => {
    for (const arn of SHARED) {
      const trust = aws.iam.readTrustPolicy(arn);
      const kept = statementsOf(trust).flatMap((statement) => {
        const owner = installations.find(({ name }) => isSidOf(name, statement.Sid));
        if (owner === undefined) return principalsOf(statement).every(lives) ? [statement] : [];
        return isAsWeWrite(statement, owner.name) ? withoutOrphans(statement, lives) : [];
      });
      const nobody = {
        Sid: 'Nobody',
        Effect: 'Deny',
        Principal: '*',
        Action: 'sts:AssumeRole',
      } as const;
      const Condition = { DateLessThan: { 'aws:CurrentTime': '1970-01-01T00:00:00Z' } };
      const statements = kept.length > 0 ? kept : [{ ...nobody, Condition }];
      aws.iam.writeTrustPolicy(arn, { ...trust, Statement: statements });
    }
  });
}

/** What is left of a deleted role in one installation's statement keeps IAM from taking another's. */
function withoutOrphans(
  statement: Statement,
  lives: (name: string) => boolean,
): readonly Statement[] {
  const names = principalsOf(statement);
  const left = names.filter(lives);
  if (left.length === names.length) return [statement];
  return left.length === 0 ? [] : [{ ...statement, Principal: { AWS: left } }];
}
