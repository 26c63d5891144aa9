import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { SCOPES } from '../../shared/slack/scopes.ts';

const text = readFileSync('infra/slack-manifest.yml', 'utf8');
const manifest = parse(text);

/** The methods of Slack's that are called, as the adapters name them. */
function called(): readonly string[] {
  const files = readdirSync('shared/slack').map((file) => `shared/slack/${file}`);
  const names = files.flatMap((file) => [
    ...readFileSync(file, 'utf8').matchAll(/\bcall\(\s*'([a-zA-Z.]+)'/g),
  ]);
  return [...new Set(names.map(([, name = '']) => name))].sort();
}

describe('infra/slack-manifest.yml', () => {
  it('asks for the scopes that the calls need, and no other', () => {
    const needed = Object.values(SCOPES).flat();
    expect(manifest.oauth_config.scopes.bot.toSorted()).toEqual([...new Set(needed)].sort());
    expect(Object.keys(manifest.oauth_config.scopes)).toEqual(['bot']);
  });

  it('gives a reason for each scope', () => {
    for (const scope of manifest.oauth_config.scopes.bot) {
      expect(text).toMatch(new RegExp(`^ +- ${scope} # \\w`, 'm'));
    }
  });

  it('has presses sent to an address, and nothing else sent anywhere', () => {
    expect(manifest.settings.interactivity).toEqual({
      is_enabled: true,
      request_url: expect.stringMatching(/^https:/),
    });
    expect(manifest.settings).not.toHaveProperty('event_subscriptions');
    expect(manifest.settings.socket_mode_enabled).toBe(false);
  });
});

describe('SCOPES', () => {
  it('knows every method that is called', () => {
    expect(called().length).toBeGreaterThan(4);
    expect(called()).toEqual(Object.keys(SCOPES).sort());
  });
});
