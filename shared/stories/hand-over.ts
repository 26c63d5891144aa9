import type { Queues } from '../cloud/queues.ts';
import type { Ways } from '../handover/configured-ways.ts';
import type { AccessRecord } from '../record/record.ts';
import type { AccessRules } from '../rules/access-rules.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';

export interface HandOverTools {
  readonly record: AccessRecord;
  readonly rules: () => AccessRules;
  readonly ways: Ways;
  readonly queues: Queues;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Makes the Airflow connections that one Deployment is to have and does not have yet. */
export async function handOver(_deploymentId: string, _tools: HandOverTools): Promise<void> {}
