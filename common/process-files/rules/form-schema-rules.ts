import { OUTCOMES } from '#common/contract/index.ts';
import { MAX_PATTERN_LENGTH, patternFault } from '#common/text/safe-pattern.ts';
import type { Message } from './rule.ts';

export type FormFinding = { rule: string; message: Message };

export const fault = (rule: string, message: Message): FormFinding => ({ rule, message });

/** Returns all values of a property name, at any depth. */
export const valuesOf = (name: string, value: unknown): unknown[] => {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === name ? [inner] : valuesOf(name, inner)));
};

/** Checks the schema of a form: nothing fetched from elsewhere, expressions and references that terminate,
 *  existing outcomes. */
export const schemaFindings = (schema: unknown): FormFinding[] => [
  ...keywords(schema),
  ...references(schema),
  ...outcomes(schema),
];

/** Refused keywords: they would let a schema fetch or clash with other schemas, answer before it has checked,
 *  or name fields that no form shows. */
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
          fa: `الگوی «${short}» بلندتر از ${MAX_PATTERN_LENGTH} نویسه است.`,
          en: `The pattern “${short}” is longer than ${MAX_PATTERN_LENGTH} characters.`,
        },
        unreadable: {
          fa: `الگوی «${short}» خوانا نیست؛ نگاه به پیش و پس و ارجاع به گروه پذیرفته نمی‌شود.`,
          en: `The pattern “${short}” cannot be read; look-around and references to a group are not taken.`,
        },
      }[wrong],
    ),
  ];
}

/** Maximum number of schemas checked for one form; without references, no form is long enough for many
 *  more. */
const MAX_CHECKED = 2_000;

/** The only places a `$ref` may point to; everything in them is checked as a schema. */
const DEFINITION = /^#\/(\$defs|definitions)\/([\w-]+)$/;

function references(schema: unknown): FormFinding[] {
  const definitionOf = (reference: unknown): unknown => {
    const [, place = '', name = ''] = DEFINITION.exec(String(reference)) ?? [];
    const definitions = isObject(schema) ? schema[place] : undefined;
    return isObject(definitions) && Object.hasOwn(definitions, name) ? definitions[name] : undefined;
  };
  let leadsElsewhere = false;
  walkSchema(schema, (part) => {
    if (Object.hasOwn(part, '$ref') && definitionOf(part['$ref']) === undefined) leadsElsewhere = true;
  });
  if (leadsElsewhere)
    return [
      fault('form-schema', {
        fa: 'ارجاع «$ref» تنها به تعریف‌های همان فرم مجاز است: ‎#/$defs/…‎ یا ‎#/definitions/…‎',
        en: '“$ref” may point to a definition of the same form only: #/$defs/… or #/definitions/…',
      }),
    ];

  const tried = new Map<unknown, number>();
  /** Returns the number of schemas when every reference is followed; a recursive definition is infinite. */
  const sizeOf = (part: unknown): number => {
    if (!isObject(part)) return 1;
    const known = tried.get(part);
    if (known !== undefined) return known;
    tried.set(part, Infinity);
    const inner = Object.hasOwn(part, '$ref')
      ? [...partsOf(part), definitionOf(part['$ref'])]
      : partsOf(part);
    const size = inner.reduce<number>((sum, one) => sum + sizeOf(one), 1);
    tried.set(part, size);
    return size;
  };
  if (sizeOf(schema) <= MAX_CHECKED) return [];
  return [
    fault('form-size', {
      fa: `ارجاع‌های «$ref» طرح فرم را از ${MAX_CHECKED} بخش بزرگ‌تر می‌کنند، یا تعریفی به خودش بازمی‌گردد.`,
      en: `References (“$ref”) make more than ${MAX_CHECKED} parts of the schema, or a definition leads back to itself.`,
    }),
  ];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** Keywords with arbitrary values, and those with schemas by name. */
const VALUES = ['const', 'enum', 'default', 'examples'];
const BY_NAME = [
  'properties',
  'patternProperties',
  'definitions',
  '$defs',
  'dependentSchemas',
  'dependencies',
];

/** Returns the subschemas of a schema, not the names of fields. */
const partsOf = (schema: Record<string, unknown>): unknown[] =>
  Object.entries(schema)
    .filter(([key]) => !VALUES.includes(key))
    .flatMap(([key, inner]) => (BY_NAME.includes(key) && isObject(inner) ? Object.values(inner) : inner))
    .filter((inner) => inner !== null && typeof inner === 'object');

/** Visits a schema and all its subschemas. */
function walkSchema(schema: unknown, visit: (part: Record<string, unknown>) => void): void {
  if (Array.isArray(schema)) return schema.forEach((part) => walkSchema(part, visit));
  if (!isObject(schema)) return;
  visit(schema);
  walkSchema(partsOf(schema), visit);
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
