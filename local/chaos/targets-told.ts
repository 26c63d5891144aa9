import type { Installation } from './installation.ts';
import type { Truth } from './truth.ts';

/** The targets that give a Deployment everything, one identity's at the least, and whose connection is made unasked. */
export function targetsTold(
  truth: Truth,
  installation: Installation,
  deploymentId: string,
): readonly string[] {
  if (!installation.rules().connect) return [];
  const { accesses } = truth.due(installation, deploymentId);
  const granted = accesses.filter(
    ({ fate, pieces }) => fate === 'grant' && pieces.every((one) => truth.isIn(one)),
  );
  return [...new Set(granted.map(({ target }) => target))];
}
