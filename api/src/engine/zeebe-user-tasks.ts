import {
  type EngineCommands,
  EngineRejected,
  EngineTaskConflict,
  EngineTaskNotFound,
  EngineUnavailable,
} from './engine-port.ts';

type UserTaskCommands = Pick<
  EngineCommands,
  'assignTask' | 'unassignTask' | 'updateCandidateGroups' | 'completeTask'
>;

/** Creates the user task commands. They use the REST API of 8.5, the only one that has them. */
export function userTaskCommands({
  restUrl,
  timeoutMs,
}: {
  restUrl: string;
  timeoutMs: number;
}): UserTaskCommands {
  async function send(method: string, taskKey: string, path: string, body?: object): Promise<void> {
    let response: Response;
    try {
      response = await fetch(`${restUrl}/v1/user-tasks/${encodeURIComponent(taskKey)}${path}`, {
        method,
        signal: AbortSignal.timeout(timeoutMs),
        ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
      });
    } catch (error) {
      const { code } = ((error as Error).cause ?? {}) as { code?: string };
      const neverArrived = code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EHOSTUNREACH';
      throw new EngineUnavailable(`user task: ${code ?? (error as Error).name}`, {
        uncertain: !neverArrived,
        cause: error,
      });
    }
    const text = await response.text().catch(() => '');
    if (response.ok) return;
    const message = `user task: ${response.status} ${titleOf(text)}`;
    if (response.status === 404) throw new EngineTaskNotFound(message);
    if (response.status === 409) throw new EngineTaskConflict(message);
    if (response.status === 503) throw new EngineUnavailable(message, { uncertain: false });
    if (response.status >= 500) throw new EngineUnavailable(message, { uncertain: true });
    throw new EngineRejected(message);
  }

  return {
    assignTask: ({ taskKey, ...body }) => send('POST', taskKey, '/assignment', body),
    unassignTask: (taskKey) => send('DELETE', taskKey, '/assignee'),
    updateCandidateGroups: ({ taskKey, candidateGroups, action }) =>
      send('PATCH', taskKey, '', { changeset: { candidateGroups }, action }),
    completeTask: ({ taskKey, ...body }) => send('POST', taskKey, '/completion', body),
  };
}

function titleOf(body: string): string {
  try {
    return String((JSON.parse(body) as { title?: unknown }).title ?? '');
  } catch {
    return '';
  }
}
