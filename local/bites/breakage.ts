export interface Edit {
  readonly file: string;
  /** Stands in the file once. */
  readonly from: string;
  readonly to: string;
}

/** One thing that the product does for safety, and an edit that makes it not do so. */
export interface Breakage extends Edit {
  /** What is no longer so after the edit. */
  readonly handling: string;
  /** What does the same a second time, and must go as well. */
  readonly and?: Edit;
  /** The tests that fail without it, under `test/`. */
  readonly heldBy: string;
  /** Of which a seed of chaos needs more to come upon it; else each seed has its own. */
  readonly focus?: string;
  /** It is in an adapter, or before the stories: chaos brings its own, and cannot miss it. */
  readonly beyondChaos?: true;
}

export function editsOf({ file, from, to, and }: Breakage): readonly Edit[] {
  return [{ file, from, to }, ...(and ? [and] : [])];
}
