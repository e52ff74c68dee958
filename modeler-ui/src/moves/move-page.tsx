import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { formatMoment } from '#ui/format/dates.ts';
import { formatNumber, isolated } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { ErrorNotice } from '#ui/pieces/error-notice.tsx';
import { PageHeading } from '#ui/pieces/page-heading.tsx';
import { TextSkeleton } from '#ui/pieces/skeletons.tsx';
import { Page } from '../shell/page.tsx';
import { ConfidentialCases } from './confidential-cases.tsx';
import { MoveItems } from './move-items.tsx';
import { MoveOutlook } from './move-outlook.tsx';
import { MoveProgress } from './move-progress.tsx';
import { MoveState } from './move-state.tsx';
import { StartMove } from './start-move.tsx';
import { useMove, type ItemFilter } from './use-moves.query.ts';

/** One move: what the dry run says, its start, how far it is, and what became of each case. */
export function Component() {
  const { id = '' } = useParams();
  return (
    <Page permission="process:read">
      <Move key={id} id={id} />
    </Page>
  );
}

function Move({ id }: { id: string }) {
  const { t } = useTranslation('moves');
  const { locale, pick } = useLocale();
  const { data: move, error, refetch } = useMove(id);
  const [filter, setFilter] = useState<ItemFilter>({});
  if (error && !move) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!move) return <TextSkeleton />;
  const number = (value: number) => formatNumber(value, locale);
  const who = (key: 'plannedBy' | 'startedBy', name: string, at: string) => (
    <bdi>{t(key, { name: isolated(name), at: formatMoment(at, locale) })}</bdi>
  );
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 3 }}>
      <div>
        <Button component={Link} to="/moves" size="small">
          {t('back')}
        </Button>
        <PageHeading>{move.name ? pick(move.name) : move.processKey}</PageHeading>
        <Typography>
          {t('fromTo', {
            from: move.fromVersions.map(number).join(' · ') || '–',
            to: number(move.toVersion),
          })}
        </Typography>
        <Typography variant="body2" color="text.secondary">
          {who('plannedBy', move.plannedBy, move.plannedAt)}
          {move.startedBy && move.startedAt && <> · {who('startedBy', move.startedBy, move.startedAt)}</>}
        </Typography>
        <Box sx={{ mt: 1 }}>
          <MoveState state={move.state} />
        </Box>
      </div>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {move.state !== 'planned' && <MoveProgress move={move} />}
      <MoveOutlook move={move} onChoose={(code) => setFilter({ code })} />
      <ConfidentialCases move={move} />
      {move.state === 'planned' && <StartMove move={move} />}
      {move.total > 0 && <MoveItems move={move} filter={filter} onFilter={setFilter} />}
    </Box>
  );
}
