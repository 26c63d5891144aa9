import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Connection } from '../../shared/handover/connection.ts';
import { asCommand, asEnvironment, asForm, asJson } from '../../shared/handover/forms.ts';

const aws = (id: string, extra: Connection['extra'] = {}): Connection => ({
  id,
  type: 'aws',
  typeName: 'Amazon Web Services',
  extra: { role_arn: 'arn:aws:iam::999988887777:role/lake', region_name: 'eu-west-1', ...extra },
});
const google = (extra: Connection['extra']): Connection => ({
  id: 'gcp_loader',
  type: 'google_cloud_platform',
  typeName: 'Google Cloud',
  extra,
});
const LAKE =
  '{"conn_type":"aws","extra":{"role_arn":"arn:aws:iam::999988887777:role/lake","region_name":"eu-west-1"}}';

/** What a shell makes of the words of a command. */
function words(command: string): readonly string[] {
  const printed = execFileSync('/bin/sh', ['-c', `printf '%s\\0' ${command}`], {
    encoding: 'utf8',
  });
  return printed.split('\0').slice(0, -1);
}

describe('asJson', () => {
  it('has the type and the extra as an object, and not the id', () => {
    expect(asJson(aws('aws_lake'))).toBe(LAKE);
  });

  it('never contains a quote that would end a quotation or a block of code', () => {
    const tricky = aws('lake', { assume_role_kwargs: { ExternalId: "it's `x` \\" } });
    expect(asJson(tricky)).not.toMatch(/['`]/);
    expect(JSON.parse(asJson(tricky))).toEqual({ conn_type: 'aws', extra: tricky.extra });
  });
});

describe('asEnvironment', () => {
  it('names the variable by the id in capitals', () => {
    expect(asEnvironment(aws('aws_lake'))).toBe(`AIRFLOW_CONN_AWS_LAKE='${LAKE}'`);
  });

  it.each(['aws-lake', 'aws.lake', 'lac_bleuâtre', 'a b', "a'b"])(
    'answers nothing for %s, of which no variable can be named',
    (id) => expect(asEnvironment(aws(id))).toBeUndefined(),
  );
});

describe('asCommand', () => {
  it('adds the connection', () => {
    expect(asCommand(aws('aws_lake'))).toBe(
      `airflow connections add aws_lake --conn-json '${LAKE}'`,
    );
  });

  it('quotes an id of other characters', () => {
    expect(words(asCommand(aws("it's $HOME")))[3]).toBe("it's $HOME");
  });

  it('arrives whole through a shell, whatever the ExternalId', () => {
    const text = fc.string({ maxLength: 20 });
    fc.assert(
      fc.property(text, (externalId) => {
        const connection = aws('aws_lake', { assume_role_kwargs: { ExternalId: externalId } });
        const [, , , id, , json] = words(asCommand(connection));
        expect([id, JSON.parse(json ?? '')]).toEqual([
          'aws_lake',
          { conn_type: 'aws', extra: connection.extra },
        ]);
      }),
      { numRuns: 25 },
    );
  });
});

describe('asForm', () => {
  it('labels the fields of an AWS connection as Airflow does', () => {
    expect(asForm(aws('aws_lake'))).toEqual([
      { label: 'Connection Id', value: 'aws_lake' },
      { label: 'Connection Type', value: 'Amazon Web Services' },
      {
        label: 'Extra',
        value: '{"role_arn":"arn:aws:iam::999988887777:role/lake","region_name":"eu-west-1"}',
      },
    ]);
  });

  it.each([
    ['a project', { project: 'acme' }, ['Project Id']],
    [
      'an impersonation',
      { project: 'acme', impersonation_chain: 'l@x' },
      ['Project Id', 'Impersonation Chain'],
    ],
    ['no project', {}, []],
  ])('labels those of a Google connection with %s', (_it, extra, labels) => {
    const fields = asForm(google(extra));
    expect(fields.map(({ label }) => label)).toEqual([
      'Connection Id',
      'Connection Type',
      ...labels,
    ]);
    expect(fields.slice(2).map(({ value }) => value)).toEqual(Object.values(extra));
  });
});
