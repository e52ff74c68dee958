import type { FindInstances } from '#common/contract/instances.ts';

const NAMES = [
  'processKey',
  'version',
  'elementId',
  'state',
  'service',
  'department',
  'age',
  'key',
  'trackingCode',
  'nationalId',
  'variable',
  'value',
  'valueType',
] as const;

/** Filter of the instance list, as stored in the URL; empty means no condition. */
export type InstanceFilter = Record<(typeof NAMES)[number], string>;

/** Conditions behind "more filters". */
export const ADVANCED_FILTERS = [
  'key',
  'trackingCode',
  'nationalId',
  'variable',
  'value',
  'valueType',
] as const;

export const AGES = {
  younger24: { youngerThanHours: 24 },
  younger168: { youngerThanHours: 168 },
  older168: { olderThanHours: 168 },
  older720: { olderThanHours: 720 },
  older2160: { olderThanHours: 2160 },
} as const;

/** Default when the page is opened without a filter: active instances. `all` selects everything. */
export const DEFAULT_FILTER = new URLSearchParams({ state: 'active' });

export const readInstanceFilter = (params: URLSearchParams): InstanceFilter =>
  Object.fromEntries(NAMES.map((name) => [name, params.get(name) ?? ''])) as InstanceFilter;

export const writeInstanceFilter = (filter: InstanceFilter): URLSearchParams =>
  new URLSearchParams(
    NAMES.flatMap((name): [string, string][] => (filter[name] ? [[name, filter[name]]] : [])),
  );

/** Converts the filter to query parameters. Leaves out conditions whose counterpart is still missing. */
export function toInstanceQuery(filter: InstanceFilter): FindInstances {
  const { age, variable, value, valueType, state, elementId, version, ...rest } = filter;
  const whole = variable !== '' && (value !== '' || valueType === 'null');
  const asked: Record<string, string | number> = {
    ...rest,
    ...(state && state !== 'all' && { state }),
    ...(version && rest.processKey && { version: Number(version) }),
    ...(elementId && rest.processKey && { elementId }),
    ...(AGES[age as keyof typeof AGES] ?? {}),
    ...(whole && { variable, ...(value && { value }), ...(valueType && { valueType }) }),
  };
  return Object.fromEntries(Object.entries(asked).filter(([, one]) => one !== '')) as FindInstances;
}

/** Returns the URL of the list of all instances with the same value of a variable.
 *  @param json the value as the engine stores it; only primitive values other than the empty text can be
 *    searched for */
export function linkToSameValue(name: string, json: string): string | null {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return null;
  }
  if (value === '' || (value !== null && typeof value === 'object')) return null;
  const valueType = value === null ? 'null' : typeof value === 'string' ? 'text' : typeof value;
  const params = new URLSearchParams({ state: 'all', variable: name, valueType });
  if (value !== null) params.set('value', String(value));
  return `/instances?${params}`;
}
