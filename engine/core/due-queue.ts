type Entry = { at: number; order: number; fire: (() => void) | undefined };

/** What is to happen at a time: timers, time-outs, expiries. A binary heap, earliest first, then as scheduled. */
export type DueQueue = {
  schedule(at: number, fire: () => void): () => void;
  nextAt(): number | undefined;
  /** Takes out the earliest entry that is due, if any. */
  take(now: number): (() => void) | undefined;
};

export function createDueQueue(): DueQueue {
  const heap: Entry[] = [];
  let order = 0;
  const before = (a: number, b: number): boolean => {
    const [one, other] = [heap[a] as Entry, heap[b] as Entry];
    return one.at < other.at || (one.at === other.at && one.order < other.order);
  };
  const swap = (a: number, b: number): void => {
    [heap[a], heap[b]] = [heap[b] as Entry, heap[a] as Entry];
  };
  const pop = (): void => {
    swap(0, heap.length - 1);
    heap.pop();
    for (let at = 0; ;) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < heap.length && before(child, least)) least = child;
      if (least === at) return;
      swap(at, least);
      at = least;
    }
  };
  const dropCancelled = (): void => {
    while (heap[0] && !heap[0].fire) pop();
  };

  return {
    schedule(at, fire) {
      const entry: Entry = { at, order: (order += 1), fire };
      heap.push(entry);
      for (let child = heap.length - 1; child > 0;) {
        const parent = (child - 1) >> 1;
        if (!before(child, parent)) break;
        swap(child, parent);
        child = parent;
      }
      return () => {
        entry.fire = undefined;
      };
    },
    nextAt() {
      dropCancelled();
      return heap[0]?.at;
    },
    take(now) {
      dropCancelled();
      const [first] = heap;
      if (!first || first.at > now) return undefined;
      pop();
      return first.fire;
    },
  };
}
