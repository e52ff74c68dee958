import { createStore, del, get, set, type UseStore } from 'idb-keyval';

/** Text not yet saved on the server, with the version it is based on. */
export type LocalCopy = { content: string; version: number };

export type LocalBackup = {
  /** Reads the backup left when the page was closed or the browser crashed. */
  read(): Promise<LocalCopy | undefined>;
  write(kept: LocalCopy): Promise<void>;
  clear(): Promise<void>;
};

let store: UseStore | undefined;
const open = (): UseStore => (store ??= createStore('shahrah-drafts', 'files'));

/** Backup of a draft's file in this browser. Its methods reject if the browser stores nothing. */
export function localBackup(draftId: string, name: string): LocalBackup {
  const key = `${draftId} ${name}`;
  return {
    read: () => get<LocalCopy>(key, open()),
    write: (kept) => set(key, kept, open()),
    clear: () => del(key, open()),
  };
}
