/** What one installation's parts are called, so that two of them can stand beside each other. */
export interface Names {
  readonly bus: string;
  readonly table: string;
  /** The function `operate` on AWS. */
  readonly operate: string;
  /** The queues on AWS. */
  readonly queues: Channels;
  /** The topics on Google Cloud; each has a subscription of the same name. */
  readonly topics: Channels;
}

/** What leads from one function to the next. */
export interface Channels {
  readonly deployments: string;
  readonly targets: string;
  readonly messages: string;
  readonly handovers: string;
}

export function namesOf(installation: string): Names {
  const name = `deployment-authorizer-${installation}`;
  const topics = {
    deployments: `${name}-deployments`,
    targets: `${name}-targets`,
    messages: `${name}-messages`,
    handovers: `${name}-handovers`,
  };
  const { deployments, targets, messages, handovers } = topics;
  const queues = {
    deployments,
    targets: `${targets}.fifo`,
    messages: `${messages}.fifo`,
    handovers: `${handovers}.fifo`,
  };
  return { bus: name, table: name, operate: `${name}-operate`, queues, topics };
}

/** Where messages of this queue or topic go when they are given up. */
export function deadOf(name: string): string {
  return name.endsWith('.fifo') ? name.replace('.fifo', '-dead.fifo') : `${name}-dead`;
}
