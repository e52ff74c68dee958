import { useMemo } from 'react';
import { useDraftComments } from '../use-draft.query.ts';
import { useWorkspace } from '../workspace/workspace-context.ts';

/** How many open comments the elements of the open file have, by id; what has none is not in it. */
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
