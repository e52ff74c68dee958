import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import type { Form } from '#common/contract/index.ts';
import type { SeededRandom } from './seeded-random.ts';

type Schema = {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  oneOf?: Schema[];
  format?: string;
  minimum?: number;
  minLength?: number;
  required?: string[];
  properties?: Record<string, Schema>;
  additionalProperties?: boolean;
  items?: Schema;
  minItems?: number;
  allOf?: { if?: Schema; then?: Schema; else?: Schema }[];
};

type Data = Record<string, unknown>;

const ajv = new Ajv({ strict: false });
addFormats.default(ajv);

/** Probability that an optional field is filled in. */
const OPTIONAL = 0.3;
const LONGEST_WAIT_DAYS = 20;
const DAY_MS = 86_400_000;

/** Fills in a form according to its schema: random choices, with the fields that each branch requires.
 *  `departments` are the possible departments; dates start at `now`.
 *  @throws when the data does not match the schema after all */
export function fillForm(
  { schema, uiSchema }: Form,
  random: SeededRandom,
  { departments, now }: { departments: readonly string[]; now: Date },
): Data {
  const root = schema as Schema;
  const isDepartment = (field: string): boolean =>
    (uiSchema[field] as Data | undefined)?.['ui:widget'] === 'department';

  function value(one: Schema): unknown {
    if ('const' in one) return one.const;
    if (one.enum) return random.pick(one.enum);
    if (one.oneOf) return value(random.pick(one.oneOf));
    if (one.type === 'boolean') return random.next() < 0.5;
    if (one.type === 'integer' || one.type === 'number') return (one.minimum ?? 0) + random.int(5);
    if (one.type === 'array')
      return Array.from({ length: one.minItems ?? 1 }, () => value(one.items ?? { type: 'string' }));
    if (one.type === 'object') return object(one);
    const later = new Date(now.getTime() + random.int(LONGEST_WAIT_DAYS) * DAY_MS).toISOString();
    if (one.format === 'date-time') return later;
    if (one.format === 'date') return later.slice(0, 10);
    return 'شرح'.padEnd(one.minLength ?? 0, '.');
  }

  /** A branch may require a field that another branch defines. */
  const described = new Map(
    branches(root).flatMap(({ properties = {} }) =>
      Object.entries(properties).filter(([, one]) => Object.keys(one).length > 0),
    ),
  );

  function add(data: Data, { properties = {}, required = [] }: Schema): void {
    for (const field of new Set([...Object.keys(properties), ...required])) {
      const one = described.get(field);
      if (field in data || !one) continue;
      if (!required.includes(field) && random.next() >= OPTIONAL) continue;
      data[field] = isDepartment(field) ? random.pick(departments) : value(one);
    }
  }

  function object(one: Schema, data: Data = {}): Data {
    add(data, one);
    for (const branch of one.allOf ?? []) {
      const taken = ajv.validate(branch.if ?? {}, data) ? branch.then : branch.else;
      if (taken) object(taken, data);
    }
    if (one.additionalProperties === false)
      for (const field of Object.keys(data)) if (!(field in (one.properties ?? {}))) delete data[field];
    return data;
  }

  const data = object(root);
  if (!ajv.validate(root, data)) throw new Error(`${ajv.errorsText()}: ${JSON.stringify(data)}`);
  return data;
}

const branches = (schema: Schema): Schema[] => [
  schema,
  ...(schema.allOf ?? []).flatMap(({ then, else: other }) =>
    [then, other].flatMap((one) => (one ? branches(one) : [])),
  ),
];
