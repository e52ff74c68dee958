import { formAjv } from '#api/platform/form-ajv.ts';
import { DAY_MS } from '#api/platform/time.ts';
import type { Form } from '#common/contract/index.ts';

type Schema = {
  type?: string;
  const?: unknown;
  default?: unknown;
  enum?: unknown[];
  oneOf?: Schema[];
  format?: string;
  minimum?: number;
  minLength?: number;
  minItems?: number;
  required?: string[];
  properties?: Record<string, Schema>;
  additionalProperties?: boolean;
  items?: Schema;
  allOf?: { if?: Schema; then?: Schema; else?: Schema }[];
};

type Data = Record<string, unknown>;

const ajv = formAjv();

/** Limits of an example, in values and in characters altogether; a form that asks for more has none. */
const MAX_VALUES = 500;
const MAX_CHARACTERS = 20_000;

/** Fills in a form by its schema. It takes the `turn`-th option of each choice, so that a task that comes
 *  back is answered differently and a loop in the process ends.
 *  @param given department: the value for fields that name a department; now: the time from which dates begin
 *  @returns undefined when the schema asks for more than can be made up, such as a text of a certain pattern
 *  or very much of it */
export function sampleForm(
  { schema, uiSchema }: Pick<Form, 'schema' | 'uiSchema'>,
  given: { turn: number; department: string; now: Date },
): Data | undefined {
  const { turn, department, now } = given;
  const root = schema as Schema;
  const nth = <T>(choices: readonly T[]): T => choices[turn % choices.length] as T;
  const isDepartment = (field: string): boolean =>
    (uiSchema[field] as Data | undefined)?.['ui:widget'] === 'department';

  let made = 0;

  function value(one: Schema): unknown {
    made += 1;
    if (made > MAX_VALUES) throw new Error('it asks for too many values');
    if ('const' in one) return one.const;
    if ('default' in one && turn === 0) return one.default;
    if (one.enum) return nth(one.enum);
    if (one.oneOf) return value(nth(one.oneOf));
    if (one.type === 'boolean') return turn % 2 === 1;
    if (one.type === 'integer' || one.type === 'number') return Math.max(one.minimum ?? 1, 1);
    if (one.type === 'array') {
      const length = Math.min(one.minItems ?? 0, MAX_VALUES);
      return Array.from({ length }, () => value(one.items ?? { type: 'string' }));
    }
    if (one.type === 'object') return object(one);
    const later = new Date(now.getTime() + DAY_MS).toISOString();
    if (one.format === 'date-time') return later;
    if (one.format === 'date') return later.slice(0, 10);
    return 'نمونه'.padEnd(Math.min(one.minLength ?? 0, MAX_CHARACTERS), '.');
  }

  /** Properties by name, because a branch may require what another branch describes. */
  const described = new Map(
    branches(root).flatMap(({ properties = {} }) =>
      Object.entries(properties).filter(([, one]) => Object.keys(one).length > 0),
    ),
  );

  function object(one: Schema, data: Data = {}): Data {
    const { properties = {}, required = [] } = one;
    for (const field of required) {
      const known =
        Object.keys(properties[field] ?? {}).length > 0 ? properties[field] : described.get(field);
      if (!(field in data) && known) data[field] = isDepartment(field) ? department : value(known);
    }
    for (const branch of one.allOf ?? []) {
      const taken = ajv.validate(branch.if ?? {}, data) ? branch.then : branch.else;
      if (taken) object(taken, data);
    }
    return data;
  }

  try {
    const data = object(root);
    const fits = JSON.stringify(data).length <= MAX_CHARACTERS && ajv.validate(root, data);
    return fits ? data : undefined;
  } catch {
    return undefined;
  }
}

const branches = (schema: Schema): Schema[] => [
  schema,
  ...(schema.allOf ?? []).flatMap(({ then, else: other }) =>
    [then, other].flatMap((one) => (one ? branches(one) : [])),
  ),
];
