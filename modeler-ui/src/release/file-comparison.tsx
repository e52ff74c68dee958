import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { kindOf } from '#common/process-files/diff/index.ts';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { DiagramView } from '#ui/diagram/diagram-view.tsx';
import { ChangeList } from './change-list.tsx';
import { DecisionDiffTables } from './decision-diff-tables.tsx';
import { DiagramComparison } from './diagram-comparison.tsx';
import { type FilePair, useFileChanges } from './use-release.query.ts';

type Props = { pair: FilePair; titles: { before: string; after: string } };

/** Two versions of a file: the changes in words, and where they are. */
export function FileComparison({ pair, titles }: Props) {
  const { t } = useTranslation('release');
  const { name, before, after } = pair;
  const { data: changes, error } = useFileChanges(pair);
  const [selected, setSelected] = useState<string | null>(null);
  if (before === null || after === null)
    return (
      <Box>
        <Alert severity={after === null ? 'warning' : 'info'} sx={{ mb: 1 }}>
          {after === null ? t('file.removed') : t('file.added')}
        </Alert>
        {kindOf(name) === 'diagram' && <DiagramView xml={after ?? before ?? ''} name={name} height={360} />}
      </Box>
    );
  if (error) return <Alert severity="warning">{t('file.unreadable')}</Alert>;
  if (!changes) return <TextSkeleton />;
  return (
    <Box>
      {kindOf(name) === 'diagram' && (
        <DiagramComparison {...{ before, after, name, titles, changes, selected }} onSelect={setSelected} />
      )}
      {kindOf(name) === 'decisions' && (
        <DecisionDiffTables xml={after} changes={changes} selected={selected} />
      )}
      <Box sx={{ mt: 1 }}>
        <ChangeList changes={changes} selected={selected} onSelect={setSelected} />
      </Box>
    </Box>
  );
}
