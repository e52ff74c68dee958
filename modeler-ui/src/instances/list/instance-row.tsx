import Box from '@mui/material/Box';
import Checkbox from '@mui/material/Checkbox';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import type { InstanceSummary } from '#common/contract/instances.ts';
import { formatBothCalendars } from '#ui/format/dates.ts';
import { formatCode, formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useHasPermission } from '#ui/shell/use-me.query.ts';
import { InstanceState } from '../instance-state.tsx';
import { secondsBetween, useDuration } from '../use-duration.ts';

type Props = {
  instance: InstanceSummary;
  department: string | null;
  now: number;
  chosen: boolean;
  onChoose: (chosen: boolean) => void;
};

/** One instance: process and version, position, age, state. */
export function InstanceRow({ instance, department, now, chosen, onChoose }: Props) {
  const { t } = useTranslation('instances');
  const { locale, pick } = useLocale();
  const lasts = useDuration();
  const choosable = useHasPermission('instance:operate');
  const { key, processKey, version, name, tokens, startedAt, endedAt, request } = instance;
  const [first, ...others] = tokens;
  const process = name ? pick(name) : processKey;
  return (
    <Box
      component="li"
      sx={{
        display: 'grid',
        gridTemplateColumns: {
          xs: 'auto minmax(0, 1fr)',
          md: 'auto minmax(0, 3fr) minmax(0, 3fr) minmax(0, 2fr) minmax(0, 1fr) minmax(0, 2fr)',
        },
        columnGap: 1.5,
        alignItems: 'center',
        minHeight: 36,
        py: 0.5,
        borderBottom: 1,
        borderColor: 'divider',
        '& > :nth-child(n + 3)': { gridColumn: { xs: 2, md: 'auto' } },
      }}
    >
      {choosable ? (
        <Checkbox
          size="small"
          checked={chosen}
          onChange={(_event, on) => onChoose(on)}
          slotProps={{ input: { 'aria-label': t('one.title', { process, key }) } }}
        />
      ) : (
        <span />
      )}
      <Box sx={{ minWidth: 0 }}>
        <Link component={RouterLink} to={`/instances/${key}`}>
          {process}
        </Link>{' '}
        <Typography component="span" variant="caption" color="text.secondary">
          {t('version', { value: formatNumber(version, locale) })}
          {request && ` · ${formatCode(request.trackingCode, locale)}`}
        </Typography>
      </Box>
      <Box sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
        {first && (first.name ? pick(first.name) : first.elementId)}{' '}
        {others.length > 0 && (
          <Typography component="span" variant="caption" color="text.secondary">
            {t('list.others', { value: formatNumber(others.length, locale) })}
          </Typography>
        )}
      </Box>
      <Box sx={{ color: 'text.secondary', minWidth: 0 }}>{department}</Box>
      <Box title={formatBothCalendars(startedAt, locale)}>
        {lasts(secondsBetween(startedAt, endedAt ?? now))}
      </Box>
      <Box>
        <InstanceState state={instance.state} incident={instance.incident} />
      </Box>
    </Box>
  );
}
