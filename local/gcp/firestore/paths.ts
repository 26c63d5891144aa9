import { invalid } from '../refusal.ts';

const ROOT = /^projects\/[^/]+\/databases\/[^/]+\/documents$/;

/** Throws what Firestore answers to a name that cannot be a document's. */
export function checkName(name: string): void {
  const parts = name.split('/');
  const root = parts.slice(0, 5).join('/');
  const path = parts.slice(5);
  if (!ROOT.test(root) || path.length === 0 || path.length % 2 === 1)
    throw invalid(`Document name "${name}" lacks an even number of path parts after "documents".`);
  for (const part of path) checkPart(part, name);
}

function checkPart(part: string, name: string): void {
  if (part === '' || part === '.' || part === '..' || /^__.*__$/.test(part))
    throw invalid(`Document name "${name}" has a reserved or empty part: "${part}".`);
  if (Buffer.byteLength(part) > 1_500)
    throw invalid(`Document name "${name}" has a part longer than 1500 bytes.`);
}

/** `a.b` is two names; other characters than letters, digits and `_` need backticks. */
export function fieldPath(path: string): readonly string[] {
  const parts = path.match(/`(?:[^`\\]|\\.)+`|[^.`]+/g) ?? [];
  if (parts.length === 0 || parts.join('.') !== path)
    throw invalid(`Invalid field path "${path}".`);
  return parts.map((part) => {
    if (part.startsWith('`')) return part.slice(1, -1).replace(/\\(.)/g, '$1');
    if (/^[A-Za-z_]\w*$/.test(part)) return part;
    throw invalid(`Invalid property path "${path}". Unquoted property names must match regex.`);
  });
}
