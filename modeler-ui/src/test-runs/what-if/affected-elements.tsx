import ReroutedIcon from '@mui/icons-material/AltRouteOutlined';
import RemovedIcon from '@mui/icons-material/RemoveCircleOutlined';
import Box from '@mui/material/Box';
import TableCell from '@mui/material/TableCell';
import TableRow from '@mui/material/TableRow';
import { useTranslation } from 'react-i18next';
import type { PathUsage } from '#common/contract/past-use.ts';
import { SimpleTable } from '#modeler-ui/instances/simple-table.tsx';
import { useCount } from '#modeler-ui/instances/use-count.ts';
import { useChangeText } from '#modeler-ui/release/use-change-text.ts';
import { formatShare } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';

const ICONS = { removed: RemovedIcon, rerouted: ReroutedIcon } as const;
const COLOURS = { removed: 'error.main', rerouted: 'warning.main' } as const;

type Props = { ways: readonly PathUsage[]; of: number; confidential: boolean };

/** Elements and flows that a draft removes or redirects, most used first. */
export function AffectedElements({ ways, of, confidential }: Props) {
  const { t } = useTranslation('testRuns');
  const { locale } = useLocale();
  const count = useCount(confidential);
  const columns = (['element', 'change', 'cases', 'share', 'standing'] as const).map((key) =>
    t(`pastUse.${key}`),
  );
  return (
    <Box sx={{ overflowX: 'auto', maxWidth: 900 }}>
      <SimpleTable label={t('pastUse.title')} columns={columns}>
        {[...ways]
          .sort((a, b) => (b.cases ?? 0) - (a.cases ?? 0))
          .map((way) => {
            const Icon = ICONS[way.kind];
            return (
              <TableRow key={way.elementId}>
                <TableCell>
                  <ElementName way={way} />
                </TableCell>
                <TableCell sx={{ whiteSpace: 'nowrap' }}>
                  <Icon
                    fontSize="small"
                    aria-hidden
                    sx={{ color: COLOURS[way.kind], verticalAlign: 'middle', marginInlineEnd: 0.5 }}
                  />
                  {t(`pastUse.${way.kind}`)}
                </TableCell>
                <TableCell>{count(way.cases)}</TableCell>
                <TableCell>{way.cases === null ? '—' : formatShare(way.cases, of, locale)}</TableCell>
                <TableCell>{way.standing === 0 ? '—' : count(way.standing)}</TableCell>
              </TableRow>
            );
          })}
      </SimpleTable>
    </Box>
  );
}

function ElementName({ way }: { way: PathUsage }) {
  const { t } = useTranslation('testRuns');
  const { pick } = useLocale();
  const words = useChangeText();
  const { elementId: subject, type: subjectType, name, from, to } = way;
  if (from && to) {
    const way = t('pastUse.way', { from: pick(from), to: pick(to) });
    return name ? `«${pick(name)}» ${way}` : way;
  }
  return words.subject({ subject, subjectType, name, at: null });
}
