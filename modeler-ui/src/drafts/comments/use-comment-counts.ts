import { useMemo } from 'react';
import { useDraftComments } from '../use-draft.query.ts';
import { useWorkspace } from '../workspace/workspace-context.ts';

/** Number of open comments by element id, for the open file. Elements without comments are omitted. */
export function useCommentCounts(): Readonly<Record<string, number>> {
  const { draft, name } = useWorkspace();
  const { data } = useDraftComments(draft.id);
  return useMemo(() => {
    const counts: Record<string, number> = {};
    for (const { file, elementId, resolvedAt } of data?.items ?? [])
      if (file === name && elementId !== null && resolvedAt === null)
        counts[elementId] = (counts[elementId] ?? 0) + 1;
    return counts;
  }, [data, name]);
}
