import { createStore, del, get, set, type UseStore } from 'idb-keyval';

/** A text that was not saved on the server yet, and the version it was written over. */
export type LocalCopy = { content: string; version: number };

export type LocalBackup = {
  /** What was kept of a file when the page was closed or the browser died. */
  read(): Promise<LocalCopy | undefined>;
  write(kept: LocalCopy): Promise<void>;
  clear(): Promise<void>;
};

let store: UseStore | undefined;
const open = (): UseStore => (store ??= createStore('shahrah-drafts', 'files'));

/** The copy of a file of a draft in this browser. Rejects where the browser keeps nothing. */
export function localBackup(draftId: string, name: string): LocalBackup {
  const key = `${draftId} ${name}`;
  return {
    read: () => get<LocalCopy>(key, open()),
    write: (kept) => set(key, kept, open()),
    clear: () => del(key, open()),
  };
}
