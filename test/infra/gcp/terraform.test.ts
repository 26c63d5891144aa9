import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, test } from '@jest/globals';
import { functionNames } from '../../../infra/build/folders.ts';
import { PAGES_PER_SECOND } from '../../../shared/deployment/astro-pages.ts';

const FUNCTIONS = 'infra/gcp';
const PERMISSIONS = 'infra/gcp/permissions';

/** All of a folder's configuration as text, without comments. */
function terraform(folder: string): string {
  const files = readdirSync(folder).filter((file) => /\.tf(\.json)?$/.test(file));
  const text = files.map((file) => readFileSync(`${folder}/${file}`, 'utf8')).join('\n');
  return text.replace(/^\s*#.*$/gm, '');
}

function names(text: string, pattern: RegExp): ReadonlySet<string> {
  return new Set([...text.matchAll(pattern)].map((match) => match.slice(1).join('.')));
}

/** What each function may read and send to. */
function permitted() {
  const locals = block(terraform(PERMISSIONS), 'locals {').split('\n  }')[0] ?? '';
  const rows = [
    ...locals.matchAll(/^ {4}([\w-]+) += \{ secrets = (\[.*?\]), topics = (\[.*?\]) \}$/gm),
  ];
  return rows.map(
    ([, name = '', secrets = '', topics = '']): Permitted => [
      name,
      { secrets: JSON.parse(secrets), topics: JSON.parse(topics) },
    ],
  );
}
type Permitted = readonly [string, Readonly<Record<'secrets' | 'topics', readonly string[]>>];
const first = ([name]: Permitted) => name;

/** The block of a resource, to the brace that closes it at the margin. */
function block(text: string, heading: string): string {
  const start = text.indexOf(heading);
  expect(start).toBeGreaterThanOrEqual(0);
  return text.slice(start, text.indexOf('\n}', start));
}

describe.each([FUNCTIONS, PERMISSIONS])('%s', (folder) => {
  const text = terraform(folder);
  const declared = (kind: string) => names(text, new RegExp(`^${kind} "([\\w-]+)"`, 'gm'));

  it('declares each variable that it uses, and uses each that it declares', () => {
    expect(names(text, /\bvar\.(\w+)/g)).toEqual(declared('variable'));
  });

  it('defines each local value that it uses', () => {
    const defined = names(text, /^ {2}(\w+) += /gm);
    const generated = names(text, /^ {4}"(\w+)": /gm);
    for (const name of names(text, /\blocal\.(\w+)/g)) {
      expect([...defined, ...generated]).toContain(name);
    }
  });

  it('has each resource that it refers to', () => {
    const resources = names(text, /^(?:resource|data) "(\w+)" "(\w+)"/gm);
    const generated = ['policies', 'reads'].map((name) => `google_project_iam_custom_role.${name}`);
    for (const name of names(text, /(?<![\w"/])(google_\w+|archive_file)\.(\w+)/g)) {
      expect([...resources, ...generated]).toContain(name);
    }
  });

  it('pins its providers', () => {
    expect(block(text, 'terraform {').match(/version = "~> \d+\.\d+"/g)).toHaveLength(
      folder === FUNCTIONS ? 2 : 1,
    );
  });
});

describe('the functions', () => {
  const text = terraform(FUNCTIONS);

  it('are those in functions/gcp, here and among the permissions', async () => {
    const wanted = await functionNames('functions/gcp');
    for (const folder of [FUNCTIONS, PERMISSIONS]) {
      const locals = terraform(folder).split('\n  functions = {')[1]?.split('\n  }')[0] ?? '';
      expect([...names(locals, /^ {4}([\w-]+) += /gm)].sort()).toEqual(wanted);
    }
  });

  it('run on Node 24, one instance of grant-access with 80 calls at once', () => {
    expect(text).toContain('runtime     = "nodejs24"');
    expect(text).toMatch(/grant-access +=\s*\{ instances = 1, concurrency = 80 \}/);
  });

  it('are told all that they read from the environment', () => {
    const config = readFileSync('shared/runtime/config.ts', 'utf8');
    const read = [...config.matchAll(/^ {2}([A-Z_]+): (name|url|z)/gm)].map(
      ([, name]) => name ?? '',
    );
    const onAws = /const aws = [\s\S]*?\}\);/.exec(config)?.[0] ?? '';
    const environment =
      block(text, 'environment = merge(') +
      block(text, 'dead_letters = {') +
      text.match(/paces += .*/);
    for (const name of read.filter((one) => !onAws.includes(one) && !one.endsWith('_API_URL'))) {
      expect(environment).toContain(name);
    }
  });

  it('leave the sweep its part of what Astro allows a token in a second', () => {
    const pace = Number(/decide-access = \{ ASTRO_GETS_PER_SECOND = "(\d+)"/.exec(text)?.[1]);
    const instances = Number(/decide-access = \{ instances = (\d+)/.exec(text)?.[1]);
    expect(pace * instances + PAGES_PER_SECOND).toBeLessThanOrEqual(25);
  });

  it('have as long to answer as Pub/Sub waits', () => {
    expect(text).toMatch(
      /timeout_seconds += contains\(local\.public, each\.key\) \? 10 : local\.timeout/,
    );
    expect(text).toMatch(/ack_deadline_seconds += local\.timeout/);
  });

  it('are called with a token of the caller, and from within the project', () => {
    expect(text.match(/service_account_email = var\.permissions\.caller/g)).toHaveLength(2);
    expect(text).toContain('by_hand = ["operate"]');
    expect(text).toContain('? "ALLOW_ALL" : "ALLOW_INTERNAL_ONLY"');
  });

  it('are open to nobody else, but for answer-slack and receive-event', () => {
    expect(text).toContain('public = ["answer-slack", "receive-event"]');
    expect(text.match(/allUsers|allAuthenticatedUsers/g)).toEqual(['allUsers']);
    const open = block(text, 'resource "google_cloud_run_service_iam_member" "public"');
    expect(open).toContain('for_each = setintersection(keys(local.made), local.public)');
    expect(open).toContain('member   = "allUsers"');
    const called = block(text, 'resource "google_cloud_run_service_iam_member" "caller"');
    expect(called).toContain('!contains(concat(local.by_hand, local.public), name)');
    expect(text).toMatch(/receive-event += \{ instances = 1, /);
    expect(text).toMatch(/answer-slack += \{ instances = 2, /);
  });

  it('are made without those two with `endpoints: none`', () => {
    expect(block(text, 'resource "google_cloudfunctions2_function" "functions"')).toMatch(
      /for_each = local\.made\n/,
    );
    expect(text).toContain(
      'if var.permissions.endpoints == "public" || !contains(local.public, name) }',
    );
    const elsewhere = [...text.matchAll(/functions\["([\w-]+)"\]\.service_config/g)];
    const named = elsewhere.map(([, name]) => name);
    expect(named.filter((name) => ['answer-slack', 'receive-event'].includes(`${name}`))).toEqual(
      [],
    );
    expect(terraform(PERMISSIONS)).toMatch(/output "endpoints" \{[^}]*value += local\.endpoints/);
  });

  it.each([
    ['astro-write-token', ['hand-over']],
    ['slack-signing-secret', ['answer-slack']],
    ['slack-token', ['answer-slack', 'notify']],
    ['astro-token', ['decide-access', 'operate', 'sweep']],
    ['receive-secret', ['receive-event']],
  ])('read %s: %j', (secret, readers) => {
    expect(
      permitted()
        .filter(([, { secrets }]) => secrets.includes(secret))
        .map(first),
    ).toEqual(readers);
  });

  it.each([
    ['deployments', ['answer-slack', 'grant-access', 'operate', 'receive-event', 'sweep']],
    ['targets', ['answer-slack', 'decide-access', 'operate', 'sweep']],
    [
      'messages',
      ['answer-slack', 'decide-access', 'grant-access', 'hand-over', 'operate', 'sweep'],
    ],
    ['handovers', ['answer-slack', 'notify', 'operate', 'sweep']],
  ])('send to the topic %s: %j', (topic, senders) => {
    expect(
      permitted()
        .filter(([, { topics }]) => topics.includes(topic))
        .map(first),
    ).toEqual(senders);
  });

  it('reach the record, but for receive-event', () => {
    const record = block(terraform(PERMISSIONS), 'resource "google_project_iam_member" "record"');
    expect(record).toContain('setsubtract(keys(local.functions), ["receive-event"])');
    expect(terraform(PERMISSIONS)).toMatch(
      /receive-event += \{ secrets = \["receive-secret"\], topics = \["deployments"\] \}/,
    );
  });
});

test('the record is where the permissions expect it, and is not lost with the functions', () => {
  expect(terraform(PERMISSIONS)).toMatch(
    /databases\/deployment-authorizer-\$\{local\.installation\}"/,
  );
  expect(terraform(FUNCTIONS)).toMatch(
    /name = "deployment-authorizer-\$\{var\.permissions\.installation\}"/,
  );
  const record = block(terraform(FUNCTIONS), 'resource "google_firestore_database" "record"');
  expect(record).toMatch(/name += local\.name/);
  expect(record).toMatch(/deletion_policy += "ABANDON"/);
});

test('every topic is sent again with back-off, and what is dead is kept', () => {
  const pushed = block(terraform(FUNCTIONS), 'resource "google_pubsub_subscription" "pushed"');
  expect(pushed).toMatch(/minimum_backoff = "10s"\s+maximum_backoff = "600s"/);
  expect(pushed).toContain('dead_letter_topic     = google_pubsub_topic.dead[each.key].id');
  expect(block(terraform(FUNCTIONS), 'resource "google_pubsub_subscription" "dead"')).toContain(
    'topic                      = google_pubsub_topic.dead[each.key].id',
  );
});

test('only the generated file gives anything beyond the installation itself', () => {
  const given = names(terraform(PERMISSIONS), /role\s+= "(roles\/[\w.]+)"/g);
  const own = ['roles/datastore.user', 'roles/secretmanager.secretAccessor'];
  expect([...given].filter((role) => !own.includes(role))).toEqual([]);
});
