const SLOTS = 1 << 20;
const MAX_COUNT = 0xffff;

/** Says at which names and correlation keys no message is kept, without asking the database: a counting Bloom filter of one hash.
 *  It may say that there is one where there is none. */
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
    /** A slot that was full once stays so: how many it really holds is not known. */
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
