export type Fields = Readonly<Record<string, unknown>>;

/** Writes one JSON object a line; `event` is dotted and fixed, what varies is a field. */
export interface Logger {
  info(event: string, fields?: Fields): void;
  warn(event: string, fields?: Fields): void;
  error(event: string, fields?: Fields): void;
  /** The same logger, with these fields on every line. */
  with(fields: Fields): Logger;
}

/** Cloud Logging reads `severity`, CloudWatch filters on any field: one form serves both. */
export function jsonLogger(
  write: (line: string) => void = (line) => process.stdout.write(`${line}\n`),
  bound: Fields = {},
): Logger {
  const log = (severity: string) => (event: string, fields?: Fields) =>
    write(JSON.stringify({ severity, event, ...bound, ...fields }));
  return {
    info: log('INFO'),
    warn: log('WARNING'),
    error: log('ERROR'),
    with: (fields) => jsonLogger(write, { ...bound, ...fields }),
  };
}
