import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import type { InstanceView } from '#common/contract/instances.ts';
import { formatBothCalendars, formatMoment } from '#ui/format/dates.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import type { NameOf } from './use-element-names.ts';

type Props = { instance: InstanceView; nameOf: NameOf; onSelect: (elementId: string) => void };

/** Events in order, each with its time. */
export function TimelineList({ instance, nameOf, onSelect }: Props) {
  const { t } = useTranslation('instances');
  const { locale } = useLocale();
  return (
    <Box component="ol" aria-label={t('tabs.timeline')} sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {instance.timeline.map(({ at, kind, elementId, what }, place) => {
        const words = t(`events.${kind}`, { element: nameOf(elementId), what: what ?? '' });
        return (
          <Box
            component="li"
            key={`${at} ${place}`}
            sx={{
              display: 'flex',
              flexWrap: 'wrap',
              columnGap: 2,
              py: 0.5,
              borderBottom: 1,
              borderColor: 'divider',
            }}
          >
            <Typography
              component="time"
              dateTime={at}
              title={formatBothCalendars(at, locale)}
              variant="body2"
              color="text.secondary"
              sx={{ minWidth: 190 }}
            >
              {formatMoment(at, locale)}
            </Typography>
            {elementId ? (
              <Link
                component="button"
                type="button"
                color={kind === 'incident-opened' || kind === 'job-failed' ? 'error' : 'inherit'}
                underline="hover"
                onClick={() => onSelect(elementId)}
                sx={{ textAlign: 'start' }}
              >
                {words}
              </Link>
            ) : (
              <span>{words}</span>
            )}
          </Box>
        );
      })}
    </Box>
  );
}
