/** What an answer in XML is made of; a list becomes `<member>`s, one named `entry` a map. */
export type Xml =
  | string
  | number
  | boolean
  | Date
  | readonly Xml[]
  | { readonly [name: string]: Xml | undefined };

const ESCAPED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

export function toXml(content: Xml): string {
  if (Array.isArray(content)) return content.map((one) => element('member', one)).join('');
  if (content instanceof Date) return content.toISOString();
  if (typeof content !== 'object') {
    return String(content).replace(/[&<>"']/g, (character) => ESCAPED[character] ?? character);
  }
  return Object.entries(content)
    .map(([name, value]) => (value === undefined ? '' : element(name, value)))
    .join('');
}

function element(name: string, content: Xml): string {
  if (name === 'entry' && Array.isArray(content)) {
    return content.map((one) => element('entry', one)).join('');
  }
  return `<${name}>${toXml(content)}</${name}>`;
}
