import type { ApiClient } from '#ui/api/client.ts';
import { FileSession } from './file-session.ts';
import { localBackup } from './local-backup.ts';

export type DraftSessions = {
  /** Returns the only session of a file, loaded on first use. */
  open(name: string): Promise<FileSession>;
  /** Returns the sessions that are already open. */
  all(): Promise<[name: string, session: FileSession][]>;
  /** Closes a session; the file is loaded again on next use. */
  forget(name: string): void;
  /** Saves everything that is not saved yet. */
  flush(): Promise<void>;
};

/** Creates the registry of the draft's files that are open in this window. */
export function draftSessions(
  api: ApiClient,
  draftId: string,
  onSaved: (name: string) => void,
): DraftSessions {
  const sessions = new Map<string, Promise<FileSession>>();
  const open = (name: string): Promise<FileSession> => {
    const known = sessions.get(name);
    if (known) return known;
    const params = { id: draftId, name };
    const opening = FileSession.open({
      read: () => api('readDraftFile', { params }),
      save: (content, expectedVersion) =>
        api('saveDraftFile', { params, body: { content, expectedVersion } }),
      backup: localBackup(draftId, name),
      onSaved: () => onSaved(name),
    });
    sessions.set(name, opening);
    opening.catch(() => sessions.delete(name));
    return opening;
  };
  const all = async () => {
    const settled = await Promise.allSettled(
      [...sessions].map(async ([name, session]) => [name, await session] as [string, FileSession]),
    );
    return settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  };
  return {
    open,
    all,
    forget: (name) => void sessions.delete(name),
    async flush() {
      for (const [, session] of await all()) await session.flush();
    },
  };
}
