import type { Unseen } from './estate.ts';
import type { Proposal } from './propose.ts';
import { comment, some } from './yaml.ts';

/** What stands in IAM and is not in the rules, as comments. */
export function remainder({
  leftOut,
  orphans,
  warnings,
  unseen,
}: Proposal & { readonly unseen: readonly Unseen[] }) {
  return [
    ...section(
      'There today, and not given by these rules. It stays as it is:',
      leftOut.map(
        ({ deployment, principal, where, what, why }) =>
          `${deployment}: ${what} on ${where}, for ${principal}: ${why}`,
      ),
    ),
    ...section(
      'Nobody’s any more, as far as Astro tells:',
      orphans.map(
        ({ principal, where, what, note }) => `${principal}: ${what} on ${where}. ${note}`,
      ),
    ),
    ...section('Look at:', warnings),
    ...section(
      'Not seen; what is there is not in these rules:',
      unseen.map(({ what, why }) => `${what}: ${why}`),
    ),
  ];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0
    ? []
    : [`# ${title}`, ...some(lines.map((line) => comment(`- ${line}`)))];
}
