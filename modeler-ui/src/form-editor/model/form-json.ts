import type { Form } from '#common/contract/forms.ts';
import { isRecord, type Json } from './json-path.ts';

const WIDTH = 110;

/** Parses the text of a form file.
 *  @returns the form, or the problem with the text: `json` with the parser's message, or `shape` with the
 *    missing part */
export function readForm(text: string): { form: Form } | { problem: 'json' | 'shape'; detail: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { problem: 'json', detail: (error as Error).message };
  }
  const wrong = (['title', 'schema', 'uiSchema', 'variables', 'texts'] as const).find(
    (part) => !isRecord(value) || !FITS[part](value[part]),
  );
  return wrong ? { problem: 'shape', detail: wrong } : { form: value as Form };
}

const FITS = {
  title: (value: unknown) => typeof value === 'string',
  schema: (value: unknown) => isRecord(value) && isRecord(value['properties'] ?? {}),
  uiSchema: isRecord,
  variables: (value: unknown) => Array.isArray(value) && value.every((name) => typeof name === 'string'),
  texts: (value: unknown) => isRecord(value) && isRecord(value['fa']) && isRecord(value['en']),
};

/** Formats a form like the files in forms/, so that a change shows up only as the lines it touches. */
export const printForm = (form: Form): string => `${print(form as unknown as Json, 0, 0)}\n`;

/** @param taken number of characters before the value on its line */
function print(value: Json, depth: number, taken: number): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const pad = '  '.repeat(depth + 1);
  const end = '  '.repeat(depth);
  if (Array.isArray(value)) {
    if (value.every((inner) => typeof inner !== 'object' || inner === null)) {
      const line = `[${value.map((inner) => JSON.stringify(inner)).join(', ')}]`;
      if (taken + line.length + 1 <= WIDTH) return line;
    }
    return `[\n${value.map((inner) => pad + print(inner, depth + 1, pad.length)).join(',\n')}\n${end}]`;
  }
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  if (entries.length === 0) return '{}';
  const lines = entries.map(([key, inner]) => {
    const start = `${pad}${JSON.stringify(key)}: `;
    return start + print(inner as Json, depth + 1, start.length);
  });
  return `{\n${lines.join(',\n')}\n${end}}`;
}
