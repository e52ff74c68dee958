/** Operations that answer with tasks. */
export const TASK_QUERIES = ['listTasks', 'getTask'] as const;

/** Operations that answer with facts of one request, called with its id. */
export const REQUEST_QUERIES = [
  'readRequest',
  'readTimeline',
  'readRequestSla',
  'readRequestDiagram',
] as const;
