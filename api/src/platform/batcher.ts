type Call<In, Out> = { item: In; resolve: (out: Out) => void; reject: (error: unknown) => void };

/** Runs calls of one kind together: those that come at once go in one run of at most `most`, and while `atOnce` runs are under
 *  way, new calls wait for the next. A call that comes alone is not held up. `run` answers in the order of its items. What makes
 *  a run of several fail may lie in one of them: where `isOfOne` says so, each is run again by itself, and none waits for another. */
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
