import * as z from 'zod';
import { AwsError } from '../aws-error.ts';
import { parse } from '../wire/json-input.ts';
import type { EventBuses, Rule } from './buses.ts';
import { entry } from './event.ts';
import { invalidPattern, parsePattern } from './pattern.ts';

type Operation = (buses: EventBuses, input: unknown) => unknown;

const LARGEST = 1_048_576;

const inputs = {
  put: z.object({ Entries: z.array(entry) }),
  bus: z.object({ Name: z.string() }),
  rule: z.object({
    Name: z.string(),
    EventBusName: z.string().default('default'),
    EventPattern: z.string().optional(),
    State: z.string().default('ENABLED'),
  }),
  targets: z.object({
    Rule: z.string(),
    EventBusName: z.string().default('default'),
    Targets: z.array(
      z.strictObject({
        Id: z.string(),
        Arn: z.string(),
        RoleArn: z.string().optional(),
        RetryPolicy: z.unknown().optional(),
        SqsParameters: z.object({ MessageGroupId: z.string().optional() }).optional(),
        DeadLetterConfig: z.object({ Arn: z.string().optional() }).optional(),
      }),
    ),
  }),
};

const putEvents: Operation = (buses, input) => {
  const { Entries } = parse(inputs.put, input);
  if (Entries.length < 1 || Entries.length > 10) {
    const length = Entries.length < 1 ? 'greater than or equal to 1' : 'less than or equal to 10';
    const message = `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length ${length}`;
    throw new AwsError(400, 'ValidationException', message);
  }
  if (JSON.stringify(Entries).length > LARGEST) {
    const message = 'Total size of the entries in the request is over the limit.';
    throw new AwsError(400, 'ValidationException', message);
  }
  const results = Entries.map((one) => buses.put(one));
  return {
    FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length,
    Entries: results,
  };
};

const createEventBus: Operation = (buses, input) => {
  const { Name } = parse(inputs.bus, input);
  if (buses.names.has(Name)) {
    const message = `Event bus ${Name} already exists.`;
    throw new AwsError(400, 'ResourceAlreadyExistsException', message);
  }
  buses.names.add(Name);
  return { EventBusArn: buses.arn(`event-bus/${Name}`) };
};

const putRule: Operation = (buses, input) => {
  const { Name, EventBusName, EventPattern, State } = parse(inputs.rule, input);
  const bus = knownBus(buses, EventBusName);
  if (EventPattern === undefined) throw invalidPattern('Only rules with a pattern are emulated.');
  const pattern = parsePattern(EventPattern);
  const targets = buses.rules.get(`${bus}/${Name}`)?.targets ?? [];
  buses.rules.set(`${bus}/${Name}`, {
    bus,
    name: Name,
    pattern,
    enabled: State !== 'DISABLED',
    targets,
  });
  return { RuleArn: buses.arn(`rule/${bus === 'default' ? '' : `${bus}/`}${Name}`) };
};

const putTargets: Operation = (buses, input) => {
  const { Rule: name, EventBusName, Targets } = parse(inputs.targets, input);
  const bus = knownBus(buses, EventBusName);
  const rule = knownRule(buses, bus, name);
  const added = Targets.map((target) => ({
    id: target.Id,
    arn: target.Arn,
    groupId: target.SqsParameters?.MessageGroupId,
    deadLetterArn: target.DeadLetterConfig?.Arn,
  }));
  const kept = rule.targets.filter(({ id }) => !added.some((one) => one.id === id));
  buses.rules.set(`${bus}/${name}`, { ...rule, targets: [...kept, ...added] });
  return { FailedEntryCount: 0, FailedEntries: [] };
};

function knownBus(buses: EventBuses, reference: string): string {
  const name = reference.replace(/^arn:.*:event-bus\//, '');
  if (buses.names.has(name)) return name;
  throw notFound(`Event bus ${name} does not exist.`);
}

function knownRule(buses: EventBuses, bus: string, name: string): Rule {
  const rule = buses.rules.get(`${bus}/${name}`);
  if (rule === undefined) throw notFound(`Rule ${name} does not exist on EventBus ${bus}.`);
  return rule;
}

function notFound(message: string): AwsError {
  return new AwsError(400, 'ResourceNotFoundException', message);
}

export const eventOperations: Readonly<Record<string, Operation>> = {
  CreateEventBus: createEventBus,
  PutEvents: putEvents,
  PutRule: putRule,
  PutTargets: putTargets,
};
