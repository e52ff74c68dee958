import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type NavigatedViewer from 'bpmn-js/lib/NavigatedViewer.js';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DiffEntry } from '#common/process-files/diff/index.ts';
import { DiagramView } from '#ui/diagram/diagram-view.tsx';
import type { Badge, Mark } from '#ui/diagram/marks.ts';

type Side = 'before' | 'after';
type Viewbox = { x: number; y: number; width: number; height: number };
type Canvas = { viewbox(): Viewbox; viewbox(box: Viewbox): void };

const SIGNS = { added: '+', removed: '−', changed: '≠', moved: '↔' } as const;

type Props = {
  before: string;
  after: string;
  name: string;
  titles: Record<Side, string>;
  changes: readonly DiffEntry[];
  selected: string | null;
  onSelect: (elementId: string | null) => void;
};

/** Two versions of a diagram side by side with a shared viewport: moving one moves the other. */
export function DiagramComparison({ before, after, name, titles, changes, selected, onSelect }: Props) {
  const { t } = useTranslation('release');
  const [left, setLeft] = useState<NavigatedViewer | null>(null);
  const [right, setRight] = useState<NavigatedViewer | null>(null);
  useEffect(() => (left && right ? syncViewports(left, right) : undefined), [left, right]);
  const marked = useMemo(() => {
    const words = {
      added: t('kind.added'),
      removed: t('kind.removed'),
      changed: t('kind.changed'),
      moved: t('moved'),
    };
    return { before: marksOf(changes, 'before', words), after: marksOf(changes, 'after', words) };
  }, [changes, t]);
  const shared = { name, selected, onSelect, height: 420 };
  return (
    <Box
      sx={{
        display: 'grid',
        gap: 1,
        gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'repeat(2, minmax(0, 1fr))' },
      }}
    >
      <Box>
        <Typography variant="subtitle2">{titles.before}</Typography>
        <DiagramView xml={before} {...marked.before} onReady={setLeft} {...shared} />
      </Box>
      <Box>
        <Typography variant="subtitle2">{titles.after}</Typography>
        <DiagramView xml={after} {...marked.after} onReady={setRight} {...shared} />
      </Box>
    </Box>
  );
}

/** An element whose behaviour changed too is not marked as moved. */
function marksOf(changes: readonly DiffEntry[], side: Side, words: Record<keyof typeof SIGNS, string>) {
  const marks: Record<string, Mark[]> = {};
  for (const { subject, kind, rank } of changes) {
    if (kind === (side === 'before' ? 'added' : 'removed')) continue;
    marks[subject] ??= [rank === 'layout' ? 'moved' : kind];
  }
  const badges = Object.entries(marks).map(([elementId, [mark]]): Badge => {
    const sign = mark as keyof typeof SIGNS;
    const tone =
      sign === 'added' ? 'good' : sign === 'removed' ? 'bad' : sign === 'changed' ? 'attention' : 'neutral';
    return { elementId, text: SIGNS[sign], title: words[sign], tone, at: 'end' };
  });
  return { marks, badges };
}

function syncViewports(one: NavigatedViewer, other: NavigatedViewer): () => void {
  let following = false;
  const follow = (leader: NavigatedViewer, follower: NavigatedViewer) => () => {
    if (following) return;
    following = true;
    const { x, y, width, height } = leader.get<Canvas>('canvas').viewbox();
    follower.get<Canvas>('canvas').viewbox({ x, y, width, height });
    following = false;
  };
  const [first, second] = [follow(one, other), follow(other, one)];
  one.on('canvas.viewbox.changed', first);
  other.on('canvas.viewbox.changed', second);
  return () => {
    one.off('canvas.viewbox.changed', first);
    other.off('canvas.viewbox.changed', second);
  };
}
