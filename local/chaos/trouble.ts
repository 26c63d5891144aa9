/** The ways out of a story: whatever it does to the world goes through one of these. */
export const PORTS = ['store', 'cloud', 'queue', 'slack', 'astro'] as const;
export type Port = (typeof PORTS)[number];

/** What is counted: the calls of one port, or of all ports those that change something. */
export type Counted = Port | 'write';

/** What a worker meets at its nth call of one port, before or after the call took effect. */
export interface Trouble {
  readonly port: Counted;
  readonly nth: number;
  readonly what: 'crash' | 'fault';
  readonly after: boolean;
  /** From 0 to below 1: which of the port's faults. */
  readonly flavour: number;
}

/**
 * Half of all workers meet nothing. Of the others every second one meets it where it changes
 * something: most calls only read, and a crash between two reads is no other than none at all.
 */
export function troubleOf([
  chance = 1,
  port = 0,
  nth = 0,
  what = 0,
  when = 0,
  flavour = 0,
]: readonly number[]): Trouble | undefined {
  if (chance < 0.5) return undefined;
  const write = port < 0.5;
  return {
    port: write ? 'write' : (PORTS[Math.floor((port - 0.5) * 2 * PORTS.length)] ?? 'store'),
    nth: 1 + Math.floor(nth * nth * (write ? 12 : 14)),
    what: what < 0.5 ? 'crash' : 'fault',
    after: when < 0.5,
    flavour,
  };
}
