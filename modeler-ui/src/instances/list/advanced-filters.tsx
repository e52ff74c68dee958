import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asciiDigits } from '#common/text/persian-text.ts';
import { FilterSelect } from '#ui/components/filter-select.tsx';
import { useHasPermission } from '#ui/shell/use-me.query.ts';
import type { ADVANCED_FILTERS } from './instance-filter.ts';
import { type InstanceFilter } from './instance-filter.ts';

type AdvancedFilter = Pick<InstanceFilter, (typeof ADVANCED_FILTERS)[number]>;
type Props = { filter: InstanceFilter; onSearch: (part: AdvancedFilter) => void };

const TYPES = ['text', 'number', 'boolean', 'null'] as const;

/** Values with which types begin whose value is not typed. */
const FIRST_VALUES: Record<string, { value: string }> = { boolean: { value: 'true' }, null: { value: '' } };

/** Filters with typed values, applied on Enter or with the button. Users who may not read requests are not
 *  offered to search for them. */
export function AdvancedFilters({ filter, onSearch }: Props) {
  const { t } = useTranslation('instances');
  const seesRequests = useHasPermission('request:read');
  const [typed, setTyped] = useState<AdvancedFilter>(filter);
  const field = (name: 'key' | 'trackingCode' | 'nationalId' | 'variable' | 'value') => (
    <TextField
      id={`filter-${name}`}
      size="small"
      label={t(`filter.${name}`)}
      value={typed[name]}
      onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
      slotProps={{ htmlInput: { dir: 'ltr', maxLength: 200 } }}
      sx={{ flex: '1 1 150px', minWidth: 0, maxWidth: 260 }}
    />
  );
  return (
    <Box
      component="form"
      onSubmit={(event) => {
        event.preventDefault();
        onSearch({
          ...typed,
          key: asciiDigits(typed.key).replace(/\D/g, ''),
          trackingCode: typed.trackingCode.trim(),
          variable: typed.variable.trim(),
          value: typed.valueType === 'number' ? asciiDigits(typed.value).trim() : typed.value,
        });
      }}
    >
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
        {field('key')}
        {seesRequests && field('trackingCode')}
        {seesRequests && field('nationalId')}
        {field('variable')}
        <FilterSelect
          id="filter-valueType"
          label={t('filter.valueType')}
          value={typed.valueType || 'text'}
          options={TYPES.map((type) => ({ value: type, label: t(`valueTypes.${type}`) }))}
          onChange={(valueType) => setTyped({ ...typed, valueType, ...FIRST_VALUES[valueType] })}
        />
        {typed.valueType === 'boolean' ? (
          <FilterSelect
            id="filter-value"
            label={t('filter.value')}
            value={typed.value}
            options={['true', 'false'].map((value) => ({ value, label: value }))}
            onChange={(value) => setTyped({ ...typed, value })}
          />
        ) : (
          typed.valueType !== 'null' && field('value')
        )}
        <Button type="submit" variant="contained" size="small">
          {t('filter.search')}
        </Button>
      </Box>
      {seesRequests && (
        <Typography variant="caption" color="text.secondary">
          {t('filter.onlyYours')}
        </Typography>
      )}
    </Box>
  );
}
