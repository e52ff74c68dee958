import AddIcon from '@mui/icons-material/Add';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { useDraftFiles } from '../use-draft.mutation.ts';
import { useWorkspace } from '../workspace/workspace-context.ts';
import { isKey, newFileContent, type NewFileKind, newFileName } from './new-files.ts';

const KINDS: readonly NewFileKind[] = ['form', 'decision', 'template'];

/** Creates a new file, or imports one. */
export function AddFile({ onImport }: { onImport: (file: File) => void }) {
  const { t } = useTranslation('drafts');
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [kind, setKind] = useState<NewFileKind | null>(null);
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button
        size="small"
        startIcon={<AddIcon />}
        aria-haspopup="menu"
        onClick={({ currentTarget }) => setAnchor(currentTarget)}
      >
        {t('add.open')}
      </Button>
      <Menu open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)}>
        {KINDS.map((one) => (
          <MenuItem
            key={one}
            onClick={() => {
              setAnchor(null);
              setKind(one);
            }}
          >
            {t(`add.${one}`)}
          </MenuItem>
        ))}
        <MenuItem
          onClick={() => {
            setAnchor(null);
            input.current?.click();
          }}
        >
          {t('add.import')}
        </MenuItem>
      </Menu>
      <input
        ref={input}
        type="file"
        hidden
        accept=".bpmn,.dmn,.json,.xml"
        aria-label={t('add.import')}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) onImport(file);
          target.value = '';
        }}
      />
      {kind && <NameFileDialog kind={kind} onClose={() => setKind(null)} />}
    </>
  );
}

function NameFileDialog({ kind, onClose }: { kind: NewFileKind; onClose: () => void }) {
  const { t } = useTranslation('drafts');
  const { draft, openFile } = useWorkspace();
  const { save } = useDraftFiles(draft.id);
  const [key, setKey] = useState('');
  const name = newFileName(kind, draft.processKey, key);
  const taken = draft.files.some((file) => file.name === name && file.change !== 'removed');
  const version = draft.files.find((file) => file.name === name)?.version ?? 0;
  const make = () =>
    save.mutate(
      { name, content: newFileContent(kind, key), expectedVersion: version },
      {
        onSuccess: () => {
          onClose();
          openFile(name);
        },
      },
    );
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="xs">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          make();
        }}
      >
        <DialogTitle>{t(`add.${kind}`)}</DialogTitle>
        <DialogContent>
          <TextField
            autoFocus
            fullWidth
            margin="dense"
            label={t('add.key')}
            value={key}
            onChange={({ target }) => setKey(target.value.trim())}
            error={key !== '' && (!isKey(key) || taken)}
            helperText={taken ? t('add.exists') : t('add.keyHelp')}
            slotProps={{ htmlInput: { dir: 'ltr', maxLength: 48 } }}
          />
          {save.error && <ErrorNotice error={save.error} />}
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>{t('add.cancel')}</Button>
          <Button type="submit" variant="contained" disabled={!isKey(key) || taken || save.isPending}>
            {t('add.submit')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
