import { useState } from 'react';

export type WorkMode = 'design' | 'implement';

const KEY = 'shahrah.modeler.mode';

/** Work mode of this user, with or without technical details. Stored in this browser. */
export function useWorkMode(): [WorkMode, (mode: WorkMode) => void] {
  const [mode, setMode] = useState<WorkMode>(() =>
    localStorage.getItem(KEY) === 'implement' ? 'implement' : 'design',
  );
  return [
    mode,
    (next) => {
      localStorage.setItem(KEY, next);
      setMode(next);
    },
  ];
}
