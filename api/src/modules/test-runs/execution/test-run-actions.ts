import { randomUUID } from 'node:crypto';
import type { EngineCommands } from '#api/engine/index.ts';
import type { AwaitedMessage } from '#api/modules/process-instances/index.ts';
import type { Clock } from '#api/platform/clock.ts';
import type { WaitingTimer } from '../reading/test-run.view.ts';
import type { TestRunRow, TestRunsRepo } from '../test-runs.repo.ts';
import type { TimeSkip } from './simulated-time.ts';

type Deps = { commands: Pick<EngineCommands, 'publish'>; repo: TestRunsRepo; clock: Clock };

/** Actions of people and of time on a run. A message that nobody waits for any more is lost at once, as
 *  intended. */
export function testRunActions({ commands, repo, clock }: Deps) {
  const send = (
    { message_name: name, correlation_key }: Pick<AwaitedMessage, 'message_name' | 'correlation_key'>,
    variables: Record<string, unknown>,
  ) =>
    commands.publish({
      name,
      correlationKey: correlation_key,
      messageId: randomUUID(),
      ttlMs: 0,
      variables,
    });

  return {
    send,

    /** Skips time until a timer is due: timers that are due before it fire first, each at its own time. */
    async skipTo(run: TestRunRow, timers: readonly WaitingTimer[], chosen: WaitingTimer): Promise<void> {
      const upTo = timers.slice(0, timers.indexOf(chosen) + 1);
      for (const timer of upTo) {
        const current = (await repo.find(run.id))?.skips ?? [];
        const at = clock.now();
        const shown = current.reduce((time, { ms }) => time + ms, at.getTime());
        const ms = Math.max(0, (timer.dueAt?.getTime() ?? shown) - shown);
        const skips: TimeSkip[] = [...current, { at: at.toISOString(), ms }];
        if (ms > 0) await repo.update(run.id, { skips });
        await send(timer, {});
      }
    },
  };
}

export type TestRunActions = ReturnType<typeof testRunActions>;
