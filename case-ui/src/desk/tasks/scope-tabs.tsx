import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { SCOPES, type TaskFilter } from './task-filter.ts';
import { useTaskCount } from './use-tasks.query.ts';

type Scope = TaskFilter['scope'];

/** Tabs that choose whose tasks to show, each with its count. */
export function ScopeTabs({ scope, onChange }: { scope: Scope; onChange: (scope: Scope) => void }) {
  const { t } = useTranslation('desk');
  const { locale } = useLocale();
  const counts: Record<Scope, number | undefined> = {
    mine: useTaskCount('mine').data,
    'my-groups': useTaskCount('my-groups').data,
    unassigned: useTaskCount('unassigned').data,
    escalated: useTaskCount('escalated').data,
  };
  const shown = SCOPES.filter((each) => each !== 'escalated' || each === scope || counts.escalated);
  const label = (each: Scope) => {
    const count = counts[each];
    return count === undefined
      ? t(`scope.${each}`)
      : `${t(`scope.${each}`)} (${formatNumber(count, locale)})`;
  };
  return (
    <Tabs
      value={scope}
      onChange={(_event, next: Scope) => onChange(next)}
      variant="fullWidth"
      aria-label={t('scope.label')}
      sx={{ borderBottom: 1, borderColor: 'divider' }}
    >
      {shown.map((each) => (
        <Tab key={each} value={each} label={label(each)} sx={{ fontSize: '0.82rem', px: 0.5 }} />
      ))}
    </Tabs>
  );
}
