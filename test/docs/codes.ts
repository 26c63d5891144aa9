import { readdirSync, readFileSync } from 'node:fs';

const ROOT = new URL('../../', import.meta.url);

export function read(path: string): string {
  return readFileSync(new URL(path, ROOT), 'utf8');
}

/** The product's own sources, as text. */
function sources(): readonly string[] {
  return readdirSync(new URL('shared', ROOT), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => read(`shared/${file}`));
}

function found(pattern: RegExp): readonly string[] {
  const matches = sources().flatMap((text) => [...text.matchAll(pattern)]);
  return [...new Set(matches.flatMap(([, ...groups]) => groups.filter(Boolean)))].sort();
}

/** The codes of problems and errors, however the code spells them. */
export function codes(): readonly string[] {
  return found(
    /\bcode(?:: | = |: string = )'([a-z-]+)'|\b(?:refused|Error)\(\s*'([a-z]+(?:-[a-z]+)*)',/g,
  );
}

/** The dotted names of log lines; of one with a state in it, each state that it can have. */
export function events(): readonly string[] {
  const fixed = found(/\.(?:info|warn|error)\(\s*'([a-z.-]+)'/g);
  const states = found(/\.(?:info|warn|error)\(\s*`access\.\$\{(state)\}`/g);
  const settled = ['granted', 'waiting', 'refused', 'revoked'].map((state) => `access.${state}`);
  return [...fixed, ...(states.length > 0 ? settled : [])];
}

/** What the first cells of a document's tables name. */
export function firstCells(markdown: string): readonly string[] {
  const rows = [...markdown.matchAll(/^\| (`[^|]*`) \|/gm)];
  return rows.flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
  );
}
