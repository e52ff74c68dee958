import type { Sandbox } from '#api/sandbox/index.ts';
import type { TestRunPlan } from '#common/contract/index.ts';
import type { ProcessDefinitionsService } from '../../process-definitions/index.ts';
import type { DraftReads } from '../drafts-port.ts';
import type { SourceFile } from './not-testable.ts';
import type { ScratchCopy } from './scratch-copy.ts';

type Deps = {
  drafts: DraftReads;
  definitions: Pick<ProcessDefinitionsService, 'check'>;
  sandbox: Pick<Sandbox, 'scratchCopy'>;
};

/** Returns the copy for the engine, or the reason why there is none: a rule about the files is broken, or
 *  the draft does something that a run cannot isolate. */
export const copyOfDraft =
  ({ drafts, definitions, sandbox }: Deps) =>
  async (
    draftId: string,
    files: readonly SourceFile[],
    prefix: string,
  ): Promise<ScratchCopy | { cannot: NonNullable<TestRunPlan['cannot']> }> => {
    const changes = await drafts.changes(draftId);
    const { errors } = await definitions.check(
      changes.flatMap(({ name, content }) => (content === null ? [] : [{ name, content }])),
      changes.flatMap(({ name, content }) => (content === null ? [name] : [])),
    );
    const [broken] = errors;
    if (broken) return { cannot: { reason: 'rules', file: broken.file, elementId: broken.elementId } };
    return sandbox.scratchCopy(files, prefix);
  };

export type CopyOfDraft = ReturnType<typeof copyOfDraft>;
