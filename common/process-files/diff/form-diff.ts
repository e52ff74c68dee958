import { byRank, changesBetween, type DiffEntry, type Trait, traitChangesOf } from './diff-entry.ts';
import { diffJson } from './json-diff.ts';

type Json = Record<string, unknown>;
type Node = Json & { properties?: Record<string, Json>; items?: Json; required?: string[] };
type FormFile = {
  title?: string;
  schema?: Node;
  uiSchema?: Json;
  variables?: string[];
  rules?: Json;
  texts?: { fa?: Record<string, string>; en?: Record<string, string> };
};
type Field = { path: string; traits: Trait[] };

const BRANCHES = ['allOf', 'anyOf', 'oneOf', 'if', 'then', 'else', 'dependentSchemas'] as const;
/** Schema keywords of a field that only people read. */
const READ = new Set(['title', 'description', 'examples', 'enumNames']);
/** Keywords compared separately, or through the fields inside. */
const COMPARED_KEYWORDS = new Set<string>(['properties', 'items', 'required', ...BRANCHES]);
const LAYOUT_KEYWORDS = new Set(['ui:order', 'ui:options', 'ui:widget', 'ui:classNames', 'ui:rows']);

/** Compares two forms: fields and their properties, the rules and variables, then the texts.
 *  @throws when one of them is no JSON */
export function diffForms(before: string, after: string): DiffEntry[] {
  const [was, is] = [JSON.parse(before) as FormFile, JSON.parse(after) as FormFile];
  return byRank([...diffForm(was, is), ...diffFields(was, is), ...diffTexts(was, is)]);
}

const json = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function diffForm(was: FormFile, is: FormFile): DiffEntry[] {
  const traits = ({ title, variables = [], rules = {}, schema = {}, uiSchema = {} }: FormFile): Trait[] => [
    ...(title === undefined ? [] : [{ aspect: 'title', value: title, rank: 'description' as const }]),
    ...variables.map((name): Trait => ({ aspect: 'variable', of: name, value: name, rank: 'execution' })),
    ...Object.entries(rules).map(([name, value]): Trait => ({
      aspect: 'rule',
      of: name,
      value: json(value),
      rank: 'execution',
    })),
    ...Object.entries(schema)
      .filter(([name]) => !COMPARED_KEYWORDS.has(name) || BRANCHES.some((branch) => branch === name))
      .map(([name, value]): Trait => ({
        aspect: BRANCHES.some((branch) => branch === name) ? 'condition-of-form' : 'schema',
        of: name,
        value: json(value),
        rank: READ.has(name) ? 'description' : 'execution',
      })),
    ...Object.entries(uiSchema)
      .filter(([name]) => name.startsWith('ui:'))
      .map(([name, value]): Trait => ({ aspect: 'shown', of: name, value: json(value), rank: 'layout' })),
  ];
  return changesBetween(traits(was), traits(is), { subject: '', subjectType: 'form', name: null, at: null });
}

function diffFields(was: FormFile, is: FormFile): DiffEntry[] {
  const old = new Map(fieldsOf(was).map((field) => [field.path, field]));
  const now = new Map(fieldsOf(is).map((field) => [field.path, field]));
  const about = (path: string, form: FormFile) => ({
    subject: path,
    subjectType: 'field',
    name: titleOf(form, path),
    at: null,
  });
  return [
    ...[...now.values()].flatMap(({ path, traits }): DiffEntry[] => {
      const earlier = old.get(path);
      if (earlier) return changesBetween(earlier.traits, traits, about(path, is));
      return [
        { ...about(path, is), rank: 'execution', kind: 'added', facts: traitChangesOf(traits, 'added') },
      ];
    }),
    ...[...old.values()]
      .filter(({ path }) => !now.has(path))
      .map(({ path, traits }): DiffEntry => ({
        ...about(path, was),
        rank: 'execution',
        kind: 'removed',
        facts: traitChangesOf(traits, 'removed'),
      })),
  ];
}

/** Returns the fields of a form at every depth, including conditional ones; a field in several branches
 *  counts as one. */
