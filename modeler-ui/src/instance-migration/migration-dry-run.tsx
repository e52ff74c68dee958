import NativeIcon from '@mui/icons-material/BoltOutlined';
import StaysIcon from '@mui/icons-material/DoNotDisturbOnOutlined';
import ContinuesIcon from '@mui/icons-material/RedoOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import CardContent from '@mui/material/CardContent';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import {
  MIGRATION_STRATEGIES,
  type MigrationBlocker,
  type MigrationWithCounts,
} from '#common/contract/instance-migration.ts';
import { EmptyState } from '#ui/components/empty-state.tsx';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';

const ICONS = { native: NativeIcon, continuation: ContinuesIcon, none: StaysIcon };

type Props = { migration: MigrationWithCounts; onChoose: (code: MigrationBlocker) => void };

/** Results of the dry run: how many cases take each path, and why the others stay. A reason links to its
 *  cases. */
export function MigrationDryRun({ migration, onChoose }: Props) {
  const { t } = useTranslation('instanceMigration');
  const { locale } = useLocale();
  if (migration.total === 0)
    return migration.confidential === 0 ? <EmptyState title={t('outlook.none')} /> : null;
  return (
    <section aria-labelledby="outlook-heading">
      <Typography id="outlook-heading" variant="h6" component="h2" sx={{ mb: 1 }}>
        {t('outlook.title')}
      </Typography>
      <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr', md: 'repeat(3, 1fr)' } }}>
        {MIGRATION_STRATEGIES.map((way) => {
          const Icon = ICONS[way];
          const count = migration.ways.find((one) => one.way === way)?.count ?? 0;
          return (
            <Card key={way} variant="outlined">
              <CardContent>
                <Box sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
                  <Icon aria-hidden />
                  <Typography sx={{ fontWeight: 600, flex: 1 }}>{t(`way.${way}`)}</Typography>
                  <Typography variant="h5" component="p">
                    {formatNumber(count, locale)}
                  </Typography>
                </Box>
                <Typography variant="body2" color="text.secondary" sx={{ mt: 1 }}>
                  {t(`wayHelp.${way}`)}
                </Typography>
              </CardContent>
            </Card>
          );
        })}
      </Box>
      {migration.reasons.length > 0 && (
        <>
          <Typography variant="subtitle1" component="h3" sx={{ mt: 2 }}>
            {t('outlook.why')}
          </Typography>
          <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
            {migration.reasons.map(({ code, count }) => (
              <li key={code}>
                <Button
                  onClick={() => onChoose(code)}
                  sx={{ justifyContent: 'flex-start', textAlign: 'start', gap: 1.5 }}
                >
                  <Box component="span" sx={{ fontWeight: 700, minWidth: '2ch' }}>
                    {formatNumber(count, locale)}
                  </Box>
                  {t(`reason.${code}`)}
                </Button>
              </li>
            ))}
          </Box>
        </>
      )}
    </section>
  );
}
