import { digest } from '../runtime/json.ts';
import type { Deployment } from './deployment.ts';

/** Of all that is told of it and decided by; each deploy to it changes its status, and nothing else. */
export function headDigest({ status: _, ...deployment }: Deployment): string {
  return digest(deployment);
}
