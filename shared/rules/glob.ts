/**
 * Whether the whole text is as the pattern says: `*` is any run of characters, `?` any one
 * character, everything else is itself, case included.
 *
 * Not by way of a regular expression: this walks back to the last star only, so that no pattern
 * takes more than the product of both lengths.
 */
export function globMatches(pattern: string, text: string): boolean {
  const want = [...pattern];
  const have = [...text];
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let position = 0; position < have.length; ) {
    if (want[at] === '*') {
      star = at;
      resume = position;
      at += 1;
    } else if (want[at] === '?' || want[at] === have[position]) {
      at += 1;
      position += 1;
    } else if (star >= 0) {
      at = star + 1;
      resume += 1;
      position = resume;
    } else return false;
  }
  return want.slice(at).every((part) => part === '*');
}

/** Whether the pattern can match more than one text. */
export function isGlob(pattern: string): boolean {
  return /[*?]/.test(pattern);
}
