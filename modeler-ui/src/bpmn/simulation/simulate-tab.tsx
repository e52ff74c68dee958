import { useFileSession } from '#modeler-ui/drafts/saving/use-file-session.ts';
import type { DraftTabProps } from '#modeler-ui/drafts/workspace/draft-tabs.ts';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { Simulation } from './simulation.tsx';

/** Simulates tokens on the open diagram as it is on screen. */
export default function SimulateTab({ name }: DraftTabProps) {
  const { state, error } = useFileSession();
  if (error) return <ErrorNotice error={error} />;
  if (!state) return <TextSkeleton />;
  return <Simulation name={name} content={state.content ?? ''} />;
}
