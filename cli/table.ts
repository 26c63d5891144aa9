import { styled, tame } from './terminal.ts';

/** Columns as wide as what is in them; the last one as it comes. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const tamed = rows.map((row) => row.map(tame));
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...tamed.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [styled('bold', line(heads)), ...tamed.map(line)].join('\n');
}
