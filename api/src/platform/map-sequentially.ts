/** Works on one thing after the other: where all share who does the work, what queues at once holds up others. */
export async function mapSequentially<In, Out>(
  things: readonly In[],
  work: (thing: In) => Promise<Out>,
): Promise<Out[]> {
  const done: Out[] = [];
  for (const thing of things) done.push(await work(thing));
  return done;
}
