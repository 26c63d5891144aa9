import { afterAll, beforeAll, describe } from '@jest/globals';
import type { Store } from '../../shared/record/store.ts';
import { describeBodies } from './contract/bodies.ts';
import { describeDue } from './contract/due.ts';
import { describeReads } from './contract/reads.ts';
import { describeWrites } from './contract/writes.ts';

export interface OpenStore {
  readonly store: Store;
  close(): Promise<void>;
}

/** What every store promises; the partitions of each test are its own. */
export function describeStore(name: string, open: () => Promise<OpenStore>): void {
  describe(name, () => {
    let opened: OpenStore;
    let store: Store;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(() => opened.close());
    describeReads(() => store);
    describeWrites(() => store);
    describeBodies(() => store);
    describeDue(() => store);
  });
}
