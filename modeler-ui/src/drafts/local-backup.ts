import { createStore, del, get, set, type UseStore } from 'idb-keyval';

/** A text that was not saved on the server yet, and the version it was written over. */
export type Kept = { content: string; version: number };

export type Backup = {
  /** What was kept of a file when the page was closed or the browser died. */
  read(): Promise<Kept | undefined>;
  write(kept: Kept): Promise<void>;
  clear(): Promise<void>;
};

let store: UseStore | undefined;
const open = (): UseStore => (store ??= createStore('shahrah-drafts', 'files'));

/** The copy of a file of a draft in this browser. Rejects where the browser keeps nothing. */
export function localBackup(draftId: string, name: string): Backup {
  const key = `${draftId} ${name}`;
  return {
    read: () => get<Kept>(key, open()),
    write: (kept) => set(key, kept, open()),
    clear: () => del(key, open()),
  };
}
