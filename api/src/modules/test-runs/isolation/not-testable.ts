export type SourceFile = { name: string; content: string };

/** The draft does what a test run cannot hold back. `elementId` is of the diagram `file`. */
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
