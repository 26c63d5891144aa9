import type { Installation } from './installation.ts';
import { type Piece, piecesOf } from './pieces.ts';

/** Every piece that some access of the record says it placed. */
export function placedByRecord({ store }: Installation): ReadonlySet<Piece> {
  const rows = store.snapshot().filter(({ partition }) => partition.includes('#target#'));
  return new Set(
    rows.flatMap(({ body }) => {
      const { placed = [] } = body as { placed?: readonly Placed[] };
      return placed.flatMap(({ identity, specification }) => piecesOf(identity, specification));
    }),
  );
}

interface Placed {
  readonly identity: string;
  readonly specification: Parameters<typeof piecesOf>[1];
}
