import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import Typography from '@mui/material/Typography';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import type { TokenMove } from '#common/contract/batch-operations.ts';
import { Page } from '#modeler-ui/shell/page.tsx';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { PageHeading } from '#ui/components/page-heading.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { DiagramView } from '#ui/diagram/diagram-view.tsx';
import type { Marks } from '#ui/diagram/marks.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useInstanceToModify } from '../use-batch-operations.query.ts';
import { useModificationPreview } from '../use-instance-action.mutation.ts';
import { ActionForm } from './action-form.tsx';
import { ModificationPreviewPanel } from './modification-preview-panel.tsx';

/** Modification of an instance: select a token on the diagram, then its target. All moves are previewed
 *  together before they are applied. */
export function Component() {
  const { key = '' } = useParams();
  const { t } = useTranslation('batchOperations');
  return (
    <Page permission="instance:operate">
      <Button component={Link} to={`/instances/${key}`} size="small">
        {t('modify.back')}
      </Button>
      <PageHeading>{t('kind.modify')}</PageHeading>
      <ModifyInstance instanceKey={key} />
    </Page>
  );
}

function ModifyInstance({ instanceKey }: { instanceKey: string }) {
  const { t } = useTranslation('batchOperations');
  const { pick } = useLocale();
  const [search] = useSearchParams();
  const { instance, diagram } = useInstanceToModify(instanceKey);
  const preview = useModificationPreview(instanceKey);
  const [from, setFrom] = useState<string | null>(search.get('from'));
  const [moves, setMoves] = useState<TokenMove[]>([]);
  const standing = useMemo(
    () =>
      new Set(
        (instance.data?.path ?? []).filter(({ state }) => state === 'active').map((step) => step.elementId),
      ),
    [instance.data],
  );
  const marks = useMemo<Marks>(
    () => ({
      ...Object.fromEntries([...standing].map((id) => [id, ['current']] as const)),
      ...Object.fromEntries(moves.flatMap(({ to }) => (to ? [[to, ['added']] as const] : []))),
      ...Object.fromEntries(moves.flatMap((one) => (one.from ? [[one.from, ['removed']] as const] : []))),
    }),
    [standing, moves],
  );
  const error = instance.error ?? diagram.error;
  if (error) return <ErrorNotice error={error} />;
  if (!instance.data || !diagram.data) return <TextSkeleton />;
  if (diagram.data.xml === null || instance.data.state !== 'active')
    return <Alert severity="info">{t('modify.cannot')}</Alert>;
  const nameOf = (id: string) => {
    const name = diagram.data.elements.find((one) => one.id === id)?.name;
    return name ? pick(name) : id;
  };
  const change = (next: TokenMove[]) => {
    setMoves(next);
    preview.reset();
    if (next.length > 0) preview.mutate(next);
  };
  const select = (id: string | null) => {
    if (id === null) return;
    const takenAway = moves.some((move) => move.from === id);
    if (from === null && standing.has(id) && !takenAway) setFrom(id);
    else if (from !== null && id !== from) {
      change([...moves, { from, to: id }]);
      setFrom(null);
    }
  };
  const textOf = (move: TokenMove) => {
    if (move.from === undefined) return t('modify.added', { to: nameOf(move.to ?? '') });
    if (move.to === undefined) return t('modify.ended', { from: nameOf(move.from) });
    return t('modify.moved', { from: nameOf(move.from), to: nameOf(move.to) });
  };
  return (
    <>
      <Typography sx={{ my: 1 }} role="status">
        {from === null ? t('modify.pickToken') : t('modify.pickTarget', { from: nameOf(from) })}
      </Typography>
      <DiagramView
        xml={diagram.data.xml}
        name={instance.data.name ? pick(instance.data.name) : instance.data.processKey}
        marks={marks}
        selected={from}
        onSelect={select}
        height={420}
      />
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, my: 1 }}>
        {[...standing].map((id) => (
          <Chip
            key={id}
            label={nameOf(id)}
            color={from === id ? 'primary' : 'default'}
            aria-pressed={from === id}
            onClick={() => setFrom(from === id ? null : id)}
          />
        ))}
        {from !== null && (
          <Button
            size="small"
            color="error"
            onClick={() => {
              change([...moves, { from }]);
              setFrom(null);
            }}
          >
            {t('modify.end')}
          </Button>
        )}
      </Box>
      {moves.length > 0 && (
        <Box
          component="section"
          aria-labelledby="pending"
          sx={{ borderTop: 1, borderColor: 'divider', pt: 1 }}
        >
          <Typography id="pending" variant="h6" component="h2">
            {t('modify.pending')}
          </Typography>
          <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, my: 1 }}>
            {moves.map((move, at) => (
              <Chip
                key={`${at}${move.from}${move.to}`}
                label={textOf(move)}
                onDelete={() => change(moves.filter((_, index) => index !== at))}
                sx={{ maxWidth: '100%' }}
              />
            ))}
          </Box>
          {preview.error && <ErrorNotice error={preview.error} kept />}
          {preview.data && <ModificationPreviewPanel preview={preview.data} nameOf={nameOf} />}
          <ActionForm
            key={JSON.stringify(moves)}
            instanceKey={instanceKey}
            action={preview.data && !preview.data.refusal ? { kind: 'modify', moves } : undefined}
            label={t('modify.apply')}
            about={t('about.modify')}
            onClose={() => change([])}
          />
        </Box>
      )}
    </>
  );
}
