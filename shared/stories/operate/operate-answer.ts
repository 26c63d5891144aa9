import type { AccessState } from '../../record/items.ts';
import type { InstallationStatus } from './installation-status.ts';
import type { SeenTarget } from './policies.ts';
import type { Preview } from './preview.ts';
import type { PreviewOfAll } from './preview-all.ts';
import type { Report } from './report.ts';

/** What a person is told: a sentence, and the accesses it is about as they stand. */
export interface OperateAnswer {
  readonly text: string;
  readonly accesses: readonly AccessStanding[];
  /** Of a `preview`. */
  readonly preview?: Preview;
  /** Of a `preview-all`. */
  readonly previewAll?: PreviewOfAll;
  /** Of `policies`. */
  readonly policies?: readonly SeenTarget[];
  /** Of a `report`. */
  readonly report?: Report;
  /** Of a `status` of the installation. */
  readonly installation?: InstallationStatus;
}

export interface AccessStanding {
  readonly accessId: string;
  readonly target: string;
  readonly state: AccessState;
  readonly reason?: string;
  readonly advice?: string;
}
