import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { randomId } from '#ui/api/random-id.ts';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { isKey } from './files/new-files.ts';
import { useCreateDraft } from './use-draft.mutation.ts';

/** `of` is the process to change; without it, the draft is for a new process. */
type Props = { of?: { processKey: string; name: string }; onClose: () => void };

/** Creates a draft. */
export function CreateDraft({ of, onClose }: Props) {
  const { t } = useTranslation('drafts');
  const navigate = useNavigate();
  const create = useCreateDraft();
  const [id] = useState(randomId);
  const [given, setGiven] = useState({ title: '', key: '', fa: '', en: '' });
  const put = (field: keyof typeof given, value: string) => setGiven({ ...given, [field]: value });
  const complete = given.title.trim() && (of || (isKey(given.key) && given.fa.trim() && given.en.trim()));
  const begin = () =>
    create.mutate(
      {
        id,
        title: given.title.trim(),
        processKey: of?.processKey ?? given.key,
        ...(of ? {} : { newProcess: { fa: given.fa.trim(), en: given.en.trim() } }),
      },
      { onSuccess: (draft) => void navigate(`/drafts/${draft.id}`) },
    );
  const field = (
    name: keyof typeof given,
    label: string,
    more: { help?: string; dir?: 'ltr' | 'rtl' } = {},
  ) => (
    <TextField
      fullWidth
      margin="dense"
      label={label}
      value={given[name]}
      onChange={({ target }) => put(name, name === 'key' ? target.value.trim() : target.value)}
      {...(more.help && { helperText: more.help })}
      {...(name === 'key' && { error: given.key !== '' && !isKey(given.key) })}
      slotProps={{ htmlInput: { maxLength: name === 'key' ? 48 : 120, dir: more.dir ?? 'auto' } }}
    />
  );
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          begin();
        }}
      >
        <DialogTitle>{of ? t('begin.draftOf', { name: of.name }) : t('begin.process')}</DialogTitle>
        <DialogContent>
          {!of && field('fa', t('begin.nameFa'), { dir: 'rtl' })}
          {!of && field('en', t('begin.nameEn'), { dir: 'ltr' })}
          {!of && field('key', t('begin.key'), { help: t('begin.keyHelp'), dir: 'ltr' })}
          {field('title', t('begin.title'), { help: t('begin.titleHelp') })}
          {create.error && <ErrorNotice error={create.error} kept />}
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>{t('begin.cancel')}</Button>
          <Button type="submit" variant="contained" disabled={!complete || create.isPending}>
            {t('begin.submit')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
