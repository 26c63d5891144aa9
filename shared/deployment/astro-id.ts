const CUID = /^c[a-z0-9]{24}$/;

/** Whether the text is an id as Astro makes them: safe in a URL, a key and a log line. */
export function isAstroId(text: unknown): text is string {
  return typeof text === 'string' && CUID.test(text);
}
