import Box from '@mui/material/Box';
import Checkbox from '@mui/material/Checkbox';
import FormControl from '@mui/material/FormControl';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormHelperText from '@mui/material/FormHelperText';
import FormLabel from '@mui/material/FormLabel';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { useTranslation } from 'react-i18next';
import { ProvinceField } from '#case-ui/reference/province-field.tsx';
import type { AlertWishes } from '#common/contract/alerts.ts';
import { formatDigits } from '#ui/format/numbers.ts';
import { fa } from '#ui/i18n/fa/index.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';

const KINDS = Object.keys(fa.alerts.kind) as (keyof typeof fa.alerts.kind)[];
const HOURS = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:00`);
const DEFAULT_QUIET_HOURS = { from: '22:00', to: '07:00' };

type Props = { wishes: AlertWishes; missing: boolean; change: (part: Partial<AlertWishes>) => void };

/** Alert preferences of a citizen: topics, places, times and language. */
export function AlertPreferencesFields({ wishes, missing, change }: Props) {
  const { t } = useTranslation('alerts');
  const { locale } = useLocale();
  const { topics, provinces, quietHours } = wishes;
  const hours = (edge: 'from' | 'to', label: string) => (
    <TextField
      select
      id={`quiet-${edge}`}
      label={label}
      value={quietHours?.[edge] ?? DEFAULT_QUIET_HOURS[edge]}
      onChange={(event) =>
        change({ quietHours: { ...(quietHours ?? DEFAULT_QUIET_HOURS), [edge]: event.target.value } })
      }
      slotProps={{ select: { native: true } }}
      sx={{ width: 140 }}
    >
      {HOURS.map((hour) => (
        <option key={hour} value={hour}>
          {formatDigits(hour, locale)}
        </option>
      ))}
    </TextField>
  );
  return (
    <Stack spacing={3}>
      <FormControl component="fieldset" error={missing} required>
        <FormLabel component="legend">{t('page.topics')}</FormLabel>
        <Box
          id="topics"
          tabIndex={-1}
          sx={{ display: 'grid', gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' }, outline: 'none' }}
        >
          {KINDS.map((kind) => (
            <FormControlLabel
              key={kind}
              label={t(`kind.${kind}`)}
              control={
                <Checkbox
                  checked={topics.includes(kind)}
                  onChange={(_event, checked) =>
                    change({ topics: checked ? [...topics, kind] : topics.filter((one) => one !== kind) })
                  }
                />
              }
            />
          ))}
        </Box>
        {missing && <FormHelperText role="alert">{t('page.topicsEmpty')}</FormHelperText>}
      </FormControl>
      <ProvinceField
        id="alert-provinces"
        label={t('page.provinces')}
        help={t('page.provincesHelp')}
        value={provinces}
        onChange={(codes) => change({ provinces: codes })}
      />
      <Box>
        <FormControlLabel
          label={t('page.quiet')}
          control={
            <Checkbox
              checked={quietHours !== null}
              onChange={(_event, checked) => change({ quietHours: checked ? DEFAULT_QUIET_HOURS : null })}
            />
          }
        />
        {quietHours && (
          <Stack direction="row" spacing={2} sx={{ mt: 1 }}>
            {hours('from', t('page.quietFrom'))}
            {hours('to', t('page.quietTo'))}
          </Stack>
        )}
        <FormHelperText>{t('page.quietHelp')}</FormHelperText>
      </Box>
      <FormControl component="fieldset">
        <FormLabel component="legend">{t('page.language')}</FormLabel>
        <RadioGroup
          row
          name="alert-language"
          value={wishes.locale}
          onChange={(_event, value) => change({ locale: value === 'en' ? 'en' : 'fa' })}
        >
          <FormControlLabel value="fa" label={t('desk.inPersian')} control={<Radio />} />
          <FormControlLabel value="en" label={t('desk.inEnglish')} control={<Radio />} />
        </RadioGroup>
      </FormControl>
    </Stack>
  );
}
