import type { Problem } from '../policy/plan.ts';

/** Why there is no connection of ours, in words for whoever can mend it. */

export function alreadyThere(id: string): Problem {
  return {
    code: 'connection-there',
    text: `The connection ${id} was there already, just as it should be, and is left to whoever made it.`,
    advice: 'Nothing to do.',
  };
}

export function taken(id: string, where: string): Problem {
  return {
    code: 'connection-taken',
    text: `There is a connection ${id} in ${where} already, by somebody else's hand and another than ours. It was left alone.`,
    advice: 'Have it replaced, delete it there, or give the target another connection id.',
  };
}

export function linked(id: string): Problem {
  return {
    code: 'connection-linked',
    text: `A connection ${id} of the whole Workspace is linked to this Deployment.`,
    advice:
      'Exclude this Deployment from its links in Astro (Environment > Connections) and ask again, or give the target another connection id.',
  };
}

export function otherType(id: string, type: string): Problem {
  return {
    code: 'connection-type',
    text: `The connection ${id} in the Environment Manager is of the type ${type}, and Astro cannot change a connection's type.`,
    advice: 'Delete it in Astro (Environment > Connections), and ask again.',
  };
}

export function heldMore(id: string, where: string): Problem {
  return {
    code: 'connection-leftover',
    text: `The connection ${id} in ${where} was replaced, but keeps a host, login, port or schema from before.`,
    advice: 'Delete it there, and ask again.',
  };
}

export function twice(id: string, targets: readonly string[]): Problem {
  return {
    code: 'connection-twice',
    text: `The targets ${targets.join(' and ')} both make the connection ${id}, and not the same one.`,
    advice: 'Give one of them another connection id in access-rules.yml.',
  };
}
