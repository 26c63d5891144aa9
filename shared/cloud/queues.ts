/** Sends on: every message is one id or key, and may be sent twice, late or not at all. */
export interface Queues {
  /** To `decide-access`, by way of the bus or topic that every source uses. */
  decide(deploymentIds: readonly string[]): Promise<void>;
  /** To `grant-access`: these targets may be other than what is wanted. */
  markTargets(targetKeys: readonly string[]): Promise<void>;
  /** To `notify`. */
  notify(deploymentIds: readonly string[]): Promise<void>;
  /** To `hand-over`. */
  handOver(deploymentIds: readonly string[]): Promise<void>;
}
