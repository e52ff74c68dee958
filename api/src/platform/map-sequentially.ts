/** Maps items one after the other. On a resource that all share, work queued all at once would hold up
 *  others. */
export async function mapSequentially<In, Out>(
  things: readonly In[],
  work: (thing: In) => Promise<Out>,
): Promise<Out[]> {
  const done: Out[] = [];
  for (const thing of things) done.push(await work(thing));
  return done;
}
