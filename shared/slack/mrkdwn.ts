const NEWLINES_AND_CONTROLS = /[\s\p{Cc}]+/gu;
/** Turn the direction of what follows, and so can make a name read as another. */
const DIRECTIONS = /[\u202A-\u202E\u2066-\u2069]/g;
/** Slack formats only where a mark stands at the edge of a word: inside, `my_role` stays as it is. */
const MARKS = /(?<![\p{L}\p{N}])[*_~]|[*_~](?![\p{L}\p{N}])/gu;
const LOOK_ALIKE: Readonly<Record<string, string>> = { '*': '∗', _: 'ˍ', '~': '∼' };
const ENTITY: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** On one line, without characters that steer: what people chose, as it may be shown. */
function oneLine(text: string): string {
  return text.toWellFormed().replace(DIRECTIONS, '').replace(NEWLINES_AND_CONTROLS, ' ').trim();
}

/** Escaped for Slack, and cut where the escaped text would pass `limit`. */
export function escaped(text: string, limit: number): string {
  const parts = [...oneLine(text)].map((character) => ENTITY[character] ?? character);
  let length = parts.reduce((sum, part) => sum + part.length, 0);
  if (length <= limit) return parts.join('');
  while (parts.length > 0 && length > limit - 1) length -= parts.pop()?.length ?? 0;
  return `${parts.join('')}…`;
}

/** A name or an identifier, which may hold anything, as a span of code. */
export function code(text: string, limit = 200): string {
  return `\`${escaped(text.replaceAll('`', 'ˋ'), limit) || '?'}\``;
}

function unmarked(text: string): string {
  return text.replaceAll('`', 'ˋ').replace(MARKS, (mark) => LOOK_ALIKE[mark] ?? mark);
}

/** Sentences that may name what people chose: nothing in them formats, links or calls anybody. */
export function prose(text: string, limit = 400): string {
  // Slack would make an emoji of `:aws:` where a workspace has one.
  return escaped(unmarked(text), limit).replace(/\barn:[\w:/+=.@∗-]*[\w∗]/g, (arn) => `\`${arn}\``);
}

export function bold(text: string, limit = 200): string {
  return `*${escaped(unmarked(text).replaceAll('*', '∗'), limit) || '?'}*`;
}

/** Lines to copy: nothing in them is altered but what Slack turns back. */
export function fence(lines: readonly string[]): string {
  const body = lines.map((line) =>
    line
      .toWellFormed()
      .replaceAll('```', "'''")
      .replace(/[&<>]/g, (one) => ENTITY[one] ?? one),
  );
  return `\`\`\`\n${body.join('\n')}\n\`\`\``;
}

/** Nothing, where the address is none that a browser should follow. */
export function link(url: string, label: string): string | undefined {
  if (!/^https?:\/\/\S+$/.test(url) || url.length > 500) return undefined;
  const address = url.replace(/[<>|]/g, encodeURIComponent).replaceAll('&', '&amp;');
  return `<${address}|${escaped(unmarked(label), 80)}>`;
}

/** Calls people: an id of Slack's for a user or a user group, anything else as a name. */
export function mention(id: string): string {
  if (/^S[A-Z0-9]+$/.test(id)) return `<!subteam^${id}>`;
  return /^[UW][A-Z0-9]+$/.test(id) ? `<@${id}>` : prose(id, 80);
}
