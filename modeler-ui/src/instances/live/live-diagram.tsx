import Alert from '@mui/material/Alert';
import Link from '@mui/material/Link';
import TableCell from '@mui/material/TableCell';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink, useNavigate } from 'react-router';
import type { LiveElements, VersionDiagram } from '#common/contract/instances.ts';
import { EmptyState } from '#ui/components/empty-state.tsx';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { DiagramView } from '#ui/diagram/diagram-view.tsx';
import type { Badge, Mark, Marks } from '#ui/diagram/marks.ts';
import { formatMoment } from '#ui/format/dates.ts';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useElementNames } from '../detail/use-element-names.ts';
import { SimpleTable } from '../simple-table.tsx';
import { useCount } from '../use-count.ts';
import { useLiveElements } from '../use-instances.query.ts';

type Props = { diagram: VersionDiagram; name: string };

/** Number of active instances and incidents per element; an element links to its instances. */
export function LiveDiagram({ diagram, name }: Props) {
  const { t } = useTranslation('instances');
  const { locale } = useLocale();
  const navigate = useNavigate();
  const nameOf = useElementNames(diagram);
  const { data, error, refetch } = useLiveElements(diagram);
  const count = useCount(data?.confidential ?? false);
  const elements = data?.elements;
  const marks = useMemo(() => marksOf(elements ?? []), [elements]);
  const badges = useMemo<Badge[]>(
    () =>
      (elements ?? []).flatMap(({ elementId, tokens, incidents }): Badge[] => [
        ...(tokens !== 0
          ? [
              {
                elementId,
                text: count(tokens),
                at: 'start' as const,
                title: t('live.tokens', { value: count(tokens) }),
              },
            ]
          : []),
        ...(incidents > 0
          ? [
              {
                elementId,
                text: `! ${formatNumber(incidents, locale)}`,
                tone: 'bad' as const,
                title: t('live.incidents', { value: formatNumber(incidents, locale) }),
              },
            ]
          : []),
      ]),
    [elements, locale, count, t],
  );
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <TextSkeleton />;
  const listOf = (elementId: string) =>
    `/instances?${new URLSearchParams({
      processKey: diagram.processKey,
      version: String(diagram.version),
      elementId,
      state: 'active',
    })}`;
  const standing = new Set(data.elements.map(({ elementId }) => elementId));
  return (
    <>
      <Typography role="status" sx={{ my: 1 }}>
        {t('live.active', { value: count(data.active) })}{' '}
        <Typography component="span" variant="caption" color="text.secondary">
          {t('live.asOf', { at: formatMoment(data.at, locale) })}
        </Typography>
      </Typography>
      {diagram.xml === null ? (
        <Alert severity="info">{t('one.noDiagram')}</Alert>
      ) : (
        <DiagramView
          xml={diagram.xml}
          name={name}
          marks={marks}
          badges={badges}
          onSelect={(id) => id && standing.has(id) && void navigate(listOf(id))}
          height={460}
        />
      )}
      {data.elements.length === 0 ? (
        <EmptyState title={t('live.nobody')} />
      ) : (
        <SimpleTable
          label={t('live.table')}
          columns={[t('live.element'), t('live.standing'), t('live.incident'), t('live.oldest')]}
        >
          {data.elements.map(({ elementId, tokens, incidents, oldest }) => (
            <TableRow key={elementId}>
              <TableCell>
                <Link component={RouterLink} to={listOf(elementId)}>
                  {nameOf(elementId)}
                </Link>
              </TableCell>
              <TableCell>{count(tokens)}</TableCell>
              <TableCell sx={{ color: incidents > 0 ? 'error.main' : undefined }}>
                {formatNumber(incidents, locale)}
              </TableCell>
              <TableCell>{oldest && formatMoment(oldest, locale)}</TableCell>
            </TableRow>
          ))}
        </SimpleTable>
      )}
    </>
  );
}

const marksOf = (elements: LiveElements['elements']): Marks =>
  Object.fromEntries(
    elements.map(({ elementId, incidents }): [string, Mark[]] => [
      elementId,
      incidents > 0 ? ['current', 'incident'] : ['current'],
    ]),
  );
