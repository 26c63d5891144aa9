import { absent } from '../refusal.ts';
import { checkName } from './paths.ts';
import { timestamp } from './time.ts';
import type { Fields } from './values.ts';

export interface Document {
  readonly name: string;
  readonly fields: Fields;
  readonly createTime: string;
  readonly updateTime: string;
}

/** A composite index; single fields are indexed without being asked for. */
export interface Index {
  readonly collection: string;
  readonly fields: readonly string[];
}

/** The documents of every database, by name. */
export class Firestore {
  readonly #now: () => Date;
  #documents = new Map<string, Document>();
  #last = 0;
  /** Queries that need another index are refused. */
  indexes: readonly Index[] = [];

  constructor(now: () => Date) {
    this.#now = now;
  }

  find(name: string): Document | undefined {
    return this.#documents.get(name);
  }

  get(name: string): Document {
    checkName(name);
    const document = this.#documents.get(name);
    if (document === undefined) throw absent(`Document "${name}" not found.`);
    return document;
  }

  all(): readonly Document[] {
    return [...this.#documents.values()];
  }

  /** Of one collection under `parent`, or of all of that name at any depth. */
  collection(parent: string, id: string, anyDepth: boolean): readonly Document[] {
    if (anyDepth)
      return this.all().filter(
        ({ name }) => name.startsWith(`${parent}/`) && name.split('/').at(-2) === id,
      );
    const start = `${parent}/${id}/`;
    return this.all().filter(
      ({ name }) => name.startsWith(start) && !name.includes('/', start.length),
    );
  }

  /** A time later than any that was given out before, to the microsecond. */
  tick(): string {
    this.#last = Math.max(this.#last + 1, this.#now().getTime() * 1_000);
    return timestamp(this.#last);
  }

  /** What was read is as of this time. */
  readTime(): string {
    return timestamp(Math.max(this.#last, this.#now().getTime() * 1_000));
  }

  /** All documents as they are, for `restore`. */
  snapshot(): ReadonlyMap<string, Document> {
    return new Map(this.#documents);
  }

  /** Makes these all the documents there are, as a backup does that is restored. */
  restore(documents: ReadonlyMap<string, Document>): void {
    this.#documents = new Map(documents);
  }

  clear(): void {
    this.#documents.clear();
  }

  keep(document: Document): void {
    this.#documents.set(document.name, document);
  }

  drop(name: string): void {
    this.#documents.delete(name);
  }
}
