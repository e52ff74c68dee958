/** Makes an engine that is stopped hold so many open instances: copies the rows of the one that it had brought to its task, with new
 *  keys beyond those in use, moves the counters of the partition past them, then vacuums and analyses.
 *  @throws always, so far */
export async function fillOpen(_: { databaseUrl: string; open: number }): Promise<void> {
  throw new Error('not yet');
}
