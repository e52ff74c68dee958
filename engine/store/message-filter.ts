const SLOTS = 1 << 20;
const MAX_COUNT = 0xffff;

/** Tells where no message is buffered for a name and correlation key, without a query: a counting Bloom
 *  filter with one hash. It may have false positives. */
export type MessageFilter = {
  add(place: string): void;
  remove(place: string): void;
  mayHold(place: string): boolean;
};

export function createMessageFilter(): MessageFilter {
  const counts = new Uint16Array(SLOTS);
  return {
    add(place) {
      const slot = slotOf(place);
      const count = counts[slot] ?? 0;
      if (count < MAX_COUNT) counts[slot] = count + 1;
    },
    /** A slot that was once full stays full: its real count is unknown. */
    remove(place) {
      const slot = slotOf(place);
      const count = counts[slot] ?? 0;
      if (count > 0 && count < MAX_COUNT) counts[slot] = count - 1;
    },
    mayHold: (place) => (counts[slotOf(place)] ?? 0) > 0,
  };
}

/** FNV-1a. */
function slotOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> 20)) & (SLOTS - 1);
}
