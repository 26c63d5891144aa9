import type { Logger } from '../shared/runtime/logger.ts';

export const SILENT: Logger = {
  info: () => {},
  warn: () => {},
  error: () => {},
  with: () => SILENT,
};
