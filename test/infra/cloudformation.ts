import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

const TAGS = [
  { tag: '!Ref', resolve: (name: string) => ({ Ref: name }) },
  { tag: '!GetAtt', resolve: (path: string) => ({ 'Fn::GetAtt': path.split('.') }) },
  { tag: '!Sub', resolve: (text: string) => ({ 'Fn::Sub': text }) },
];

/** A file with CloudFormation's short tags, as CloudFormation understands them. */
export function cloudFormation<File>(path: string): File {
  return parse(readFileSync(path, 'utf8'), { customTags: TAGS });
}
