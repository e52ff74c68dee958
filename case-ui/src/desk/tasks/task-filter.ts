import type { ListTasks } from '#common/contract/tasks.ts';

export const SCOPES = ['mine', 'my-groups', 'unassigned', 'escalated'] as const;
export const ORDERS = ['due', 'created', 'priority'] as const;

export type TaskFilter = Pick<ListTasks, 'scope'> & {
  order: (typeof ORDERS)[number];
  queue: string;
  service: string;
};

const oneOf = <T extends string>(values: readonly T[], value: string | null, otherwise: T): T =>
  values.find((each) => each === value) ?? otherwise;

/** Reads the filter from the URL. */
export const readTaskFilter = (params: URLSearchParams): TaskFilter => ({
  scope: oneOf(SCOPES, params.get('scope'), 'my-groups'),
  order: oneOf(ORDERS, params.get('order'), 'due'),
  queue: params.get('queue') ?? '',
  service: params.get('service') ?? '',
});

/** Writes the filter as URL parameters; defaults are left out. */
export function writeTaskFilter(filter: TaskFilter): URLSearchParams {
  const params = new URLSearchParams();
  if (filter.scope !== 'my-groups') params.set('scope', filter.scope);
  if (filter.order !== 'due') params.set('order', filter.order);
  if (filter.queue) params.set('queue', filter.queue);
  if (filter.service) params.set('service', filter.service);
  return params;
}
