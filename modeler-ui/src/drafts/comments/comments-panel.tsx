import SettledIcon from '@mui/icons-material/CheckCircleOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import List from '@mui/material/List';
import ListItem from '@mui/material/ListItem';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftComment } from '#common/contract/process-drafts.ts';
import { randomId } from '#ui/api/random-id.ts';
import { EmptyState } from '#ui/components/empty-state.tsx';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { formatMoment } from '#ui/format/dates.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useHasPermission } from '#ui/shell/use-me.query.ts';
import { useFileSession } from '../saving/use-file-session.ts';
import { useResolveComment, useWriteComment } from '../use-draft.mutation.ts';
import { useDraftComments } from '../use-draft.query.ts';
import { useWorkspace } from '../workspace/workspace-context.ts';
import { type ElementLabels, useElementLabels } from './element-labels.ts';

/** Comments on the open file, or on its selected element. */
export function CommentsPanel() {
  const { t } = useTranslation('drafts');
  const { draft, name, selected, select, openFile } = useWorkspace();
  const { state } = useFileSession();
  const labels = useElementLabels(name, state?.content ?? null);
  const { data, error, refetch } = useDraftComments(draft.id);
  const settle = useResolveComment(draft.id);
  const mayWrite = useHasPermission('process:draft');
  const [withSettled, setWithSettled] = useState(false);
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <TextSkeleton />;
  const shown = data.items.filter(
    (comment) =>
      comment.file === name &&
      (withSettled || comment.resolvedAt === null) &&
      (selected === null || isAbout(comment.elementId, selected, labels)),
  );
  return (
    <Box component="section" aria-label={t('comments.title')}>
      <Stack direction="row" sx={{ alignItems: 'center', justifyContent: 'space-between', flexWrap: 'wrap' }}>
        <Typography variant="h3" sx={{ fontSize: '1rem' }}>
          {t('comments.title')}
        </Typography>
        <FormControlLabel
          control={
            <Checkbox size="small" checked={withSettled} onChange={(_event, on) => setWithSettled(on)} />
          }
          label={<Typography variant="body2">{t('comments.showSettled')}</Typography>}
        />
      </Stack>
      {selected && (
        <Button size="small" onClick={() => select(null)}>
          {t('comments.all')}
        </Button>
      )}
      {mayWrite && (
        <NewComment
          key={`${name} ${selected ?? ''}`}
          label={selected && (labels.get(selected)?.text ?? selected)}
        />
      )}
      {settle.error && <ErrorNotice error={settle.error} />}
      {shown.length === 0 ? (
        <EmptyState title={t('comments.none')}>{selected ? undefined : t('comments.noneHelp')}</EmptyState>
      ) : (
        <List disablePadding>
          {shown.map((comment) => (
            <ListItem key={comment.id} divider disableGutters sx={{ display: 'block' }}>
              <Comment
                comment={comment}
                label={comment.elementId && (labels.get(comment.elementId)?.text ?? comment.elementId)}
                onOpen={() => comment.elementId && openFile(comment.file, comment.elementId)}
                {...(mayWrite && {
                  onSettle: () =>
                    settle.mutate({ commentId: comment.id, resolved: comment.resolvedAt === null }),
                })}
              />
            </ListItem>
          ))}
        </List>
      )}
    </Box>
  );
}

/** A cell is shown with the comments on its rule, and a rule with those on its cells. */
const isAbout = (elementId: string | null, selected: string, labels: ElementLabels): boolean =>
  elementId !== null &&
  (elementId === selected ||
    labels.get(elementId)?.within === selected ||
    labels.get(selected)?.within === elementId);

function NewComment({ label }: { label: string | null }) {
  const { t } = useTranslation('drafts');
  const { draft, name, selected } = useWorkspace();
  const write = useWriteComment(draft.id);
  const [text, setText] = useState('');
  const [id, setId] = useState(randomId);
  const send = () =>
    write.mutate(
      { id, file: name, elementId: selected, text: text.trim() },
      {
        onSuccess: () => {
          setText('');
          setId(randomId());
        },
      },
    );
  return (
    <Box sx={{ mb: 1 }}>
      <TextField
        label={label ? t('comments.writeOn', { element: label }) : t('comments.write')}
        value={text}
        onChange={({ target }) => setText(target.value)}
        multiline
        minRows={2}
        fullWidth
        size="small"
        slotProps={{ htmlInput: { maxLength: 2000, dir: 'auto' } }}
      />
      {write.error && <ErrorNotice error={write.error} kept />}
      <Button size="small" disabled={!text.trim() || write.isPending} onClick={send} sx={{ mt: 0.5 }}>
        {t('comments.send')}
      </Button>
    </Box>
  );
}

type CommentProps = {
  comment: DraftComment;
  label: string | null;
  onOpen: () => void;
  onSettle?: () => void;
};

function Comment({ comment, label, onOpen, onSettle }: CommentProps) {
  const { t } = useTranslation('drafts');
  const { locale } = useLocale();
  return (
    <>
      <Typography variant="caption" color="text.secondary" component="p">
        {t('processes.by', { who: comment.writtenBy, at: formatMoment(comment.writtenAt, locale) })}
      </Typography>
      {label && (
        <Button size="small" onClick={onOpen} sx={{ p: 0 }}>
          <bdi>{label}</bdi>
        </Button>
      )}
      <Typography variant="body2" dir="auto" sx={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {comment.text}
      </Typography>
      {comment.resolvedBy && (
        <Typography
          variant="caption"
          sx={{ display: 'flex', alignItems: 'center', gap: 0.5, color: 'success.main' }}
        >
          <SettledIcon fontSize="inherit" aria-hidden />
          {t('comments.settledBy', { who: comment.resolvedBy })}
        </Typography>
      )}
      {onSettle && (
        <Button size="small" onClick={onSettle}>
          {comment.resolvedAt ? t('comments.reopen') : t('comments.settle')}
        </Button>
      )}
    </>
  );
}
