import type { Ask, Difference, Piece, View } from './pieces.ts';
import type { Problem, Standing } from './plan.ts';
import { NOTHING_ASKED } from './problems.ts';

/** What is true of all asks together, and needed to say how one of them stands. */
export interface Scene {
  readonly asks: readonly Ask[];
  readonly view: View;
  readonly change: Difference;
  readonly refused: ReadonlyMap<string, Problem>;
}

export function standingsOf(scene: Scene): ReadonlyMap<string, Standing> {
  const spoken = spokenFor(scene.asks);
  return new Map(scene.asks.map((ask) => [ask.accessId, standing(ask, scene, spoken)]));
}

function standing(ask: Ask, scene: Scene, spoken: ReadonlyMap<Piece, number>): Standing {
  const problem = scene.refused.get(ask.accessId);
  if (problem !== undefined) return { kind: 'refused', problem };
  if (ask.barred) return asItIs(ask, scene.view);
  if (ask.wanted === undefined) return ending(ask, scene, spoken);
  if (ask.wanted.length === 0) return { kind: 'refused', problem: NOTHING_ASKED };
  if (ask.wanted.some((entire) => scene.change.add.has(entire))) return { kind: 'adding' };
  if (ask.placed.some((entire) => scene.change.remove.has(entire))) return { kind: 'removing' };
  return asItIs(ask, scene.view);
}

/** What is barred, or needs no change. Where nobody wants it, any piece that is left counts. */
function asItIs({ wanted, placed }: Ask, { ours, byHand }: View): Standing {
  if (wanted === undefined) return { kind: placed.some((p) => ours.has(p)) ? 'present' : 'absent' };
  const there = wanted.every((entire) => ours.has(entire) || byHand.has(entire));
  if (!there || wanted.length === 0) return { kind: 'absent' };
  return { kind: wanted.some((entire) => ours.has(entire)) ? 'present' : 'by-hand' };
}

function ending(ask: Ask, { view, change }: Scene, spoken: ReadonlyMap<Piece, number>): Standing {
  if (ask.placed.some((entire) => change.remove.has(entire))) return { kind: 'removing' };
  const last = (entire: Piece) => view.ours.has(entire) && (spoken.get(entire) ?? 0) < 2;
  return { kind: ask.placed.some(last) ? 'present' : 'absent' };
}

/**
 * How many asks see to it that a piece is not forgotten: they had it placed, or want it and can
 * write it down. What only a barred ask wants must not lose the one row that knows of it.
 */
function spokenFor(asks: readonly Ask[]): ReadonlyMap<Piece, number> {
  const counts = new Map<Piece, number>();
  for (const { placed, wanted = [], barred } of asks) {
    for (const entire of new Set([...placed, ...(barred ? [] : wanted)])) {
      counts.set(entire, (counts.get(entire) ?? 0) + 1);
    }
  }
  return counts;
}
