import { OUTCOMES } from '../api/contract/index.ts';
import type { Message } from './rule.ts';
import { LONGEST_PATTERN, patternFault } from './safe-pattern.ts';

export type FormFinding = { rule: string; message: Message };

export const fault = (rule: string, message: Message): FormFinding => ({ rule, message });

/** Everything that stands under a name, at any depth. */
export const valuesOf = (name: string, value: unknown): unknown[] => {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === name ? [inner] : valuesOf(name, inner)));
};

/** Checks the schema of a form: nothing fetched from elsewhere, expressions that end, outcomes that there are. */
export const schemaFindings = (schema: unknown): FormFinding[] => [...keywords(schema), ...outcomes(schema)];

/** They would let a schema fetch others, clash with them, answer before it has checked, or name fields that no form shows. */
const BARRED = [
  '$id',
  'id',
  '$async',
  '$data',
  '$dynamicRef',
  '$recursiveRef',
  '$schema',
  'patternProperties',
];

function keywords(schema: unknown): FormFinding[] {
  const found: FormFinding[] = [];
  walkSchema(schema, (part) => {
    for (const name of BARRED)
      if (Object.hasOwn(part, name))
        found.push(
          fault('form-schema', {
            fa: `«${name}» در طرح فرم پذیرفته نیست.`,
            en: `“${name}” is not taken in the schema of a form.`,
          }),
        );
    if (typeof part['$ref'] === 'string' && !part['$ref'].startsWith('#/'))
      found.push(
        fault('form-schema', {
          fa: 'ارجاع «$ref» تنها به درون همان فرم مجاز است.',
          en: '“$ref” may point into the same form only.',
        }),
      );
    const { pattern } = part;
    if (typeof pattern === 'string') found.push(...patternFinding(pattern));
  });
  return found;
}

function patternFinding(pattern: string): FormFinding[] {
  const wrong = patternFault(pattern);
  if (!wrong) return [];
  const short = pattern.slice(0, 60);
  return [
    fault(
      'form-pattern',
      {
        'too-long': {
          fa: `الگوی «${short}» بلندتر از ${LONGEST_PATTERN} نویسه است.`,
          en: `The pattern “${short}” is longer than ${LONGEST_PATTERN} characters.`,
        },
        unreadable: {
          fa: `الگوی «${short}» خوانا نیست؛ نگاه به پیش و پس و ارجاع به گروه پذیرفته نمی‌شود.`,
          en: `The pattern “${short}” cannot be read; look-around and references to a group are not taken.`,
        },
      }[wrong],
    ),
  ];
}

/** Visits the places of a schema that are schemas themselves, not the names of fields. */
function walkSchema(schema: unknown, visit: (part: Record<string, unknown>) => void): void {
  if (Array.isArray(schema)) return schema.forEach((part) => walkSchema(part, visit));
  if (schema === null || typeof schema !== 'object') return;
  const part = schema as Record<string, unknown>;
  visit(part);
  for (const [key, inner] of Object.entries(part)) {
    if (['const', 'enum', 'default', 'examples'].includes(key)) continue;
    const named = ['properties', 'patternProperties', 'definitions', '$defs', 'dependentSchemas'].includes(
      key,
    );
    walkSchema(named && inner !== null ? Object.values(inner as object) : inner, visit);
  }
}

function outcomes(schema: unknown): FormFinding[] {
  const given: unknown[] = [];
  walkSchema(schema, (part) => {
    const properties = part['properties'] as Record<string, unknown> | undefined;
    if (properties && Object.hasOwn(properties, 'outcome'))
      given.push(
        ...valuesOf('const', properties['outcome']),
        ...valuesOf('enum', properties['outcome']).flat(),
      );
  });
  const known = OUTCOMES.filter((outcome) => outcome !== 'withdrawn') as readonly unknown[];
  return [...new Set(given)]
    .filter((outcome) => !known.includes(outcome))
    .map((outcome) =>
      fault('form-outcome', {
        fa: `«${String(outcome)}» نتیجه‌ای نیست که کارشناس بتواند بدهد.`,
        en: `“${String(outcome)}” is no outcome that staff can give.`,
      }),
    );
}
