import Button from '@mui/material/Button';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { formatMoment } from '#ui/format/dates.ts';
import { formatNumber, isolated } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useHasPermission } from '#ui/shell/use-me.query.ts';
import { BatchListPage } from '../batches/batch-list-page.tsx';
import { useCount } from '../instances/use-count.ts';
import { useMigrations } from './use-migrations.query.ts';

/** Migrations of running cases to other versions, newest first. */
export function Component() {
  const { t } = useTranslation('instanceMigration');
  const { locale, pick } = useLocale();
  const mayMigrate = useHasPermission('process:deploy');
  const tell = useCount(true);
  const number = (value: number) => formatNumber(value, locale);
  return (
    <BatchListPage
      permission="process:read"
      texts={{ title: t('title'), intro: t('intro'), none: t('none') }}
      action={
        mayMigrate && (
          <Button variant="contained" component={Link} to="/instance-migrations/new">
            {t('new')}
          </Button>
        )
      }
      to="/instance-migrations"
      useBatches={useMigrations}
      row={({ name, processKey, fromVersions, toVersion, movable, total, confidential, ...migration }) => ({
        title: name ? pick(name) : processKey,
        about: t('fromTo', { from: fromVersions.map(number).join(' · ') || '–', to: number(toVersion) }),
        progress: [
          t('goes', { movable: number(movable), total: number(total) }),
          ...(confidential === 0 ? [] : [t('alsoConfidential', { value: tell(confidential) })]),
        ].join(' · '),
        by: t('plannedBy', {
          name: isolated(migration.plannedBy),
          at: formatMoment(migration.plannedAt, locale),
        }),
      })}
    />
  );
}
