import { parseExpression, parseUnaryTests } from '@bpmn-io/feelin';
import type { Decision } from './decision.ts';

type Node = { name: string; from: number; to: number; firstChild: Node | null; nextSibling: Node | null };

/** Returns the variables a table reads, in order: names (`service`) and members of names (`answers.danger`),
 *  without the names that its expressions define themselves and without functions. */
export function variablesOf({ inputs, rows }: Decision): string[] {
  const found = new Set<string>();
  const read = (text: string | undefined, parse: typeof parseExpression) => {
    if (!text?.trim()) return;
    for (const name of namesIn(text, parse(text, {}, undefined).topNode)) found.add(name);
  };
  for (const text of inputs) read(text, parseExpression);
  for (const row of rows) {
    for (const text of row.inputs) read(text, parseUnaryTests);
    for (const text of Object.values(row.outputs)) read(text, parseExpression);
  }
  const names = [...found];
  return names.filter((name) => !names.some((other) => name.startsWith(`${other}.`)));
}

function namesIn(text: string, root: Node): string[] {
  const own = new Set(['item', 'partial']);
  const found: string[] = [];
  const visit = (node: Node): void => {
    if (node.name === 'Name') own.add(text.slice(node.from, node.to));
    if (node.name === 'VariableName' || isPath(node)) return void found.push(text.slice(node.from, node.to));
    const called = node.name === 'FunctionInvocation';
    const first = called ? node.firstChild?.nextSibling : node.firstChild;
    for (let child = first ?? null; child; child = child.nextSibling) visit(child);
  };
  visit(root);
  return found.filter((name) => !own.has(name.split('.')[0] ?? ''));
}

/** Returns true for a path of names only, like `a.b.c`. */
function isPath(node: Node): boolean {
  if (node.name !== 'PathExpression') return false;
  for (let child = node.firstChild; child; child = child.nextSibling)
    if (child.name !== 'VariableName' && child.name !== '.' && !isPath(child)) return false;
  return true;
}
