import sax from 'sax';

/** XML element with namespaces resolved: prefixes, attribute order and whitespace between elements are
 *  ignored. */
export type Meaning = {
  name: string;
  attributes: Record<string, string>;
  children: (Meaning | string)[];
};

type Tag = {
  uri: string;
  local: string;
  attributes: Record<string, { uri: string; prefix: string; local: string; value: string }>;
};

const TYPE = '{http://www.w3.org/2001/XMLSchema-instance}type';

/** Parses XML with a parser that the editors do not use.
 *  @throws when the XML is not well-formed */
export function meaningOf(xml: string): Meaning {
  const parser = sax.parser(true, { xmlns: true });
  const open: Meaning[] = [{ name: '', attributes: {}, children: [] }];
  const here = (): Meaning => open.at(-1) as Meaning;
  const addText = (text: string): void => {
    const before = here().children.at(-1);
    if (typeof before === 'string') here().children[here().children.length - 1] = before + text;
    else here().children.push(text);
  };
  parser.onerror = (error: Error) => {
    throw error;
  };
  parser.onopentag = (tag: unknown) => {
    const { uri, local, attributes } = tag as Tag;
    const element = { name: `{${uri}}${local}`, attributes: attributesOf(attributes), children: [] };
    here().children.push(element);
    open.push(element);
  };
  parser.ontext = addText;
  parser.oncdata = addText;
  parser.onclosetag = () => {
    const closed = open.pop() as Meaning;
    const elements = closed.children.filter((child) => typeof child !== 'string');
    if (elements.length > 0)
      closed.children = closed.children.filter((child) => typeof child !== 'string' || child.trim() !== '');
  };
  parser.write(xml).close();
  const [root] = here().children.filter((child) => typeof child !== 'string');
  if (root === undefined) throw new Error('no element');
  return root as Meaning;
}

const attributesOf = (attributes: Tag['attributes']): Record<string, string> =>
  Object.fromEntries(
    Object.values(attributes)
      .filter(({ prefix, local }) => prefix !== 'xmlns' && local !== 'xmlns')
      .map(({ uri, local, value }): [string, string] => [uri ? `{${uri}}${local}` : local, value])
      .map(([name, value]): [string, string] => [name, name === TYPE ? value.replace(/^.*:/, '') : value])
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
