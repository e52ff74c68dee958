import DiagramIcon from '@mui/icons-material/AccountTreeOutlined';
import FormIcon from '@mui/icons-material/ArticleOutlined';
import TemplateIcon from '@mui/icons-material/ExtensionOutlined';
import DecisionIcon from '@mui/icons-material/TableChartOutlined';
import Box from '@mui/material/Box';
import List from '@mui/material/List';
import ListItem from '@mui/material/ListItem';
import ListItemButton from '@mui/material/ListItemButton';
import ListItemIcon from '@mui/material/ListItemIcon';
import ListItemText from '@mui/material/ListItemText';
import { useTranslation } from 'react-i18next';
import type { CheckedFiles, DraftFile } from '#common/contract/process-drafts.ts';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';

const ICONS = {
  diagram: DiagramIcon,
  decision: DecisionIcon,
  form: FormIcon,
  template: TemplateIcon,
} as const;

type Props = {
  files: readonly DraftFile[];
  checked: CheckedFiles | undefined;
  open: string;
  onOpen: (name: string) => void;
};

/** Files of the draft, each with its change and its number of problems. */
export function FileList({ files, checked, open, onOpen }: Props) {
  const { t } = useTranslation('drafts');
  const { locale } = useLocale();
  const number = (value: number) => formatNumber(value, locale);
  const count = (kind: 'errors' | 'warnings', name: string) =>
    checked?.[kind].filter(({ file }) => file === name).length ?? 0;
  return (
    <List dense disablePadding aria-label={t('workspace.files')}>
      {files.map(({ name, kind, change, outdated }) => {
        const Icon = ICONS[kind];
        const [errors, warnings] = [count('errors', name), count('warnings', name)];
        const said = [
          change === 'none' ? undefined : t(`change.${change}`),
          errors > 0 ? t('findings', { value: number(errors) }) : undefined,
          warnings > 0 ? t('warnings', { value: number(warnings) }) : undefined,
        ].filter(Boolean);
        return (
          <ListItem key={name} disablePadding>
            <ListItemButton
              selected={name === open}
              aria-current={name === open ? 'true' : undefined}
              onClick={() => onOpen(name)}
            >
              <ListItemIcon sx={{ minWidth: 32 }}>
                <Icon fontSize="small" titleAccess={t(`kind.${kind}`)} />
              </ListItemIcon>
              <ListItemText
                primary={<bdi>{name}</bdi>}
                secondary={
                  (said.length > 0 || outdated) && (
                    <Box
                      component="span"
                      sx={{ color: errors > 0 || outdated ? 'error.main' : 'warning.main' }}
                    >
                      {said.join(' · ')} {outdated && t('outdated')}
                    </Box>
                  )
                }
                slotProps={{
                  primary: { sx: { overflowWrap: 'anywhere', fontWeight: change === 'none' ? 400 : 600 } },
                }}
              />
            </ListItemButton>
          </ListItem>
        );
      })}
    </List>
  );
}
