import { configuredAstro } from '../../deployment/configured-astro.ts';
import type { Token } from '../../deployment/token.ts';
import { systemClock } from '../../runtime/clock.ts';
import type { GcpConfig } from '../../runtime/config.ts';
import type { Logger } from '../../runtime/logger.ts';
import { rulesFile } from '../../runtime/rules-file.ts';
import type { OperateTools } from '../../stories/operate.ts';
import { openGcpTarget } from './open-target.ts';
import { configuredTopics } from './queues.ts';
import { googleRecord } from './record.ts';

/** All that `operate` needs on Google Cloud, in the function as on an operator's own machine. */
export function gcpOperateTools(config: GcpConfig, token: Token, logger: Logger): OperateTools {
  const rules = rulesFile(config.ACCESS_RULES);
  const { installation } = rules();
  return {
    record: googleRecord(config, installation),
    queues: configuredTopics(config),
    astro: configuredAstro(config, token, logger),
    rules,
    rulesCommit: config.RULES_COMMIT,
    cloud: 'gcp',
    open: openGcpTarget(config.endpoints, installation),
    clock: systemClock,
    logger,
  };
}
