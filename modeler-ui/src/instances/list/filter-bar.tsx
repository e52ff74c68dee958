import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { FilterSelect } from '#ui/components/filter-select.tsx';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useDepartments, useServices } from '#ui/reference/use-reference.query.ts';
import { useLiveProcesses, useVersionDiagram } from '../use-instances.query.ts';
import { AdvancedFilters } from './advanced-filters.tsx';
import { ADVANCED_FILTERS, AGES, type InstanceFilter } from './instance-filter.ts';

type Props = { filter: InstanceFilter; onChange: (filter: InstanceFilter) => void; onClear: () => void };

const STATES = ['active', 'incident', 'completed', 'terminated'] as const;
const WAITING_TYPES = /Task$|^(ReceiveTask|CallActivity|IntermediateCatchEvent|EventBasedGateway)$/;

/** Filters of the instance list. Each change applies to the URL and the list immediately. */
export function FilterBar({ filter, onChange, onClear }: Props) {
  const { t } = useTranslation('instances');
  const { locale, pick } = useLocale();
  const processes = useLiveProcesses().data ?? [];
  const services = useServices();
  const departments = useDepartments();
  const [open, setOpen] = useState(ADVANCED_FILTERS.some((name) => filter[name] !== ''));
  const versions = processes.filter(({ processKey }) => processKey === filter.processKey);
  const version = Number(filter.version) || versions[0]?.version;
  const diagram = useVersionDiagram({
    processKey: filter.processKey,
    version: filter.processKey ? version : undefined,
  });
  const change = (part: Partial<InstanceFilter>) => onChange({ ...filter, ...part });
  const sorted = (options: { value: string; label: string }[]) =>
    options.sort((a, b) => a.label.localeCompare(b.label, locale));
  const named = new Map(
    processes.map(({ processKey, name }) => [processKey, name ? pick(name) : processKey]),
  );
  const all = t('filter.all');

  return (
    <Box component="section" aria-label={t('filter.label')} sx={{ display: 'grid', gap: 1.5, my: 2 }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
        <FilterSelect
          id="filter-process"
          label={t('filter.process')}
          value={filter.processKey}
          all={all}
          options={sorted([...named].map(([value, label]) => ({ value, label })))}
          onChange={(processKey) => change({ processKey, version: '', elementId: '' })}
        />
        <FilterSelect
          id="filter-version"
          label={t('filter.version')}
          value={filter.version}
          all={all}
          disabled={!filter.processKey}
          options={versions.map((one) => ({
            value: String(one.version),
            label: formatNumber(one.version, locale),
          }))}
          onChange={(chosen) => change({ version: chosen })}
        />
        <FilterSelect
          id="filter-element"
          label={t('filter.element')}
          value={filter.elementId}
          all={all}
          disabled={!filter.processKey}
          options={sorted(
            (diagram.data?.elements ?? [])
              .filter(({ type }) => WAITING_TYPES.test(type))
              .map(({ id, name }) => ({ value: id, label: name ? pick(name) : id })),
          )}
          onChange={(elementId) => change({ elementId })}
        />
        <FilterSelect
          id="filter-state"
          label={t('filter.state')}
          value={filter.state}
          options={[
            { value: 'all', label: all },
            ...STATES.map((state) => ({ value: state, label: t(`states.${state}`) })),
          ]}
          onChange={(state) => change({ state })}
        />
        <FilterSelect
          id="filter-age"
          label={t('filter.age')}
          value={filter.age}
          all={all}
          options={(Object.keys(AGES) as (keyof typeof AGES)[]).map((age) => ({
            value: age,
            label: t(`ages.${age}`),
          }))}
          onChange={(age) => change({ age })}
        />
        <FilterSelect
          id="filter-service"
          label={t('filter.service')}
          value={filter.service}
          all={all}
          options={sorted((services.data ?? []).map(({ key, name }) => ({ value: key, label: pick(name) })))}
          onChange={(service) => change({ service })}
        />
        <FilterSelect
          id="filter-department"
          label={t('filter.department')}
          value={filter.department}
          all={all}
          options={sorted(
            (departments.data ?? []).map(({ slug, name }) => ({ value: slug, label: pick(name) })),
          )}
          onChange={(department) => change({ department })}
        />
      </Box>
      {open && <AdvancedFilters filter={filter} onSearch={change} />}
      <Box sx={{ display: 'flex', gap: 1 }}>
        <Button size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? t('filter.fewer') : t('filter.more')}
        </Button>
        <Button size="small" onClick={onClear}>
          {t('filter.clear')}
        </Button>
        {filter.processKey && (
          <Button
            size="small"
            component={Link}
            to={`/processes/${filter.processKey}/live${filter.version && `?version=${filter.version}`}`}
          >
            {t('one.live')}
          </Button>
        )}
      </Box>
    </Box>
  );
}
