import * as z from 'zod';
import { DRIFTS } from './access-rules.ts';
import { awsOwnRole, awsSharedRole } from './schema-aws.ts';
import { CONNECTION } from './schema-connection.ts';
import { gcpBucket, gcpDataset, gcpImpersonate, gcpProject } from './schema-gcp.ts';

const DRIFT = z
  .enum(DRIFTS)
  .describe(
    'When somebody takes access out of the policy by hand: put it back, or only tell. Default: repair.',
  );

const ADOPT = z
  .boolean({ error: 'must be true or false' })
  .describe(
    'Take over access that was given by hand before, so that it is taken back too. Default: false.',
  );

/** A target as it stands in the file; that it has exactly one grant is checked elsewhere. */
export const TARGET = z.strictObject({
  awsOwnRole: awsOwnRole.exactOptional(),
  awsSharedRole: awsSharedRole.exactOptional(),
  gcpProject: gcpProject.exactOptional(),
  gcpBucket: gcpBucket.exactOptional(),
  gcpDataset: gcpDataset.exactOptional(),
  gcpImpersonate: gcpImpersonate.exactOptional(),
  connection: CONNECTION.exactOptional(),
  drift: DRIFT.exactOptional(),
  adopt: ADOPT.exactOptional(),
});

export type TargetFile = z.infer<typeof TARGET>;
