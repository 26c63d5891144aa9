import { PolicyRefusedError } from '../../cloud/errors.ts';
import type { Target } from '../../cloud/target.ts';
import type { Astro } from '../../deployment/astro.ts';
import type { PreviewTools } from './preview.ts';

/**
 * The same tools, that ask for each policy, row and Deployment once: sixty Deployments on one role
 * are one reading of it. For looking alone: what is written meanwhile is not seen.
 */
export function readOnce(tools: PreviewTools): PreviewTools {
  const { record, open } = tools;
  const targets = new Map<string, Target<unknown>>();
  const onTarget = once((targetKey: string) => record.accesses.onTarget(targetKey));
  const { deployments } = record;
  const get = eachOnce((ids) => deployments.get(ids));
  const getReadable = eachOnce((ids) => deployments.getReadable(ids));
  const decisions = eachOnce((ids) => record.decisions.get(ids));
  const paused = once(() => record.pause.get());
  return {
    ...tools,
    astro: fromList(tools.astro),
    record: {
      ...record,
      accesses: { ...record.accesses, onTarget },
      deployments: { ...deployments, get, getReadable },
      decisions: { ...record.decisions, get: decisions },
      pause: { ...record.pause, get: paused },
    },
    open: (targetKey, about) => {
      const target = targets.get(targetKey) ?? readingOnce(open(targetKey, about));
      targets.set(targetKey, target);
      return target;
    },
  };
}

/** One list tells of them all; a list of old names is as good, for its moment. */
function fromList(astro: Astro): Astro {
  const list = once(() => astro.list());
  return {
    list,
    get: async (id) => {
      const { deployments } = await list();
      return deployments.find((one) => one.id === id) ?? astro.get(id);
    },
  };
}

function readingOnce(target: Target<unknown>): Target<unknown> {
  return { ...target, read: once(() => target.read()) };
}

/** What is refused is refused for all; another failure may have passed, and is asked again. */
function once<Result, Key = void>(
  ask: (key: Key) => Promise<Result>,
): (key: Key) => Promise<Result> {
  const answers = new Map<Key, Promise<Result>>();
  return (key) => {
    const answer = answers.get(key) ?? ask(key);
    answers.set(key, answer);
    answer.catch((error: unknown) => {
      if (!(error instanceof PolicyRefusedError)) answers.delete(key);
    });
    return answer;
  };
}

/** Of several, only those are asked for that were not asked for before. */
function eachOnce<Item>(
  ask: (ids: readonly string[]) => Promise<ReadonlyMap<string, Item>>,
): (ids: readonly string[]) => Promise<ReadonlyMap<string, Item>> {
  const answers = new Map<string, Item | undefined>();
  return async (ids) => {
    const fresh = ids.filter((id) => !answers.has(id));
    const found = fresh.length === 0 ? new Map<string, Item>() : await ask(fresh);
    for (const id of fresh) answers.set(id, found.get(id));
    const items = ids.map((id) => [id, answers.get(id)] as const);
    return new Map(
      items.flatMap(([id, item]) => (item === undefined ? [] : [[id, item] as const])),
    );
  };
}
