declare module 'bpmn-js-differ' {
  /** Changed elements of each kind by id. */
  export function diff(before: unknown, after: unknown): { _layoutChanged: Record<string, unknown> };
}
