import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import TextField from '@mui/material/TextField';
import { type DragEvent, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import type { Draft } from '#common/contract/process-drafts.ts';
import { ErrorBoundary } from '#ui/components/error-boundary.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { useHasPermission } from '#ui/shell/use-me.query.ts';
import { CommentsPanel } from '../comments/comments-panel.tsx';
import { AddFile } from '../files/add-file.tsx';
import { FileActions } from '../files/file-actions.tsx';
import { FileList } from '../files/file-list.tsx';
import { ImportNotice } from '../files/import-notice.tsx';
import { useImport } from '../files/use-import.ts';
import type { DraftSessions } from '../saving/draft-sessions.ts';
import { useDraftCheck } from '../use-draft.query.ts';
import { DRAFT_TABS } from './draft-tabs.ts';
import { useLiveDraft } from './use-live-draft.ts';
import { useWorkMode } from './use-work-mode.ts';
import { useWorkspace, type Workspace, WorkspaceContext } from './workspace-context.ts';
import { WorkspaceHead } from './workspace-head.tsx';

/** The draft's files, the open one in its editor, and the comments on it. */
export function DraftWorkspace({ draft, sessions }: { draft: Draft; sessions: DraftSessions }) {
  const { tab = 'edit' } = useParams();
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const mayDraft = useHasPermission('process:draft');
  const [mode, setMode] = useWorkMode();
  const [picked, setPicked] = useState<{ name: string; elementId: string | null } | null>(null);
  const [generation, setGeneration] = useState(0);

  const asked = search.get('file');
  const first = draft.files.find(({ name }) => name === `${draft.processKey}.bpmn`) ?? draft.files[0];
  const name = draft.files.find((file) => file.name === asked)?.name ?? first?.name ?? '';
  const element = search.get('element');
  const selected = picked?.name === name ? picked.elementId : element;
  const go = (to: { tab?: string; name?: string; elementId?: string | undefined }) => {
    const query = new URLSearchParams({ file: to.name ?? name });
    if (to.elementId) query.set('element', to.elementId);
    void navigate(`/drafts/${draft.id}/${to.tab ?? tab}?${query.toString()}`);
  };
  const workspace: Workspace = {
    draft,
    sessions,
    name,
    mode,
    generation,
    readOnly: draft.state !== 'open' || !mayDraft,
    focus: element ? { elementId: element } : undefined,
    selected,
    select: (elementId) => setPicked({ name, elementId }),
    openFile: (next, elementId) => {
      setPicked(null);
      go({ tab: 'edit', name: next, elementId });
    },
    reload: (changed) => {
      sessions.forget(changed);
      setGeneration((now) => now + 1);
    },
  };
  return (
    <WorkspaceContext value={workspace}>
      <Body
        tab={tab}
        onTab={(next) => go({ tab: next })}
        onFile={(next) => go({ name: next })}
        mode={mode}
        onMode={setMode}
      />
    </WorkspaceContext>
  );
}

type BodyProps = {
  tab: string;
  onTab: (tab: string) => void;
  onFile: (name: string) => void;
  mode: Workspace['mode'];
  onMode: (mode: Workspace['mode']) => void;
};

function Body({ tab, onTab, onFile, mode, onMode }: BodyProps) {
  const { t } = useTranslation('drafts');
  const workspace = useWorkspace();
  const { draft, sessions, name, selected, readOnly, openFile } = workspace;
  const { data: checked } = useDraftCheck(draft);
  const live = useLiveDraft(draft, sessions, { file: name, elementId: selected });
  const importing = useImport();
  const tabs = DRAFT_TABS.filter(({ when }) => when?.(draft, name) ?? true);
  const shown = tabs.find(({ key }) => key === tab) ?? tabs[0];
  const drop = (event: DragEvent) => {
    event.preventDefault();
    const [file] = event.dataTransfer.files;
    if (file && !readOnly) void importing.take(file);
  };
  return (
    <Box onDragOver={(event) => event.preventDefault()} onDrop={drop}>
      <WorkspaceHead mode={mode} onMode={onMode} {...live} />
      {draft.state !== 'open' && (
        <Alert severity="info" sx={{ mb: 1 }}>
          {t('workspace.frozen', { state: t(`state.${draft.state}`) })}
        </Alert>
      )}
      {importing.result && (
        <Box sx={{ mb: 1 }}>
          <ImportNotice
            result={importing.result}
            onReplace={() => void importing.replace()}
            onClose={importing.clear}
          />
        </Box>
      )}
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          gridTemplateColumns: {
            xs: 'minmax(0, 1fr)',
            md: '220px minmax(0, 1fr)',
            xl: '240px minmax(0, 1fr) 280px',
          },
        }}
      >
        <Box component="section" aria-label={t('workspace.files')}>
          {!readOnly && <AddFile onImport={(file) => void importing.take(file)} />}
          <Box sx={{ display: { xs: 'none', md: 'block' } }}>
            <FileList files={ownFirst(draft)} checked={checked} open={name} onOpen={onFile} />
          </Box>
          <TextField
            select
            fullWidth
            size="small"
            label={t('workspace.files')}
            value={name}
            onChange={({ target }) => onFile(target.value)}
            sx={{ display: { md: 'none' }, mt: 1 }}
          >
            {draft.files.map((file) => (
              <MenuItem key={file.name} value={file.name}>
                <bdi>{file.name}</bdi>
              </MenuItem>
            ))}
          </TextField>
        </Box>
        <Box component="section" sx={{ minWidth: 0 }}>
          <Tabs
            value={shown?.key ?? false}
            onChange={(_event, key: string) => onTab(key)}
            variant="scrollable"
            aria-label={t('workspace.tabs')}
            sx={{ mb: 1, borderBottom: 1, borderColor: 'divider' }}
          >
            {tabs.map(({ key, labelKey }) => (
              <Tab key={key} value={key} label={t(labelKey as 'tab.edit')} />
            ))}
          </Tabs>
          <FileActions key={name} />
          {shown && (
            <ErrorBoundary key={`${shown.key} ${name}`} title={t('file.broken')} action={t('save.again')}>
              <Suspense fallback={<TextSkeleton />}>
                <shown.component draft={draft} name={name} openFile={openFile} flush={sessions.flush} />
              </Suspense>
            </ErrorBoundary>
          )}
        </Box>
        <Box sx={{ gridColumn: { md: '2', xl: '3' }, minWidth: 0 }}>
          <CommentsPanel />
        </Box>
      </Box>
    </Box>
  );
}

/** Sorts the process diagram first, then files of this process only, then shared files. */
const ownFirst = ({ files, processKey }: Draft): Draft['files'] => {
  const rank = ({ name }: Draft['files'][number]) => {
    if (name === `${processKey}.bpmn`) return 0;
    return name.startsWith(`forms/${processKey}/`) ? 1 : 2;
  };
  return [...files].sort((a, b) => rank(a) - rank(b));
};
