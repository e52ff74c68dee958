import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { StaffRoom } from '#ui/shell/staff-room.tsx';
import { KeysDialog } from './keys-dialog.tsx';
import { LiveUpdates } from './live-updates.tsx';
import { DeskRail } from './desk-rail.tsx';
import { useShortcuts } from './use-shortcuts.ts';

/** The desk: where caseworkers do their work. */
export function Component() {
  const { t } = useTranslation('desk');
  const [helping, setHelping] = useState(false);
  const showHelp = useCallback(() => setHelping(true), []);
  useShortcuts(showHelp);
  return (
    <StaffRoom title={t('title')} rail={<DeskRail onHelp={showHelp} />}>
      <LiveUpdates />
      <KeysDialog open={helping} onClose={() => setHelping(false)} />
    </StaffRoom>
  );
}
