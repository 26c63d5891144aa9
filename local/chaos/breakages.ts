export interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** One thing that the product does for safety, and an edit that makes it not do so. */
export interface Breakage extends Edit {
  /** What is no longer so after the edit. */
  readonly handling: string;
  /** What does the same a second time, and must go as well. */
  readonly and?: Edit;
  /** Of which a seed needs more to come upon it; else each seed has its own. */
  readonly focus?: string;
}

const STORIES = 'shared/stories';

const ENTITLEMENT = 'shared/slack/entitlement.ts';

export const BREAKAGES: readonly Breakage[] = [
  {
    handling: 'a worker that was overtaken stops at the write',
    file: 'shared/record/deployments.ts',
    from: 'if (found?.item.ticket !== ticket) throw overtaken(deploymentId, ticket, found?.item);',
    to: 'if (found === undefined) throw overtaken(deploymentId, ticket);',
  },
  {
    handling: 'what is about to be placed is written down first',
    file: `${STORIES}/grant-access/write-ahead.ts`,
    from: 'placed: ours === undefined ? placed : withPlacement(placed, ours),',
    to: 'placed,',
  },
  {
    handling: 'what was placed before is remembered beside what is placed now',
    file: 'shared/record/placement.ts',
    from: 'return known ? placed : [...placed, ours];',
    to: 'return known ? placed : [ours];',
  },
  {
    handling: 'a read that contradicts our own write is read again',
    file: `${STORIES}/grant-access/outcome.ts`,
    from: 'if (stale !== undefined) return stale;',
    to: '',
  },
  {
    handling: 'a row whose Deployment the record has lost takes nothing',
    file: 'shared/record/order.ts',
    from: "if (deployment?.decided === undefined) return { kind: 'keep', why: INCOMPLETE };",
    to: "if (deployment?.decided === undefined) return { kind: 'withdraw', why: UNWANTED };",
    focus: 'loss',
  },
  {
    handling: 'nothing is taken on the word of an old decision',
    file: 'shared/record/confirmed.ts',
    from: 'return after(new Date(at), CONFIRMED_FOR) < now.toISOString();',
    to: 'return false;',
    focus: 'loss',
  },
  {
    handling: 'gone is only who two complete lists, five minutes apart, did not have',
    file: `${STORIES}/sweep/absence.ts`,
    from: 'return last >= after(new Date(since), APART) && last >= after(now, -RECENT);',
    to: 'return last >= since && last >= after(now, -RECENT);',
  },
  {
    handling: 'a 404 alone takes nothing',
    file: `${STORIES}/decide-access.ts`,
    from: 'if (absence !== undefined && isGone(absence, tools.clock.now())) {',
    to: 'if (absence === undefined || isGone(absence, tools.clock.now())) {',
  },
  {
    handling: 'a list that does not add up makes nobody absent',
    file: `${STORIES}/sweep.ts`,
    from: 'const gone = list.complete ? await',
    to: 'const gone = true ? await',
  },
  {
    handling: 'what no rule gives any more stays for keep',
    file: `${STORIES}/decide-access/no-longer-given.ts`,
    from: 'return (ending.until ?? until) > now.toISOString() ? [ending] : [];',
    to: 'return [];',
    focus: 'endings',
  },
  {
    handling: 'what leaves is kept in mind until it is seen to be gone',
    file: `${STORIES}/decide-access.ts`,
    from: 'leaving: left.filter(isAmong([...open, ...placed])) };',
    to: 'leaving: [] };',
  },
  {
    handling: 'denied is taken back and not given again',
    file: 'shared/record/order.ts',
    from: "if (isDenied(want, decision)) return { kind: 'withdraw', why: denied(decision) };",
    to: '',
    focus: 'presses',
  },
  {
    handling: 'held is left as it stands',
    file: 'shared/record/order.ts',
    from: "if (decision?.verdict === 'held')\n    return { kind: 'keep', want: staying(want), why: held(decision) };",
    to: '',
    focus: 'presses',
  },
  {
    handling: 'an approval is of one specification',
    file: 'shared/record/order.ts',
    from: " && decision.placement === placementDigest(want);\n  if (want.mode === 'approve'",
    to: ";\n  if (want.mode === 'approve'",
    focus: 'presses',
  },
  {
    handling: 'a preview gives nothing',
    file: 'shared/record/order.ts',
    from: "if (want.mode === 'preview') return { kind: 'keep', want, why: PREVIEW };",
    to: '',
  },
  {
    handling: 'what a person said stays does stay',
    file: `${STORIES}/decide-access/no-longer-given.ts`,
    from: "if (decision?.verdict === 'held' || isKept(old, decision)) return [staying(ending)];",
    to: '',
    focus: 'endings',
  },
  {
    handling: 'a decision that somebody else made in between is not overwritten',
    file: `${STORIES}/operate/decide-on.ts`,
    from: 'await record.decisions.write(item, seen && (seen.get(accessId) ?? 0));',
    to: 'await record.decisions.write(item);',
    focus: 'presses',
  },
  {
    handling: 'nothing is written while it is paused',
    file: `${STORIES}/grant-access.ts`,
    from: 'return paused !== undefined;',
    to: 'return false;',
    focus: 'hands',
  },
  {
    handling: 'what drifted is only reported where the target says so',
    file: `${STORIES}/grant-access/repairs.ts`,
    from: "if (order.kind === 'grant' && order.want.drift === 'report') return REPORTED;",
    to: '',
    focus: 'hands',
  },
  {
    handling: 'a third repair within a day is left to people',
    file: `${STORIES}/grant-access/repairs.ts`,
    from: 'if (recentRepairs(item, now).length < MOST) return undefined;',
    to: 'return undefined;',
    focus: 'hands',
  },
  {
    handling: 'an identity that the cloud does not know waits, and the others are given',
    file: `${STORIES}/grant-access/outcome.ts`,
    from: 'return isWaitedFor(barred) ? waiting(finding, barred) : refused(finding, barred ?? LOST);',
    to: 'return refused(finding, barred ?? LOST);',
  },
  {
    handling: 'a role that others gave by hand is not taken with ours',
    file: 'shared/policy/plan-members.ts',
    from: 'const mine = pieces.filter((entire) => !byHand.has(entire));',
    to: 'const mine = pieces;',
    focus: 'hands',
  },
  {
    handling: 'a tombstone of ours goes',
    file: 'shared/policy/plan-members.ts',
    from: 'const asks = asksOf(claims, memberPieces, withTombstones(there));',
    to: 'const asks = asksOf(claims, memberPieces, memberPieces);',
  },
  {
    handling: 'statements of others are theirs',
    file: 'shared/policy/rewrite-trust.ts',
    from: '.flatMap((one) => change(one, added.get',
    to: '.filter((one) => isSidOf(installation, one.Sid)).flatMap((one) => change(one, added.get',
  },
  {
    handling: 'a full policy keeps those who are in it',
    file: 'shared/policy/plan-trust-policy.ts',
    from: 'fits: (after) => policySize(after) <= quota,',
    to: 'fits: () => true,',
    and: {
      file: `${STORIES}/grant-access/learn.ts`,
      from: 'else if (error instanceof QuotaExceededError) full(error, open, pass);',
      to: '',
    },
    focus: 'full',
  },
  {
    handling: 'what waits is sent again when it is due',
    file: `${STORIES}/sweep.ts`,
    from: 'await queues.markTargets(targets);',
    to: '',
  },
  {
    handling: 'changed rules reach everybody',
    file: `${STORIES}/sweep.ts`,
    from: 'if (decided === undefined || decided.rules.digest !== rules.digest) return true;',
    to: 'if (decided === undefined) return true;',
  },
  {
    handling: 'a post is written down before it is made',
    file: `${STORIES}/notify/posting.ts`,
    from: 'await row.note((item) => ({ ...item, posting }));',
    to: 'await row.hold();',
  },
  {
    handling: 'a post of which nobody knows is looked for',
    file: `${STORIES}/notify/posting.ts`,
    from: 'const ts = await lookFor(row.item.deploymentId, posting, slack);',
    to: 'const ts = undefined;',
  },
  {
    handling: 'one worker at a time speaks about a Deployment',
    file: `${STORIES}/notify/message-row.ts`,
    from: 'return claimedAt !== undefined && after',
    to: 'return false && after',
  },
  {
    handling: 'who must still be told is marked before the row is written',
    file: `${STORIES}/grant-access/settle.ts`,
    from: 'if (isToShow) await marked(deploymentId);',
    to: '',
  },
  {
    handling: 'a connection of somebody else is left alone',
    file: 'shared/handover/environment-manager.ts',
    from: "if (!ours && !replace) return { kind: 'taken', problem: taken(connection.id, HERE) };",
    to: '',
    focus: 'connections',
  },
  {
    handling: 'when too many would end within an hour, nothing ends',
    file: 'shared/record/breaker.ts',
    from: 'return tooMany ? {',
    to: 'return false ? {',
    focus: 'estate',
  },
  {
    handling: 'what the breaker withholds stays',
    file: 'shared/record/order.ts',
    from: "if (want.withheld) return { kind: 'keep', want, why: WITHHELD };",
    to: '',
    focus: 'estate',
  },
  {
    handling: 'a row that was written since it was read is not overwritten',
    file: 'shared/record/accesses.ts',
    from: 'read(await store.put(draft(next, due), version)),',
    to: 'read(await store.put(draft(next, due), (await store.get([keyOf(next)]))[0]?.version ?? version)),',
  },
  {
    handling: 'an allow policy that was written since it was read is not overwritten',
    file: 'shared/cloud/gcp/allow-policies.ts',
    from: 'calls.set({ ...policy, version: 3 })),',
    to: 'calls.set({ ...policy, version: 3, etag: undefined })),',
    focus: 'hands',
  },
  {
    handling: 'a binding under a condition is never ours',
    file: 'shared/policy/bindings.ts',
    from: 'if (!isUnconditional(binding)) return [binding];',
    to: '',
    focus: 'hands',
  },
  {
    handling: 'the number is taken before Astro is asked',
    file: `${STORIES}/decide-access.ts`,
    from: 'const { ticket, item } = await record.deployments.take(deploymentId);\n  const deployment = await astro.get(deploymentId);',
    to: 'const deployment = await astro.get(deploymentId);\n  const { ticket, item } = await record.deployments.take(deploymentId);',
  },
  {
    handling: 'what a person decided is carried out though its message was lost',
    file: `${STORIES}/operate/decide-on.ts`,
    from: 'await record.errands.mark(deploymentId);',
    to: '',
    focus: 'presses',
  },
  {
    handling: 'who must be told of a decision is marked before it is written',
    file: `${STORIES}/decide-access.ts`,
    from: 'if (isNews(decided, item.decided)) await record.tellings.mark(deploymentId);',
    to: '',
  },
  {
    handling: 'who finds another one at a message leaves a mark',
    file: `${STORIES}/notify.ts`,
    from: 'if (!told) await record.tellings.mark(deploymentId);',
    to: 'if (!told) await Promise.resolve();',
  },
  {
    handling: 'what was marked again since it was read stays marked',
    file: 'shared/record/tellings.ts',
    from: 'await write({ deploymentId: item.deploymentId }, version);',
    to: 'await write({ deploymentId: item.deploymentId }, (await find(item.deploymentId))?.version ?? version);',
  },
  {
    handling: 'who is due is decided on again',
    file: `${STORIES}/sweep.ts`,
    from: 'await queues.decide(deployments);',
    to: '',
  },
  {
    handling: 'a message that is due is sent',
    file: `${STORIES}/sweep.ts`,
    from: 'await queues.notify(messages);',
    to: '',
  },
  {
    handling: 'a press is about what the person saw',
    file: `${STORIES}/answer-slack/press.ts`,
    from: 'if (now !== revision) return not(staleBecause(sight, accessId));',
    to: '',
    focus: 'presses',
  },
  {
    handling: 'who created a Deployment does not let it in alone',
    file: ENTITLEMENT,
    from: 'return GIVES.includes(verb) ? fourEyes(who, stake) : undefined;',
    to: 'return undefined;',
    focus: 'presses',
  },
  {
    handling: 'no press approves what takes a command',
    file: ENTITLEMENT,
    from: "if (verb === 'approve' && stake.approval === 'cli') return byCommand(stake.accessId);",
    to: '',
    focus: 'presses',
  },
  {
    handling: 'only what was signed just now is taken',
    file: 'shared/runtime/signed-request.ts',
    from: 'if (Math.abs(age) > SKEW) {',
    to: 'if (false) {',
    focus: 'presses',
  },
  {
    handling: 'an identity that is not told any more takes nothing',
    file: `${STORIES}/decide-access/decision.ts`,
    from: 'return decided(question, before?.wants.filter(stays) ?? [], ABSENT);',
    to: 'return decided(question, [], ABSENT);',
    focus: 'estate',
  },
  {
    handling: 'a role that others put something on is not deleted',
    file: 'shared/policy/plan-own-role.ts',
    from: 'if (isAbandoned(able) && added.length === 0) return undefined;',
    to: 'if (isAbandoned(able)) return undefined;',
    focus: 'hands',
  },
  {
    handling: 'a role of our name that a stranger has is not adopted',
    file: 'shared/policy/plan-own-role.ts',
    from: 'const strangers = strangersTo(current, claims, context.installation);',
    to: 'const strangers = new Map();',
    focus: 'hands',
  },
];
