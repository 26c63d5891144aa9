/** So many of them, in words that fit one as well: `1 target`, `2 targets`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
