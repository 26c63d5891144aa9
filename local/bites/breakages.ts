import type { Breakage } from './breakage.ts';
import { OF_AWS } from './of/aws.ts';
import { OF_DECISIONS } from './of/decisions.ts';
import { OF_GOOGLE } from './of/google.ts';
import { OF_GRANTS } from './of/grants.ts';
import { OF_RECORD } from './of/record.ts';
import { OF_SLACK } from './of/slack.ts';
import { OF_WAY_THERE } from './of/way-there.ts';

export const BREAKAGES: readonly Breakage[] = [
  ...OF_WAY_THERE,
  ...OF_DECISIONS,
  ...OF_RECORD,
  ...OF_GRANTS,
  ...OF_AWS,
  ...OF_GOOGLE,
  ...OF_SLACK,
];
