import AddedIcon from '@mui/icons-material/AddCircleOutlined';
import ChangedIcon from '@mui/icons-material/ChangeCircleOutlined';
import RemovedIcon from '@mui/icons-material/RemoveCircleOutlined';
import Box from '@mui/material/Box';
import List from '@mui/material/List';
import ListItem from '@mui/material/ListItem';
import ListItemButton from '@mui/material/ListItemButton';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { type DiffEntry, RANKS } from '#common/process-files/diff/index.ts';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useChangeText } from './use-change-text.ts';

const KINDS = {
  added: { Icon: AddedIcon, color: 'success.main' },
  removed: { Icon: RemovedIcon, color: 'error.main' },
  changed: { Icon: ChangedIcon, color: 'warning.main' },
} as const;

type Props = {
  changes: readonly DiffEntry[];
  selected?: string | null;
  onSelect?: (subject: string) => void;
};

/** Changes in plain language: changed behaviour first, changed layout last. */
export function ChangeList({ changes, selected = null, onSelect }: Props) {
  const { t } = useTranslation('release');
  const { locale } = useLocale();
  if (changes.length === 0) return <Typography color="text.secondary">{t('changes.none')}</Typography>;
  return RANKS.map((rank) => {
    const ofRank = changes.filter((change) => change.rank === rank);
    if (ofRank.length === 0) return null;
    return (
      <Box key={rank} component="section" sx={{ mb: 2 }}>
        <Typography variant="subtitle2" component="h3">
          {t(`rank.${rank}`)} ({formatNumber(ofRank.length, locale)})
        </Typography>
        <List dense disablePadding>
          {ofRank.map((change) => (
            <ListItem key={`${change.subjectType} ${change.subject}`} disablePadding divider>
              {onSelect ? (
                <ListItemButton
                  selected={selected === change.subject}
                  onClick={() => onSelect(change.subject)}
                  sx={{ alignItems: 'flex-start' }}
                >
                  <ChangeText change={change} />
                </ListItemButton>
              ) : (
                <Box sx={{ display: 'flex', py: 0.5, minWidth: 0 }}>
                  <ChangeText change={change} />
                </Box>
              )}
            </ListItem>
          ))}
        </List>
      </Box>
    );
  });
}

function ChangeText({ change }: { change: DiffEntry }) {
  const { t } = useTranslation('release');
  const words = useChangeText();
  const { Icon, color } = KINDS[change.kind];
  return (
    <>
      <Icon fontSize="small" sx={{ color, mt: 0.25, marginInlineEnd: 1 }} aria-hidden />
      <Box sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
        <Typography variant="body2" sx={{ fontWeight: 600 }}>
          {words.subject(change)}: {change.rank === 'layout' ? t('moved') : t(`kind.${change.kind}`)}
        </Typography>
        {change.facts.map((fact) => (
          <Typography key={`${fact.aspect} ${fact.of ?? ''}`} variant="body2" color="text.secondary">
            {words.aspect(fact)}:{' '}
            {change.kind === 'changed' && (
              <>
                <del>
                  <bdi>{words.value(fact.before)}</bdi>
                </del>{' '}
                {t('becomes')}{' '}
              </>
            )}
            <bdi>{words.value(change.kind === 'removed' ? fact.before : fact.after)}</bdi>
          </Typography>
        ))}
      </Box>
    </>
  );
}
