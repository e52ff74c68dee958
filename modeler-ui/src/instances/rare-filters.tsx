import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toAsciiDigits } from '#ui/format/numbers.ts';
import { useMay } from '#ui/shell/use-me.query.ts';
import { Choice } from './choice.tsx';
import type { RARE } from './instance-filter.ts';
import { type InstanceFilter } from './instance-filter.ts';

type Rare = Pick<InstanceFilter, (typeof RARE)[number]>;
type Props = { filter: InstanceFilter; onSearch: (part: Rare) => void };

const TYPES = ['text', 'number', 'boolean', 'null'] as const;

/** What is typed, and searched for on Enter or with the button. Who sees no requests is not offered to look for them. */
export function RareFilters({ filter, onSearch }: Props) {
  const { t } = useTranslation('instances');
  const seesRequests = useMay('request:read');
  const [typed, setTyped] = useState<Rare>(filter);
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
          key: toAsciiDigits(typed.key).replace(/\D/g, ''),
          trackingCode: typed.trackingCode.trim(),
          variable: typed.variable.trim(),
          value: typed.valueType === 'number' ? toAsciiDigits(typed.value).trim() : typed.value,
        });
      }}
    >
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
        {field('key')}
        {seesRequests && field('trackingCode')}
        {seesRequests && field('nationalId')}
        {field('variable')}
        <Choice
          id="filter-valueType"
          label={t('filter.valueType')}
          value={typed.valueType || 'text'}
          options={TYPES.map((type) => ({ value: type, label: t(`valueTypes.${type}`) }))}
          onChange={(valueType) =>
            setTyped({ ...typed, valueType, ...(valueType === 'null' && { value: '' }) })
          }
        />
        {typed.valueType === 'boolean' ? (
          <Choice
            id="filter-value"
            label={t('filter.value')}
            value={typed.value || 'true'}
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
