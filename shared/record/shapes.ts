import * as z from 'zod';

const text = z.string();

const placement = z.looseObject({
  identity: text,
  specification: z.looseObject({ kind: text }),
});

const want = placement.extend({
  accessId: text,
  targetKey: text,
  target: text,
  rule: text,
  slot: z.enum(['primary', 'dr']),
  mode: z.enum(['preview', 'approve', 'apply']),
  until: text.optional(),
});

const decided = z.looseObject({
  at: text,
  deployment: z.looseObject({ id: text, name: text, namespace: text }),
  rules: z.looseObject({ digest: text }),
  wants: z.array(want),
  reminders: z.number(),
});

export const deploymentShape = z.looseObject({
  deploymentId: text,
  ticket: z.number(),
  decided: decided.optional(),
});

export const accessShape = z.looseObject({
  accessId: text,
  deploymentId: text,
  targetKey: text,
  createdAt: text,
  state: z.enum(['pending', 'waiting', 'granted', 'refused', 'revoked']),
  since: text,
  placed: z.array(placement),
  taken: z.array(placement).optional(),
  answers: text.optional(),
});

export const decisionShape = z.looseObject({
  accessId: text,
  verdict: z.enum(['approved', 'denied', 'held', 'released', 'kept']),
  by: text,
  at: text,
  placement: text,
});

export const messageShape = z.looseObject({
  deploymentId: text,
  claimedAt: text.optional(),
  channel: text.optional(),
  ts: text.optional(),
});

export const connectionAskShape = z.looseObject({
  accessId: text,
  deploymentId: text,
  by: text,
  at: text,
  replace: z.boolean(),
  connection: text,
});

export const handoverShape = z.looseObject({
  deploymentId: text,
  connections: z.array(
    z.looseObject({
      accessId: text,
      connectionId: text,
      via: z.enum(['environment-manager', 'airflow']),
      state: z.enum(['created', 'waiting', 'taken', 'refused']),
      at: text,
      connection: text,
    }),
  ),
});

export const baselineShape = z.looseObject({
  at: text,
  deployments: z.array(text),
});

export const tellingShape = z.looseObject({ deploymentId: text });

export const historyShape = z.looseObject({
  deploymentId: text,
  at: text,
  event: text,
  by: text,
});

export const absenceShape = z.looseObject({ deploymentId: text, since: text, last: text });

export const breakerShape = z.looseObject({
  ended: z.array(z.looseObject({ accessId: text, at: text })),
  population: z.number(),
});

export const pauseShape = z.looseObject({
  paused: z.looseObject({ by: text, at: text }).optional(),
});
