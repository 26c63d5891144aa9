import type { AstroEmulator } from '../astro/emulator.ts';
import type { RawObject } from '../astro/environment-objects.ts';
import type { Installation } from './installation.ts';
import { targetsTold } from './targets-told.ts';
import type { Truth } from './truth.ts';

/** Connections that somebody else has made, and those that we should have. */
export class Connections {
  readonly #strange = new Map<string, RawObject>();
  readonly #takenOut = new Set<string>();

  add(made: RawObject): void {
    this.#strange.set(made.id, made);
  }

  /** Somebody took out one of ours: what was made once is not made again unasked. */
  takeOut({ scopeEntityId, objectKey }: RawObject): void {
    this.#takenOut.add(`${scopeEntityId} ${objectKey}`);
  }

  isStrange(id: string): boolean {
    return this.#strange.has(id);
  }

  /** What others made stays as it is, unless a person asked for it to be replaced. */
  async checkStrange(
    truth: Truth,
    { objects }: AstroEmulator,
    installations: readonly Installation[],
  ): Promise<void> {
    for (const [id, was] of this.#strange) {
      const is = objects.get(id);
      if (is === was) continue;
      this.#strange.delete(id);
      if (await this.#isAsked(was, installations)) continue;
      truth.say('connections of others are left alone', `${was.objectKey}: ${JSON.stringify(is)}`);
    }
  }

  /** Each that is wanted exists. */
  checkWanted(truth: Truth, { objects }: AstroEmulator, installation: Installation): void {
    for (const { id } of truth.deployments()) {
      for (const target of targetsTold(truth, installation, id)) {
        const found = objects.of(id).filter(({ objectKey }) => objectKey === target);
        if (found.length === 1 || this.#takenOut.has(`${id} ${target}`)) continue;
        truth.say('each wanted connection exists once', `${installation.id}: ${id} ${target}`);
      }
    }
  }

  async #isAsked(was: RawObject, installations: readonly Installation[]): Promise<boolean> {
    for (const { record } of installations) {
      const found = await record.deployments.get([was.scopeEntityId]);
      const wants = found.get(was.scopeEntityId)?.decided?.wants ?? [];
      const its = wants.filter(({ connection }) => connection?.id === was.objectKey);
      const asks = await record.connectionAsks.get(its.map(({ accessId }) => accessId));
      if ([...asks.values()].some(({ replace }) => replace)) return true;
    }
    return false;
  }
}
