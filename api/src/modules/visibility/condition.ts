/** Condition over the facts of one object, as data: it becomes SQL for lists, and is evaluated for a single
 *  object. */
export type Condition =
  | { any: readonly Condition[] }
  | { all: readonly Condition[] }
  /** Also true when the fact is unknown. */
  | { not: Condition }
  | { field: string; in: string[] }
  | { field: string; is: string | boolean }
  /** True when at least one of the field's values is among these. */
  | { field: string; overlaps: string[] }
  /** True when at least one of the related objects (e.g. `openTasks`) fulfils the condition. */
  | { some: string; where: Condition };

export type ConditionFacts = {
  [field: string]: string | boolean | null | readonly string[] | readonly ConditionFacts[];
};

export type Sql = { sql: string; bindings: (string | boolean | string[])[] };

/** Location of the facts in the database: a field as an expression, related objects as a sub-select to which
 *  the condition is added. */
export type ConditionColumns = {
  fields: Record<string, Sql>;
  related?: Record<string, { from: string; columns: ConditionColumns }>;
};

/** Tells whether the condition holds for one object. An unknown (null) fact fulfils nothing. */
export function matches(condition: Condition, facts: ConditionFacts): boolean {
  if ('any' in condition) return condition.any.some((part) => matches(part, facts));
  if ('all' in condition) return condition.all.every((part) => matches(part, facts));
  if ('not' in condition) return !matches(condition.not, facts);
  if ('some' in condition) {
    const related = facts[condition.some];
    return Array.isArray(related) && related.some((one) => matches(condition.where, one as ConditionFacts));
  }
  const value = facts[condition.field];
  if (value === undefined) throw new Error(`The fact ${condition.field} was not given`);
  if ('overlaps' in condition)
    return Array.isArray(value) && value.some((one) => condition.overlaps.includes(one as string));
  return 'in' in condition ? condition.in.includes(value as string) : value === condition.is;
}

/** Translates the condition into SQL, with `?` bindings as knex uses them. `offset 0` keeps PostgreSQL from
 *  collecting all related rows of the whole table first, which it takes for cheaper: a page needs those of a
 *  few dozen rows only. */
export function toSql(condition: Condition, columns: ConditionColumns): Sql {
  if ('any' in condition) return joined(condition.any, ' or ', 'false', columns);
  if ('all' in condition) return joined(condition.all, ' and ', 'true', columns);
  if ('not' in condition) {
    const { sql, bindings } = toSql(condition.not, columns);
    return { sql: `not coalesce(${sql}, false)`, bindings };
  }
  if ('some' in condition) {
    const related = columns.related?.[condition.some];
    if (!related) throw new Error(`${condition.some} is not related here`);
    const { sql, bindings } = toSql(condition.where, related.columns);
    return { sql: `exists (${related.from} and ${sql} offset 0)`, bindings };
  }
  const field = columns.fields[condition.field];
  if (!field) throw new Error(`The field ${condition.field} is not known here`);
  if ('overlaps' in condition)
    return { sql: `${field.sql} && ?::text[]`, bindings: [...field.bindings, condition.overlaps] };
  return 'in' in condition
    ? { sql: `${field.sql} = any(?)`, bindings: [...field.bindings, condition.in] }
    : { sql: `${field.sql} = ?`, bindings: [...field.bindings, condition.is] };
}

function joined(parts: readonly Condition[], word: string, none: string, columns: ConditionColumns): Sql {
  if (parts.length === 0) return { sql: none, bindings: [] };
  const compiled = parts.map((part) => toSql(part, columns));
  return {
    sql: `(${compiled.map(({ sql }) => sql).join(word)})`,
    bindings: compiled.flatMap(({ bindings }) => bindings),
  };
}
