import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  parseDocument,
} from 'yaml';
import { type Finding, pathText, type RulesProblem } from './problem.ts';

/** A YAML text as a plain value, and where in the text each part of it stands. */
export interface Source {
  readonly value: unknown;
  /** What is wrong with the YAML itself. */
  readonly problems: readonly RulesProblem[];
  /** What the text means is uncertain: nothing more can be said about its content. */
  readonly broken: boolean;
  locate(finding: Finding): RulesProblem;
}

type Path = Finding['path'];

/** An operator's file has some thousand lines; more is a mistake or an attack. */
const LONGEST = 1_048_576;

/** Mistakes that `read` reports itself, with their path. */
const REPORTED = ['DUPLICATE_KEY', 'BAD_ALIAS'];

/** Mistakes that leave no doubt about the rest of the text. */
const HARMLESS = [...REPORTED, 'TAG_RESOLVE_FAILED'];

/** Reads YAML without failing: what is wrong is in `problems`. */
export function readSource(text: string): Source {
  if (text.length > LONGEST) return unreadable('is longer than 1 MiB');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.some(({ code }) => code === 'RESOURCE_EXHAUSTION')) {
    return unreadable('is nested too deeply');
  }
  const reading: Reading = { offsets: new Map(), findings: [] };
  const value = read(document.contents, [], reading);
  const locate = (finding: Finding): RulesProblem =>
    placed(finding, lines, offsetOf(finding, reading.offsets));
  return {
    value,
    problems: [...syntaxProblems(document, lines), ...reading.findings.map(locate)],
    broken: document.errors.some(({ code }) => !HARMLESS.includes(code)),
    locate,
  };
}

interface Offsets {
  readonly key: number;
  readonly value: number;
}

function unreadable(message: string): Source {
  const problem = { line: 1, column: 1, path: '', message };
  return { value: undefined, problems: [problem], broken: true, locate: () => problem };
}

function placed({ path, message }: Finding, lines: LineCounter, offset: number): RulesProblem {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1), path: pathText(path), message };
}

interface Reading {
  /** Where each part stands, by its path as JSON. */
  readonly offsets: Map<string, Offsets>;
  readonly findings: Finding[];
}

/** The plain value of a node; notes on the way where each part stands. Aliases are not followed. */
function read(node: unknown, path: Path, reading: Reading, key?: number): unknown {
  const value = offset(node) ?? key ?? 0;
  reading.offsets.set(JSON.stringify(path), { key: key ?? value, value });
  if (isSeq(node)) return node.items.map((item, index) => read(item, [...path, index], reading));
  if (isMap(node)) {
    return Object.fromEntries(node.items.map((pair) => readPair(pair, path, reading)));
  }
  if (isAlias(node)) {
    reading.findings.push({ path, message: aliasMessage(node.source) });
    return `*${node.source}`;
  }
  return isScalar(node) ? node.value : null;
}

function readPair({ key, value }: Pair, path: Path, reading: Reading): readonly [string, unknown] {
  const name = isScalar(key) ? String(key.value ?? '') : String(key);
  const here = [...path, name];
  const seen = reading.offsets.has(JSON.stringify(here));
  const part = read(value, here, reading, offset(key));
  if (seen) reading.findings.push({ path: here, at: 'key', message: 'stands here twice' });
  return [name, part];
}

function offset(node: unknown): number | undefined {
  return isScalar(node) || isMap(node) || isSeq(node) || isAlias(node)
    ? (node.range?.[0] ?? undefined)
    : undefined;
}

/** Where the finding's place stands, or as much of the way there as exists. */
function offsetOf({ path, at }: Finding, offsets: ReadonlyMap<string, Offsets>): number {
  const exact = offsets.get(JSON.stringify(path));
  if (exact !== undefined) return at === 'key' ? exact.key : exact.value;
  return path.length === 0 ? 0 : offsetOf({ path: path.slice(0, -1), message: '' }, offsets);
}

function aliasMessage(source: string): string {
  return `YAML reads *${source} as an alias: put a glob in quotes, and write out what an alias stands for`;
}

function syntaxProblems(document: Document, lines: LineCounter): readonly RulesProblem[] {
  return [...document.errors, ...document.warnings]
    .filter(({ code }) => !REPORTED.includes(code))
    .map(({ code, message, pos }) =>
      placed({ path: [], message: worded(code, message) }, lines, pos[0]),
    );
}

/** The parser's own words, but where they are for programmers. */
function worded(code: string, message: string): string {
  if (code === 'MULTIPLE_DOCS') return 'must be one YAML document: what follows --- is not read';
  return `YAML: ${message}`;
}
