import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import List from '@mui/material/List';
import ListItem from '@mui/material/ListItem';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ProcessApplication } from '#common/contract/process-drafts.ts';
import { formatMoment } from '#ui/format/dates.ts';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useHasPermission } from '#ui/shell/use-me.query.ts';
import { Count } from '../instances/count.tsx';

type Props = {
  items: readonly ProcessApplication[];
  /** Missing if the user may not create drafts. */
  onBegin?: (item: ProcessApplication) => void;
};

/** Processes, each with its running instances and the users changing it. */
export function ProcessList({ items, onBegin }: Props) {
  const { t } = useTranslation(['drafts', 'release']);
  const mayMove = useHasPermission('process:deploy');
  const { locale, pick } = useLocale();
  return (
    <List disablePadding aria-label={t('processes.title')}>
      {items.map((item) => {
        const { processKey, name, running, instances, drafts } = item;
        return (
          <ListItem
            key={processKey}
            divider
            disableGutters
            sx={{
              display: 'grid',
              gap: { xs: 0.5, md: 2 },
              alignItems: 'start',
              gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: '2fr 2fr 1fr 2fr auto' },
            }}
          >
            <Box sx={{ minWidth: 0 }}>
              <Typography sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>
                {name ? pick(name) : <bdi>{processKey}</bdi>}
              </Typography>
              <Typography variant="caption" color="text.secondary">
                <bdi>{processKey}</bdi>
              </Typography>
            </Box>
            <Box>
              {running ? (
                <>
                  <Typography variant="body2">
                    {t('processes.version', { version: formatNumber(running.version, locale) })}
                  </Typography>
                  <Typography variant="caption" color="text.secondary">
                    {t('processes.by', {
                      who: running.deployedBy ?? t('processes.product'),
                      at: formatMoment(running.deployedAt, locale),
                    })}
                  </Typography>
                </>
              ) : (
                <Typography variant="body2" color="text.secondary">
                  {t('processes.notRunning')}
                </Typography>
              )}
            </Box>
            <Typography
              variant="body2"
              component={Link}
              to={`/processes/${processKey}/live`}
              sx={{ color: 'primary.main', justifySelf: 'start' }}
            >
              {t('processes.instances')}: <Count of={instances} confidential={item.confidential} />
            </Typography>
            <Stack sx={{ gap: 0.5, alignItems: 'start', minWidth: 0 }}>
              {drafts.map(({ id, title, state }) => (
                <Chip
                  key={id}
                  component={Link}
                  to={`/drafts/${id}`}
                  clickable
                  size="small"
                  variant="outlined"
                  label={`${title} · ${t(`state.${state}`)}`}
                  sx={{ maxWidth: '100%' }}
                />
              ))}
            </Stack>
            <Stack direction="row" sx={{ gap: 0.5, flexWrap: 'wrap' }}>
              {running && (
                <Button size="small" component={Link} to={`/processes/${processKey}`}>
                  {t('release:versions.open')}
                </Button>
              )}
              {onBegin && running && (
                <Button size="small" onClick={() => onBegin(item)}>
                  {t('processes.newDraft')}
                </Button>
              )}
              {mayMove && running && running.version > 1 && (
                <Button
                  size="small"
                  component={Link}
                  to={`/instance-migrations/new?process=${processKey}&from=${running.version - 1}&to=${running.version}`}
                >
                  {t('processes.move')}
                </Button>
              )}
            </Stack>
          </ListItem>
        );
      })}
    </List>
  );
}
