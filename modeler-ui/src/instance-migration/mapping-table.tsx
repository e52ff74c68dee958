import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MigrationDiagrams } from '#common/contract/instance-migration.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';

/** Chosen target by element id; empty means none. */
export type ElementMapping = Readonly<Record<string, string>>;

type Props = {
  diagrams: MigrationDiagrams;
  chosen: ElementMapping;
  onChoose: (elementId: string, to: string) => void;
  selected: string | null;
  onSelect: (elementId: string | null) => void;
};

/** Target of each element of the old version. By default shows only elements without an automatic target. */
export function MappingTable({ diagrams, chosen, onChoose, selected, onSelect }: Props) {
  const { t } = useTranslation('instanceMigration');
  const { pick } = useLocale();
  const [all, setAll] = useState(false);
  const open = diagrams.elements.filter(({ to }) => to === null);
  const rows = all ? diagrams.elements : open;
  const nameOf = ({ id, name }: { id: string; name: { fa: string; en: string } | null }) =>
    name ? pick(name) : id;
  return (
    <Box>
      {rows.length === 0 && <Alert severity="success">{t('plan.allHavePlace')}</Alert>}
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
        {rows.map((element) => {
          const fitting = diagrams.targets.filter(({ type }) => type === element.type);
          const value = chosen[element.id] ?? element.to ?? '';
          return (
            <Box
              key={element.id}
              component="li"
              onFocus={() => onSelect(element.id)}
              sx={{
                display: 'flex',
                flexWrap: 'wrap',
                gap: 1.5,
                alignItems: 'center',
                py: 1,
                px: 1,
                borderBottom: 1,
                borderColor: 'divider',
                bgcolor: selected === element.id ? 'action.selected' : undefined,
              }}
            >
              <Box sx={{ flex: '1 1 220px', minWidth: 0 }}>
                <Typography>{nameOf(element)}</Typography>
                <Typography variant="caption" color="text.secondary" component="p">
                  <bdi>{element.id}</bdi>
                </Typography>
              </Box>
              <TextField
                select
                size="small"
                label={t('plan.target')}
                value={value}
                onChange={({ target }) => onChoose(element.id, target.value)}
                error={value === ''}
                helperText={value === '' ? t('plan.unmapped') : undefined}
                sx={{ flex: '1 1 260px' }}
                slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
              >
                {element.to === null && <MenuItem value="">{t('plan.nowhere')}</MenuItem>}
                {fitting.map((one) => (
                  <MenuItem key={one.id} value={one.id}>
                    {one.id === element.id ? t('plan.same') : nameOf(one)}
                  </MenuItem>
                ))}
              </TextField>
            </Box>
          );
        })}
      </Box>
      {open.length < diagrams.elements.length && (
        <Button size="small" onClick={() => setAll(!all)} sx={{ mt: 1 }}>
          {all ? t('plan.showOpen') : t('plan.showAll')}
        </Button>
      )}
    </Box>
  );
}
