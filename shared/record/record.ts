import { type Clock, systemClock } from '../runtime/clock.ts';
import { type Absences, openAbsences } from './absences.ts';
import { type Accesses, openAccesses } from './accesses.ts';
import { type Baseline, openBaseline } from './baseline.ts';
import { type Breaker, openBreaker } from './breaker.ts';
import { type ConnectionAsks, openConnectionAsks } from './connection-asks.ts';
import { type Decisions, openDecisions } from './decisions.ts';
import { type Deployments, openDeployments } from './deployments.ts';
import { type Handovers, openHandovers } from './handovers.ts';
import { type History, openHistory } from './history.ts';
import { type Messages, openMessages } from './messages.ts';
import { openPause, type Pause } from './pause.ts';
import { type DueItem, dueItemOf, type Places, placesOf } from './places.ts';
import type { Store } from './store.ts';
import { openTellings, type Tellings } from './tellings.ts';

export type { DueItem } from './places.ts';
export type { Versioned } from './versioned.ts';

/** What was wanted, placed, decided and told: every item has one writer. */
export interface AccessRecord {
  readonly deployments: Deployments;
  readonly accesses: Accesses;
  readonly decisions: Decisions;
  readonly messages: Messages;
  readonly tellings: Tellings;
  /** Of whom a person has decided something: decided again, in case what was sent of it is lost. */
  readonly errands: Tellings;
  readonly history: History;
  readonly absences: Absences;
  readonly breaker: Breaker;
  readonly pause: Pause;
  readonly connectionAsks: ConnectionAsks;
  readonly handovers: Handovers;
  readonly baseline: Baseline;
  /** What is due at `now` or before, each once, the longest overdue first. */
  due(now: Date, limit: number): Promise<readonly DueItem[]>;
}

/** The record of one installation; others may keep theirs in the same store. */
export function openRecord(
  store: Store,
  installation: string,
  clock: Clock = systemClock,
): AccessRecord {
  const places = placesOf(installation);
  return {
    deployments: openDeployments(store, places, clock),
    accesses: openAccesses(store, places),
    decisions: openDecisions(store, places, clock),
    messages: openMessages(store, places),
    tellings: openTellings(store, places.telling, clock),
    errands: openTellings(store, places.errand, clock),
    history: openHistory(store, places),
    absences: openAbsences(store, places),
    breaker: openBreaker(store, places, clock),
    pause: openPause(store, places, clock),
    connectionAsks: openConnectionAsks(store, places, clock),
    handovers: openHandovers(store, places),
    baseline: openBaseline(store, places),
    due: (now, limit) => findDue(store, places, now, limit),
  };
}

async function findDue(
  store: Store,
  { installation }: Places,
  now: Date,
  limit: number,
): Promise<readonly DueItem[]> {
  // A thousand rows of one target are one item: without asking for more they would hide the rest.
  for (let rows = limit; ; rows *= 4) {
    const found = await store.due(installation, now, rows);
    const items = found.flatMap((item) => dueItemOf(item) ?? []);
    const distinct = new Map(items.map((item) => [JSON.stringify(item), item]));
    if (found.length < rows || distinct.size >= limit)
      return [...distinct.values()].slice(0, limit);
  }
}
