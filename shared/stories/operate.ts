import type { Queues } from '../cloud/queues.ts';
import type { OpenTarget } from '../cloud/target.ts';
import type { Astro } from '../deployment/astro.ts';
import type { Cloud } from '../deployment/deployment.ts';
import type { AccessRecord } from '../record/record.ts';
import type { AccessRules } from '../rules/access-rules.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import { connect } from './operate/connect.ts';
import { decideByHand } from './operate/decide-by-hand.ts';
import { deploymentStatus } from './operate/deployment-status.ts';
import { confirmEndings, pause, resume } from './operate/installation-orders.ts';
import { installationStatus, statusSentence } from './operate/installation-status.ts';
import type { OperateAnswer } from './operate/operate-answer.ts';
import type { Order } from './operate/operate-order.ts';
import { policiesOf } from './operate/policies.ts';
import { preview, previewSentence } from './operate/preview.ts';
import { previewAll, previewAllSentence } from './operate/preview-all.ts';
import { report, reportSentence } from './operate/report.ts';
import { deploymentIdOf } from './operate/subject.ts';

export interface OperateTools {
  readonly record: AccessRecord;
  readonly queues: Queues;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly astro: Astro;
  readonly rules: () => AccessRules;
  readonly rulesCommit: string | undefined;
  readonly cloud: Exclude<Cloud, 'azure'>;
  /** Opens targets to look at them: nothing here writes to one. */
  readonly open: OpenTarget;
}

/**
 * Does what a person asks by hand: it writes down decisions and sends ids, and never writes IAM.
 * Throws `InvalidEventError` when the record has no such Deployment.
 */
export async function operate(order: Order, tools: OperateTools): Promise<OperateAnswer> {
  tools.logger.info('operate.asked', { ...order });
  switch (order.action) {
    case 'confirm-endings':
      return said(await confirmEndings(order.by, tools));
    case 'pause':
      return said(await pause(order.by, tools));
    case 'resume':
      return said(await resume(order.by, tools));
    case 'policies':
      return { ...said('As they stand:'), policies: await policiesOf(order.targetKeys, tools) };
    case 'preview-all': {
      const found = await previewAll(order, tools);
      return { ...said(previewAllSentence(found)), previewAll: found };
    }
    case 'report': {
      const found = await report(order, tools);
      return { ...said(reportSentence(found)), report: found };
    }
    default:
      return isAboutAll(order) ? ofInstallation(tools) : aboutOne(order, tools);
  }
}

type AboutOne = Extract<Order, { readonly accessId?: string }>;

function isAboutAll({ action, deploymentId, deployment, accessId }: AboutOne): boolean {
  return action === 'status' && (deploymentId ?? deployment ?? accessId) === undefined;
}

async function ofInstallation(tools: OperateTools): Promise<OperateAnswer> {
  const installation = await installationStatus(tools);
  return { ...said(statusSentence(installation)), installation };
}

async function aboutOne(order: AboutOne, tools: OperateTools): Promise<OperateAnswer> {
  const { record, queues } = tools;
  const { action, accessId, by } = order;
  const deploymentId = await deploymentIdOf(order, record);
  switch (action) {
    case 'refresh':
      await record.tellings.mark(deploymentId, { asked: true });
      await queues.decide([deploymentId]);
      return said('Sent: Astro is asked again who it is.');
    case 'preview': {
      const found = await preview(deploymentId, tools);
      return { ...said(previewSentence(found)), preview: found };
    }
    case 'status':
      return deploymentStatus(deploymentId, accessId, record);
    case 'connect':
      return connect({ ...order, deploymentId }, tools);
    default:
      return decideByHand({ decision: action, deploymentId, accessId, by }, tools);
  }
}

function said(text: string): OperateAnswer {
  return { text, accesses: [] };
}
