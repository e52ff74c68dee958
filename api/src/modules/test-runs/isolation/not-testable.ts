export type SourceFile = { name: string; content: string };

/** Thrown when a draft does something that a test run cannot isolate. `elementId` belongs to the diagram
 *  `file`. */
export class NotTestable extends Error {
  override readonly name = 'NotTestable';
  constructor(
    readonly reason:
      | 'unreadable'
      | 'no-process'
      | 'several-processes'
      | 'called-by-expression'
      | 'calls-unknown'
      | 'linked-decisions'
      | 'not-isolated',
    readonly file: string,
    readonly elementId = '',
  ) {
    super(`${file}${elementId && `, ${elementId}`}: ${reason}`);
  }
}
