/** A text as YAML has it: plain where nothing in it can be taken for anything else. */
export function scalar(text: string): string {
  const isPlain = /^[A-Za-z][\w/@.-]*(:[\w/@.-]+)*$/.test(text) && !WORDS.test(text);
  return isPlain ? text : JSON.stringify(text);
}

/** What some reader of YAML takes for a boolean or for nothing. */
const WORDS = /^(true|false|yes|no|on|off|y|n|null)$/i;

export function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return scalar(String(value));
  const pairs = Object.entries(value).map(([key, part]) => `${key}: ${flow(part)}`);
  return `{${pairs.join(', ')}}`;
}

/** Names are people's: none of them ends a comment and begins a rule. */
export function comment(text: string): string {
  return `# ${text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\u{fffd}')}`;
}

/** In a file of rules the beginning of a long list is enough; --json has all of it. */
const MOST = 100;

export function some(lines: readonly string[]): readonly string[] {
  const more = lines.length - MOST;
  return more > 0 ? [...lines.slice(0, MOST), `# - and ${more} more`] : lines;
}
