import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { StaffLayout } from '#ui/shell/staff-layout.tsx';
import { DeskSideNav } from './desk-side-nav.tsx';
import { KeyboardShortcutsDialog } from './keyboard-shortcuts-dialog.tsx';
import { LiveUpdates } from './live-updates.tsx';
import { useShortcuts } from './use-shortcuts.ts';

/** Layout of the caseworkers' pages. */
export function Component() {
  const { t } = useTranslation('desk');
  const [helping, setHelping] = useState(false);
  const showHelp = useCallback(() => setHelping(true), []);
  useShortcuts(showHelp);
  return (
    <StaffLayout title={t('title')} sideNav={<DeskSideNav onHelp={showHelp} />}>
      <LiveUpdates />
      <KeyboardShortcutsDialog open={helping} onClose={() => setHelping(false)} />
    </StaffLayout>
  );
}
