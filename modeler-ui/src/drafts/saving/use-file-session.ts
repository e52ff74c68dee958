import { useEffect, useState, useSyncExternalStore } from 'react';
import { useWorkspace } from '../workspace/workspace-context.ts';
import type { FileSession, SessionState } from './file-session.ts';

export type OpenFile = { session: FileSession | null; state: SessionState | null; error: unknown };

const never = () => () => undefined;
const nothing = () => null;

/** Returns the session of the open file and its state. */
export function useFileSession(): OpenFile {
  const { sessions, name, generation } = useWorkspace();
  const key = `${name} ${generation}`;
  const [opened, setOpened] = useState<{ key: string; session?: FileSession; error?: unknown }>({ key: '' });
  useEffect(() => {
    let gone = false;
    sessions.open(name).then(
      (session) => gone || setOpened({ key, session }),
      (error: unknown) => gone || setOpened({ key, error }),
    );
    return () => void (gone = true);
  }, [sessions, name, key]);
  const session = opened.key === key ? (opened.session ?? null) : null;
  const state = useSyncExternalStore(session?.subscribe ?? never, session?.state ?? nothing);
  return { session, state, error: opened.key === key ? opened.error : undefined };
}
