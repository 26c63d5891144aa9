import { jest } from '@jest/globals';

export interface Logged {
  readonly severity: string;
  readonly event: string;
  readonly [field: string]: unknown;
}

/** What is logged from now on, in place of being shown; what the framework says is dropped. */
export function captureLog(): readonly Logged[] {
  for (const name of ['log', 'warn', 'error'] as const) {
    jest.spyOn(console, name).mockImplementation(() => {});
  }
  const lines: Logged[] = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    lines.push(JSON.parse(String(chunk)));
    return true;
  });
  return lines;
}