function fieldsOf({ schema = {}, uiSchema = {} }: FormFile): Field[] {
  const found = new Map<string, Trait[]>();
  const visit = (node: Node, path: string, branch: boolean): void => {
    for (const [name, field] of Object.entries(node.properties ?? {})) {
      const here = path ? `${path}.${name}` : name;
      if (typeof field !== 'object' || field === null) continue;
      if (branch && isQuestion(node, name)) continue;
      const known = found.get(here) ?? [];
      found.set(here, [
        ...known,
        ...Object.entries(field)
          .filter(([keyword]) => !COMPARED_KEYWORDS.has(keyword) || keyword === 'oneOf')
          .map(([keyword, value]): Trait => ({
            aspect: 'schema',
            of: keyword,
            value: json(value),
            rank: READ.has(keyword) ? 'description' : 'execution',
          })),
        ...(node.required?.includes(name)
          ? [{ aspect: 'required', value: 'true', rank: 'execution' as const }]
          : []),
        ...shownAs(uiSchema, here),
      ]);
      visit(field as Node, here, branch);
    }
    if (node.items) visit(node.items as Node, `${path}[]`, branch);
    for (const name of ['then', 'else'] as const) if (node[name]) visit(node[name] as Node, path, true);
    for (const name of ['allOf', 'anyOf', 'oneOf'] as const)
      for (const inner of (node[name] as Node[] | undefined) ?? []) visit(inner, path, true);
    for (const inner of Object.values((node['dependentSchemas'] as Record<string, Node> | undefined) ?? {}))
      visit(inner, path, true);
  };
  visit(schema, '', false);
  return [...found].map(([path, traits]) => ({
    path,
    traits: [...new Map(traits.map((trait) => [`${trait.aspect} ${trait.of ?? ''}`, trait])).values()],
  }));
}

/** Returns true when a branch only tests a field's value, by a constant or a list of values without a title
 *  of its own. */
const isQuestion = (node: Node, name: string): boolean => {
  const field = node.properties?.[name] ?? {};
  return !('title' in field) && !('type' in field);
};

function shownAs(uiSchema: Json, path: string): Trait[] {
  const ui = path
    .split('.')
    .reduce<unknown>((inner, part) => (inner as Json | undefined)?.[part.replace('[]', '')], uiSchema);
  return Object.entries((ui as Json | undefined) ?? {})
    .filter(([name]) => name.startsWith('ui:'))
    .map(([name, value]) => ({
      aspect: 'shown',
      of: name,
      value: json(value),
      rank: LAYOUT_KEYWORDS.has(name) ? 'layout' : 'description',
    }));
}

function titleOf({ schema = {}, texts }: FormFile, path: string): DiffEntry['name'] {
  const key = findTitle(schema, path.split('.').at(-1)?.replace('[]', '') ?? '');
  if (!key) return null;
  const text = (locale: 'fa' | 'en') => (key.startsWith('%') ? texts?.[locale]?.[key.slice(1)] : key) ?? key;
  return { fa: text('fa'), en: text('en') };
}

function findTitle(node: unknown, name: string): string | undefined {
  if (typeof node !== 'object' || node === null) return undefined;
  const title = ((node as Node).properties?.[name] as { title?: string } | undefined)?.title;
  if (title) return title;
  for (const inner of Object.values(node)) {
    const found = findTitle(inner, name);
    if (found) return found;
  }
  return undefined;
}

function diffTexts(was: FormFile, is: FormFile): DiffEntry[] {
  const keys = new Set(
    [was, is].flatMap(({ texts }) => [...Object.keys(texts?.fa ?? {}), ...Object.keys(texts?.en ?? {})]),
  );
  return [...keys].flatMap((key): DiffEntry[] => {
    const traits = ({ texts }: FormFile): Trait[] =>
      (['fa', 'en'] as const).flatMap((locale) => {
        const value = texts?.[locale]?.[key];
        return value === undefined
          ? []
          : [{ aspect: 'text', of: locale, value, rank: 'description' as const }];
      });
    const [before, after] = [traits(was), traits(is)];
    const thing = { subject: key, subjectType: 'text', name: null, at: null };
    if (before.length > 0 && after.length > 0) return changesBetween(before, after, thing);
    const kind = before.length > 0 ? 'removed' : 'added';
    return [
      {
        ...thing,
        rank: 'description',
        kind,
        facts: traitChangesOf(before.length > 0 ? before : after, kind),
      },
    ];
  });
}

/** Compares two JSON files other than forms, such as element templates.
 *  @throws when one of them is no JSON */
export const diffTemplates = (before: string, after: string): DiffEntry[] =>
  byRank(
    diffJson(JSON.parse(before), JSON.parse(after)).map(({ pointer, before: was, after: is }): DiffEntry => ({
      rank: /^\/(properties|appliesTo|elementType|engines|id|version)(\/|$)/.test(pointer)
        ? 'execution'
        : 'description',
      kind: was === undefined ? 'added' : is === undefined ? 'removed' : 'changed',
      subject: pointer,
      subjectType: 'value',
      name: null,
      at: null,
      facts: [
        {
          aspect: 'value',
          of: null,
          before: was === undefined ? null : json(was),
          after: is === undefined ? null : json(is),
        },
      ],
    })),
  );
