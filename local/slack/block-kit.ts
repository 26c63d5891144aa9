import { z } from 'zod';

/** Slack's limits for messages, as its reference gives them. */
const BLOCKS = 50;
/** Of all blocks together; not in the reference, seen in practice. */
const ALL_BLOCKS = 13_200;

const text = (limit: number) => z.string().min(1).max(limit);
const id = text(255).optional();
const plain = (limit: number) =>
  z.strictObject({
    type: z.literal('plain_text'),
    text: text(limit),
    emoji: z.boolean().optional(),
  });
const mrkdwn = (limit: number) =>
  z.strictObject({
    type: z.literal('mrkdwn'),
    text: text(limit),
    verbatim: z.boolean().optional(),
  });
const either = (limit: number) => z.discriminatedUnion('type', [plain(limit), mrkdwn(limit)]);

const confirm = z.strictObject({
  title: plain(100),
  text: plain(300),
  confirm: plain(30),
  deny: plain(30),
  style: z.enum(['primary', 'danger']).optional(),
});
const button = z.strictObject({
  type: z.literal('button'),
  text: plain(75),
  action_id: id,
  value: text(2_000).optional(),
  url: text(3_000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  confirm: confirm.optional(),
  accessibility_label: text(75).optional(),
});
const option = z.strictObject({
  text: either(75),
  value: text(150),
  description: plain(75).optional(),
  url: text(3_000).optional(),
});
const overflow = z.strictObject({
  type: z.literal('overflow'),
  action_id: id,
  options: z.array(option).min(1).max(5),
  confirm: confirm.optional(),
});
const element = z.discriminatedUnion('type', [button, overflow]);

const section = z
  .strictObject({
    type: z.literal('section'),
    block_id: id,
    text: either(3_000).optional(),
    fields: z.array(either(2_000)).min(1).max(10).optional(),
    accessory: element.optional(),
    expand: z.boolean().optional(),
  })
  .refine((block) => block.text !== undefined || block.fields !== undefined, 'has no text');
const header = z.strictObject({ type: z.literal('header'), block_id: id, text: plain(150) });
const divider = z.strictObject({ type: z.literal('divider'), block_id: id });
const context = z.strictObject({
  type: z.literal('context'),
  block_id: id,
  elements: z.array(either(3_000)).min(1).max(10),
});
const actions = z.strictObject({
  type: z.literal('actions'),
  block_id: id,
  elements: z.array(element).min(1).max(25),
});

const block = z.discriminatedUnion('type', [section, header, divider, context, actions]);
const message = z.array(block).max(BLOCKS);

/** What Slack would refuse in a message's blocks, a line each; of the kinds of block that we use. */
export function validateBlocks(blocks: unknown): readonly string[] {
  const read = message.safeParse(blocks);
  if (!read.success) {
    return read.error.issues.map(({ message: said, path }) => `${said} [/${path.join('/')}]`);
  }
  const size = JSON.stringify(read.data).length;
  return [
    ...twice(read.data.map((one) => one.block_id)).map((one) => `block_id ${one} used twice`),
    ...read.data
      .flatMap((one) =>
        one.type === 'actions' ? twice(one.elements.map((each) => each.action_id)) : [],
      )
      .map((one) => `action_id ${one} used twice in a block`),
    ...(size > ALL_BLOCKS ? [`${TOO_LONG}: ${size} of ${ALL_BLOCKS} characters`] : []),
  ];
}

/** How the line about the length of all blocks together begins: Slack has an error of its own for it. */
export const TOO_LONG = 'msg_blocks_too_long';

function twice(ids: readonly (string | undefined)[]): readonly string[] {
  const given = ids.filter((one) => one !== undefined);
  return given.filter((one, index) => given.indexOf(one) !== index);
}
