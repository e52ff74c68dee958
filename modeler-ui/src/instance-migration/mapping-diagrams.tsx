import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { MigrationDiagrams } from '#common/contract/instance-migration.ts';
import { DiagramView } from '#ui/diagram/diagram-view.tsx';
import type { Mark } from '#ui/diagram/marks.ts';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';

type Props = {
  name: string;
  diagrams: MigrationDiagrams;
  selected: string | null;
  selectedTarget: string | null;
  onSelect: (elementId: string | null) => void;
  placeOf: (elementId: string) => string | null;
};

/** Both versions side by side: elements without a target are marked, and the selected one is highlighted in
 *  both. */
export function MappingDiagrams({ name, diagrams, selected, selectedTarget, onSelect, placeOf }: Props) {
  const { t } = useTranslation('instanceMigration');
  const { locale } = useLocale();
  const { from, to, elements } = diagrams;
  const lost = elements.filter(({ id }) => placeOf(id) === null).map(({ id }) => id);
  const key = lost.join();
  const marks = useMemo(
    () =>
      Object.fromEntries(
        key
          .split(',')
          .filter(Boolean)
          .map((id) => [id, ['removed'] as Mark[]]),
      ),
    [key],
  );
  const title = (side: 'oldDiagram' | 'newDiagram', version: number) =>
    t(`plan.${side}`, { version: formatNumber(version, locale) });
  return (
    <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: '1fr 1fr' } }}>
      <Box sx={{ minWidth: 0 }}>
        <Typography variant="subtitle2">{title('oldDiagram', from.version)}</Typography>
        <DiagramView
          xml={from.xml}
          name={name}
          marks={marks}
          selected={selected}
          onSelect={onSelect}
          height={360}
        />
      </Box>
      <Box sx={{ minWidth: 0 }}>
        <Typography variant="subtitle2">{title('newDiagram', to.version)}</Typography>
        <DiagramView xml={to.xml} name={name} selected={selectedTarget} height={360} />
      </Box>
    </Box>
  );
}
