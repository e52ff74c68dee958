import { randomUUID } from 'node:crypto';
import type { AuditLog } from '#api/modules/audit/index.ts';
import type { Clock } from '#api/platform/clock.ts';
import type { Sandbox } from '#api/sandbox/index.ts';
import type { StartWhatIf, WhatIfSummary } from '#common/contract/index.ts';
import type { DraftReads } from '../drafts-port.ts';
import { newPrefix } from '../isolation/scratch-names.ts';
import { DecisionNotComparable, TooManyWhatIfs } from '../test-runs.errors.ts';
import type { comparableDecisions } from './comparable-decisions.ts';
import type { WhatIfsRepo } from './what-ifs.repo.ts';
import type { WhatIfsView } from './what-ifs.view.ts';

type Deps = {
  repo: WhatIfsRepo;
  view: Pick<WhatIfsView, 'summary'>;
  sandbox: Pick<Sandbox, 'ruleDescriptions'>;
  drafts: DraftReads;
  decisions: ReturnType<typeof comparableDecisions>;
  audit: AuditLog;
  clock: Clock;
  wake: () => void;
};

/** What-if comparisons: what changed decisions would have done to past requests. */
export function whatIfsService({ repo, view, sandbox, drafts, decisions, audit, clock, wake }: Deps) {
  return {
    /** Starts a comparison in the background.
     *  @throws DecisionNotComparable, TooManyWhatIfs */
    async start(
      draftId: string,
      asked: StartWhatIf,
      { by, httpRequestId }: { by: string; httpRequestId?: string },
    ): Promise<WhatIfSummary> {
      await drafts.get(draftId);
      const found = (await decisions.candidates(draftId)).find(
        ({ shown }) => shown.decisionId === asked.decisionId,
      );
      if (!found?.shown.comparable || found.running === null)
        throw new DecisionNotComparable(undefined, { inputs: found?.shown.unknown ?? [] });
      if (await repo.isUnderWayBy(by)) throw new TooManyWhatIfs();
      const asking = await decisions.servicesAsking(asked.decisionId);
      const services = asked.service ? asking.filter((key) => key === asked.service) : asking;
      const id = randomUUID();
      const { decisionId, ...filter } = asked;
      await repo.insert({
        id,
        draft_id: draftId,
        decision_id: decisionId,
        file: found.shown.file,
        asked: { ...filter, services },
        source: found.content,
        rules: {
          before: await sandbox.ruleDescriptions(found.running),
          after: await sandbox.ruleDescriptions(found.content),
        },
        scratch_id: `${newPrefix()}-${decisionId}`,
        as_of: clock.now(),
        started_by: by,
      });
      await audit.write({
        actor: by,
        action: 'what-if.started',
        object: { kind: 'what-if', id },
        details: { draft: draftId, decision: decisionId, most: asked.most },
        result: 'done',
        httpRequestId,
      });
      wake();
      return view.summary(id);
    },

    async cancel(id: string): Promise<void> {
      const { state } = await repo.need(id);
      if (state === 'waiting' || state === 'running')
        await repo.update(id, { state: 'cancelled', ended_at: clock.now() });
      wake();
    },
  };
}

export type WhatIfsService = ReturnType<typeof whatIfsService>;
