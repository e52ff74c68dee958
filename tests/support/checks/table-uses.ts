import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** A use of a table in the sources of the api: by a module, or by another folder of `api/src`. */
export type TableUse = { table: string; part: string; file: string; writes: boolean };

const WRITING_METHODS = new Set(['insert', 'update', 'del', 'delete', 'truncate', 'increment', 'decrement']);
const NAMING_METHODS = /^(from|into|table|\w*join)$/i;
const STATEMENT = /\b(select|insert\s+into|delete\s+from|update|truncate|with)\b/i;
const NAME = '(?:public\\.)?"?(\\w+)"?';
const WRITES = [
  new RegExp(`\\b(?:insert\\s+into|delete\\s+from|truncate(?:\\s+table)?|merge\\s+into)\\s+${NAME}`, 'gi'),
  new RegExp(`\\bupdate\\s+(?:only\\s+)?${NAME}(?:\\s+(?:as\\s+)?\\w+)?\\s+set\\b`, 'gi'),
];
const JOINS = new RegExp(`\\b(?:join|using)\\s+(?:lateral\\s+)?${NAME}`, 'gi');
/** A list after `from`, but not that of `delete from`. */
const FROM = /(?<!\bdelete\s+)\bfrom\s+((?:[\w."]+(?:\s+(?:as\s+)?\w+)?\s*,\s*)*[\w."]+)/gi;

/** A common table expression, whose name hides that of a table. */
const EXPRESSION = /\b(\w+)\s+as\s+(?:(?:not\s+)?materialized\s+)?\(/gi;

/** Returns the tables of the product, as the dump of the schema has them. */
export function tablesOfSchema(): string[] {
  const dump = readFileSync(join(ROOT, 'docs/schema.sql'), 'utf8');
  return [...dump.matchAll(/^create table (?:public\.)?(\w+) \(/gim)].map(([, name]) => name as string);
}

/** Returns every use of these tables in the sources of the api: in SQL, and through knex. */
export function tableUses(tables: ReadonlySet<string>): TableUse[] {
  return readdirSync(join(ROOT, 'api/src'), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .flatMap((file) =>
      usesIn(file).flatMap(([table, writes]) =>
        tables.has(table) ? [{ table, part: partOf(file), file, writes }] : [],
      ),
    );
}

const partOf = (file: string): string =>
  /^api\/src\/modules\/([^/]+)\//.exec(file)?.[1] ?? /^api\/src\/([^/]+)/.exec(file)?.[1] ?? file;

type Use = [table: string, writes: boolean];

function usesIn(file: string): Use[] {
  const source = ts.createSourceFile(
    file,
    readFileSync(join(ROOT, file), 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const uses: Use[] = [];
  const visit = (node: ts.Node): void => {
    const text = textOf(node);
    if (text !== undefined && STATEMENT.test(text)) uses.push(...usesInSql(text));
    if (ts.isCallExpression(node)) uses.push(...usesByKnex(node));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return uses;
}

/** Returns the text of a string or template; what is put into it is left out. */
function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join(' ? ');
}

function usesInSql(sql: string): Use[] {
  const written = WRITES.flatMap((pattern) => [...sql.matchAll(pattern)].map(([, name]) => name as string));
  const joined = [...sql.matchAll(JOINS)].map(([, name]) => name as string);
  const listed = [...sql.matchAll(FROM)].flatMap(([, list]) =>
    (list as string).split(',').map((one) => /^\s*(?:public\.)?"?(\w+)/.exec(one)?.[1] ?? ''),
  );
  const hidden = new Set([...sql.matchAll(EXPRESSION)].map(([, name]) => name));
  return [
    ...written.map((name): Use => [name, true]),
    ...[...joined, ...listed].filter((name) => !hidden.has(name)).map((name): Use => [name, false]),
  ];
}

/** `db('tasks')` and `.join('tasks as t', …)`: a write when the chain after it writes. */
function usesByKnex(call: ts.CallExpression): Use[] {
  const [first, ...others] = call.arguments;
  if (first === undefined || !ts.isStringLiteralLike(first)) return [];
  const table = /^(\w+)(?: as \w+)?$/.exec(first.text)?.[1];
  const { expression } = call;
  const named = ts.isPropertyAccessExpression(expression) && NAMING_METHODS.test(expression.name.text);
  const opened = ts.isIdentifier(expression) && others.length === 0;
  if (table === undefined || !(named || opened)) return [];
  return [[table, opened && methodsAfter(call).some((method) => WRITING_METHODS.has(method))]];
}

function methodsAfter(call: ts.CallExpression): string[] {
  const { parent } = call;
  if (!ts.isPropertyAccessExpression(parent) || !ts.isCallExpression(parent.parent)) return [];
  return [parent.name.text, ...methodsAfter(parent.parent)];
}
