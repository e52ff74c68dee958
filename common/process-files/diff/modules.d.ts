declare module 'bpmn-js-differ' {
  /** Of each kind the changed elements by their ids. */
  export function diff(before: unknown, after: unknown): { _layoutChanged: Record<string, unknown> };
}
