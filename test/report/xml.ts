/** One start tag of an XML document, its attributes unescaped. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Characters that XML 1.0 cannot hold, even escaped. */
export const FORBIDDEN = new RegExp(String.raw`[\0-\x08\v\f\x0e-\x1f\ufffe\uffff]`);

const NAME = String.raw`[A-Za-z_][\w.-]*`;
const ENTITIES: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
};

/**
 * The elements of an XML document in their order.
 *
 * Reads the part of XML 1.0 that reports are written in (no comments, no CDATA, no doctype) and throws where it is not
 * well-formed: tags that do not match, attributes that are not quoted or stand twice, bare `<` and `&`, characters that
 * XML cannot hold.
 */
export function elementsOf(xml: string): Element[] {
  const declaration = /^<\?xml version="1\.0" encoding="UTF-8"\?>\n/.exec(xml);
  if (declaration === null) throw new Error('no declaration');
  if (FORBIDDEN.test(xml)) throw new Error('a character XML cannot hold');
  const [elements, open]: [Element[], string[]] = [[], []];
  let rest = xml.slice(declaration[0].length);
  while (rest !== '') {
    const tag = new RegExp(`^<(/?)(${NAME})((?:\\s+${NAME}="[^"<]*")*)\\s*(/?)>`).exec(rest);
    if (tag === null) {
      const text = /^[^<]+/.exec(rest);
      if (text === null) throw new Error(`no tag: ${rest.slice(0, 40)}`);
      if (open.length === 0 && text[0].trim() !== '') throw new Error('text outside the root');
      unescaped(text[0]);
      rest = rest.slice(text[0].length);
      continue;
    }
    const [whole, closing, name, attributes, empty] = tag;
    rest = rest.slice(whole.length);
    if (closing === '/') {
      if (open.pop() !== name) throw new Error(`</${name!}> closes nothing`);
      continue;
    }
    if (open.length === 0 && elements.length > 0) throw new Error('two roots');
    elements.push({ name: name!, attributes: attributesOf(attributes!) });
    if (empty !== '/') open.push(name!);
  }
  if (open.length > 0) throw new Error(`<${open.join('> <')}> left open`);
  return elements;
}

function attributesOf(text: string): Record<string, string> {
  const found = [...text.matchAll(new RegExp(`(${NAME})="([^"]*)"`, 'g'))];
  const names = found.map(([, name]) => name!);
  if (new Set(names).size < names.length) throw new Error('an attribute stands twice');
  return Object.fromEntries(found.map(([, name, value]) => [name!, unescaped(value!)]));
}

function unescaped(text: string): string {
  return text.replace(/&([^;]*;?)/g, (_, inner: string) => {
    const [, hex, name] = /^(?:#x([0-9A-Fa-f]+)|(\w+));$/.exec(inner) ?? [];
    if (hex !== undefined) return String.fromCodePoint(parseInt(hex, 16));
    const character = ENTITIES[name ?? ''];
    if (character === undefined) throw new Error(`a bare & before ${inner}`);
    return character;
  });
}
