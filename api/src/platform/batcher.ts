type Call<In, Out> = { item: In; resolve: (out: Out) => void; reject: (error: unknown) => void };

/** Batches concurrent calls of one kind. Calls that arrive together go into one run of at most `most`; while
 *  `atOnce` runs are under way, new calls wait for the next. A lone call is not delayed. `run` answers in the
 *  order of its items. A batch may fail because of one item: where `isOfOne` says so, each item is run again
 *  on its own, and none waits for another. */
export function createBatcher<In, Out>(
  run: (items: readonly In[]) => Promise<readonly Out[]>,
  { atOnce, most, isOfOne }: { atOnce: number; most: number; isOfOne: (error: unknown) => boolean },
): (item: In) => Promise<Out> {
  const waiting: Call<In, Out>[] = [];
  let running = 0;

  async function runAll(calls: readonly Call<In, Out>[]): Promise<void> {
    try {
      const answers = await run(calls.map(({ item }) => item));
      calls.forEach(({ resolve }, index) => resolve(answers[index] as Out));
    } catch (error) {
      if (calls.length > 1 && isOfOne(error)) await Promise.all(calls.map((call) => runAll([call])));
      else for (const { reject } of calls) reject(error);
    }
  }

  function next(): void {
    if (running >= atOnce || waiting.length === 0) return;
    running += 1;
    void runAll(waiting.splice(0, most)).finally(() => {
      running -= 1;
      next();
    });
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      queueMicrotask(next);
    });
}
