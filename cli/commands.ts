import type { Command } from './command.ts';
import { INIT } from './init.ts';
import { ORDERS } from './orders.ts';
import { PREVIEW } from './preview.ts';
import { REPORT } from './report.ts';
import { RULES_CHECK } from './rules-check.ts';
import { RULES_EXPLAIN } from './rules-explain.ts';
import { STATUS } from './status.ts';

/** All that the program can do, in the order in which its help names them. */
export const COMMANDS: readonly Command[] = [
  INIT,
  STATUS,
  PREVIEW,
  REPORT,
  ...ORDERS,
  RULES_CHECK,
  RULES_EXPLAIN,
];
