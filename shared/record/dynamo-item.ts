import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { bodyOf, bodyText } from './body.ts';
import { installationOf } from './keys.ts';
import type { Item, Key } from './store.ts';

type Attributes = Record<string, AttributeValue>;

export function keyAttributes({ partition, id }: Key): Attributes {
  return { partition: { S: partition }, id: { S: id } };
}

/** `writer` is another for each write: it tells our own write from somebody else's. */
export function itemAttributes(item: Item, writer: string): Attributes {
  return {
    ...keyAttributes(item),
    version: { N: String(item.version) },
    body: { S: bodyText(item.body) },
    writer: { S: writer },
    ...(item.due && { due: { S: item.due }, installation: { S: installationOf(item.partition) } }),
  };
}

export function keyOf({ partition, id }: Attributes): Key {
  return { partition: partition?.S ?? '', id: id?.S ?? '' };
}

export function itemOf(attributes: Attributes): Item {
  const { version, body, due } = attributes;
  return {
    ...keyOf(attributes),
    version: Number(version?.N),
    ...(due?.S && { due: due.S }),
    body: bodyOf(body?.S ?? '{}'),
  };
}
