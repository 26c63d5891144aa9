import type { Connection } from './connection.ts';

/** A field of Airflow's connection form, by the label that it has there. */
export interface FormField {
  readonly label: string;
  readonly value: string;
}

/** What `Connection.from_json`, a secrets backend and `--conn-json` read. The id is not part of it. */
export function asJson({ type, extra }: Connection): string {
  return json({ conn_type: type, extra });
}

/**
 * `AIRFLOW_CONN_...='...'`, for a shell or an `.env` file; nothing for an id of which no such
 * variable can be named: Airflow looks for the id in capitals, and alters nothing else.
 */
export function asEnvironment(connection: Connection): string | undefined {
  const name = `AIRFLOW_CONN_${connection.id.toUpperCase()}`;
  return /^\w+$/.test(name) ? `${name}='${asJson(connection)}'` : undefined;
}

export function asCommand(connection: Connection): string {
  return `airflow connections add ${word(connection.id)} --conn-json '${asJson(connection)}'`;
}

/** What a person fills into Admin > Connections, in its order. */
export function asForm({ id, type, typeName, extra }: Connection): readonly FormField[] {
  const fields = [
    { label: 'Connection Id', value: id },
    { label: 'Connection Type', value: typeName },
  ];
  if (type === 'aws') return [...fields, { label: 'Extra', value: json(extra) }];
  const { project, impersonation_chain: chain } = extra;
  return [
    ...fields,
    ...(typeof project === 'string' ? [{ label: 'Project Id', value: project }] : []),
    ...(typeof chain === 'string' ? [{ label: 'Impersonation Chain', value: chain }] : []),
  ];
}

/**
 * JSON that stands as it is between single quotes, in a shell as in an `.env` file, and inside a
 * block of code, and hides nothing: JSON itself can write such characters in another way.
 */
function json(value: unknown): string {
  return JSON.stringify(value).replace(/['`\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

function word(text: string): string {
  return /^[\w.][\w.-]*$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
