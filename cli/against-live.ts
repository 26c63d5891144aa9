import type { Deployment } from '../shared/deployment/deployment.ts';
import { type Forecast, forecast, USUAL_QUOTAS } from '../shared/policy/forecast.ts';
import type { AccessRules } from '../shared/rules/access-rules.ts';
import { rulesFile } from '../shared/runtime/rules-file.ts';
import type { Reach } from '../shared/stories/operate/reach.ts';
import {
  type Before,
  type Effect,
  rulesEffect,
  wantsUnder,
} from '../shared/stories/operate/rules-effect.ts';
import { type Call, UsageError } from './command.ts';
import { liveAstro } from './live.ts';
import { readPolicies } from './read-policies.ts';
import { wholeReport } from './report.ts';
import { cloudsOf, type OwnCloud, wayFor } from './way.ts';

/** What a change of the rules does to all Deployments that exist. */
export interface Live {
  /** With what it was compared, a sentence for each. */
  readonly compared: readonly string[];
  /** Clouds of which nothing is known from before: there, what is gained is what is reached. */
  readonly unknown: readonly OwnCloud[];
  readonly keep: number;
  readonly effects: readonly Effect[];
  readonly capacity: readonly Forecast[];
  /** Policies that could not be read, and why: there our own part alone is counted. */
  readonly unread: readonly string[];
  /** Whether Astro told all there are. */
  readonly complete: boolean;
}

export async function againstLive(call: Call, rules: AccessRules): Promise<Live> {
  const quota = quotaOf(call);
  const astro = liveAstro(call);
  call.terminal.err('Asking Astro for all Deployments…');
  const { deployments, complete, unreadable } = await astro.list();
  const past = call.texts.base === undefined ? await ofRecord(call) : ofRules(call.texts.base);
  const ordered = deployments.toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
  const wants = ordered.flatMap((one) => wantsUnder(one, rules).wants);
  const policies = await readPolicies(
    call,
    wants.map(({ targetKey }) => targetKey),
  );
  const quotas = { ...USUAL_QUOTAS, characters: quota };
  return {
    compared: past.compared,
    unknown: past.unknown,
    keep: rules.defaults.keep,
    effects: ordered.map((one) => rulesEffect(one, rules, past.before(one))),
    capacity: forecast(wants, rules.installation, quotas, policies.read),
    unread: policies.unread,
    complete: complete && unreadable.length === 0,
  };
}

function quotaOf({ texts }: Call): number {
  const quota = Number(texts.quota ?? USUAL_QUOTAS.characters);
  if (Number.isInteger(quota) && quota > 0) return quota;
  throw new UsageError(`--quota is a number of characters, not ${texts.quota}`);
}

interface Past {
  readonly compared: readonly string[];
  readonly unknown: readonly OwnCloud[];
  before(deployment: Deployment): readonly Before[];
}

function ofRules(file: string): Past {
  const base = rulesFile(file)();
  return {
    compared: [`the rules in ${file}`],
    unknown: [],
    before: (deployment) => wantsUnder(deployment, base).wants,
  };
}

/** Each installation has a record of its own; one that is out of reach does not hide the other's. */
async function ofRecord(call: Call): Promise<Past> {
  const compared: string[] = [];
  const unknown: OwnCloud[] = [];
  const rows: Reach[] = [];
  for (const cloud of cloudsOf(call)) {
    try {
      const report = await wholeReport(await wayFor(call, cloud), call.terminal.err);
      compared.push(`what the record of ${report.installation} on ${cloud} has`);
      rows.push(...report.rows);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      call.terminal.err(`The record on ${cloud} is out of reach: ${why}`);
      unknown.push(cloud);
    }
  }
  const byDeployment = Map.groupBy(rows.flatMap(wantedIn), ({ deploymentId }) => deploymentId);
  return { compared, unknown, before: ({ id }) => byDeployment.get(id) ?? [] };
}

/** Wanted until now; what is ending already is not lost by this change. */
function wantedIn(row: Reach): readonly (Before & { readonly deploymentId: string })[] {
  const { deploymentId, accessId, target, slot, identity, specification, mode, until } = row;
  if (!accessId || !target || !slot || !identity || !specification || !mode || until) return [];
  return [{ deploymentId, accessId, target, slot, identity, specification, mode }];
}
