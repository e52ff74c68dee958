import type { FiledRequest, RequestPage, RequestStatus, Task, TaskPage } from '#common/contract/index.ts';
import type { ApiClient } from './api-client.ts';

/** A person who sees everything that is not confidential. */
export const OVERSEER = 'deputy.ministry';
/** Complaints about staff are visible only to those who handle them. */
const READERS = [OVERSEER, 'caseworker.staff-conduct'] as const;
const PAGE = 200;

/** Returns the open tasks of these requests, by request. */
export async function openTasks(
  api: ApiClient,
  requests: readonly FiledRequest[],
): Promise<Map<string, Task[]>> {
  const found = new Map(requests.map(({ id }) => [id, [] as Task[]]));
  for (const as of READERS)
    for (let after: string | null = ''; after !== null;) {
      const query = `scope=my-groups&order=created&limit=${PAGE}${after && `&after=${after}`}`;
      const page: TaskPage = await api.call('GET', `/tasks?${query}`, { as });
      for (const task of page.items) found.get(task.request?.id ?? '')?.push(task);
      after = page.next;
    }
  return found;
}

/** Returns the statuses of these requests. The list is newest first; it is read until the oldest of them. */
export async function statuses(
  api: ApiClient,
  requests: readonly FiledRequest[],
): Promise<Map<string, RequestStatus>> {
  const ids = new Set(requests.map(({ id }) => id));
  const [oldest = ''] = requests.map(({ receivedAt }) => receivedAt).sort();
  const found = new Map<string, RequestStatus>();
  for (const as of READERS)
    for (let after: string | null = ''; after !== null;) {
      const query = `limit=${PAGE}${after && `&after=${after}`}`;
      const page: RequestPage = await api.call('GET', `/requests?${query}`, { as });
      for (const { id, status } of page.items) if (ids.has(id)) found.set(id, status);
      const last = page.items.at(-1)?.receivedAt ?? '';
      after = last >= oldest ? page.next : null;
    }
  return found;
}
