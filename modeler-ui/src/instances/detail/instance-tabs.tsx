import Box from '@mui/material/Box';
import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { InstanceView } from '#common/contract/instances.ts';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { AwaitedTable } from './awaited-table.tsx';
import { IncidentsTable } from './incidents-table.tsx';
import { InstanceVariablesTable } from './instance-variables-table.tsx';
import { JobsTable } from './jobs-table.tsx';
import { PathTable } from './path-table.tsx';
import { TimelineList } from './timeline-list.tsx';
import { useElementNames } from './use-element-names.ts';

const TABS = ['timeline', 'path', 'variables', 'jobs', 'awaited', 'incidents'] as const;
type TabKey = (typeof TABS)[number];

type Props = { instance: InstanceView; onSelect: (elementId: string) => void };

/** Tabs of an instance: what it did, its data, and what it waits for. The open tab is in the URL. */
export function InstanceTabs({ instance, onSelect }: Props) {
  const { t } = useTranslation('instances');
  const { locale } = useLocale();
  const [params, setParams] = useSearchParams();
  const asked = params.get('tab') as TabKey;
  const tab: TabKey = TABS.includes(asked) ? asked : 'timeline';
  const nameOf = useElementNames(instance);
  const counts: Partial<Record<TabKey, number>> = {
    variables: instance.variables.length,
    jobs: instance.jobs.length,
    awaited: instance.awaited.length,
    incidents: instance.incidents.filter(({ state }) => state === 'open').length,
  };
  const shared = { instance, nameOf, onSelect };
  return (
    <Box sx={{ minWidth: 0 }}>
      <Tabs
        value={tab}
        onChange={(_event, next: TabKey) =>
          setParams({ tab: next }, { replace: true, preventScrollReset: true })
        }
        variant="scrollable"
        allowScrollButtonsMobile
        aria-label={t('tabs.label')}
      >
        {TABS.map((one) => (
          <Tab
            key={one}
            value={one}
            id={`tab-${one}`}
            aria-controls={`panel-${one}`}
            label={
              counts[one] ? `${t(`tabs.${one}`)} (${formatNumber(counts[one], locale)})` : t(`tabs.${one}`)
            }
          />
        ))}
      </Tabs>
      <Box
        role="tabpanel"
        id={`panel-${tab}`}
        aria-labelledby={`tab-${tab}`}
        sx={{ py: 1, overflowX: 'auto' }}
      >
        {tab === 'timeline' && <TimelineList {...shared} />}
        {tab === 'path' && <PathTable {...shared} />}
        {tab === 'variables' && <InstanceVariablesTable {...shared} />}
        {tab === 'jobs' && <JobsTable {...shared} />}
        {tab === 'awaited' && <AwaitedTable {...shared} />}
        {tab === 'incidents' && <IncidentsTable {...shared} />}
      </Box>
    </Box>
  );
}
