import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { FileComparison } from './file-comparison.tsx';
import { type FilePair, useVersionFiles } from './use-release.query.ts';

/** Differences between two versions of a process, including all files that belonged to it. */
export function VersionComparison(props: { processKey: string; before: number; after: number }) {
  const { processKey, before, after } = props;
  const { t } = useTranslation('release');
  const { locale } = useLocale();
  const [old, now] = [useVersionFiles(processKey, before), useVersionFiles(processKey, after)];
  const error = old.error ?? now.error;
  if (error) return <ErrorNotice error={error} />;
  if (!old.data || !now.data) return <TextSkeleton />;
  const names = [...new Set([...old.data.files, ...now.data.files].map(({ name }) => name))].sort();
  const contentIn = (files: readonly { name: string; content: string }[], name: string) =>
    files.find((file) => file.name === name)?.content ?? null;
  const pairs = names
    .map((name): FilePair => ({
      name,
      before: contentIn(old.data.files, name),
      after: contentIn(now.data.files, name),
    }))
    .filter((pair) => pair.before !== pair.after);
  const title = (version: number) => t('versions.version', { version: formatNumber(version, locale) });
  return (
    <Box component="section" aria-label={t('versions.comparison')} sx={{ my: 2 }}>
      {pairs.length === 0 && <Typography>{t('changes.none')}</Typography>}
      {pairs.map((pair) => (
        <Box key={pair.name} sx={{ mb: 3 }}>
          <Typography variant="h2" dir="ltr" sx={{ fontSize: '1rem', textAlign: 'start', mb: 1 }}>
            {pair.name}
          </Typography>
          <FileComparison pair={pair} titles={{ before: title(before), after: title(after) }} />
        </Box>
      ))}
    </Box>
  );
}
