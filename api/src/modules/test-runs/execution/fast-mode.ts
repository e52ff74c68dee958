import { type EngineCommands, EngineTaskNotFound } from '#api/engine/index.ts';
import type { Clock } from '#api/platform/clock.ts';
import { exampleMessage } from '../data/example-data.ts';
import type { TestRunForms } from '../data/test-run-forms.ts';
import { realName } from '../isolation/scratch-names.ts';
import type { TestRunState } from '../reading/test-run.view.ts';
import type { RunProblem, TestRunRow } from '../test-runs.repo.ts';
import type { TestRunActions } from './test-run-actions.ts';

/** Time after which a step without a visible effect on the read side is repeated. */
const RETRY_AFTER_MS = 5_000;
/** Time without any change after which the run waits for something that no example answers. */
const IDLE_TIMEOUT_MS = 15_000;
const MAX_STEPS = 200;

type Deps = {
  commands: Pick<EngineCommands, 'completeTask'>;
  steps: TestRunActions;
  clock: Clock;
};

/** Answers a run with examples: it fills in forms, sends the awaited messages and, when nothing else is
 *  awaited, skips time. */
export function fastMode({ commands, steps, clock }: Deps) {
  const taken = new Map<string, number>();
  const idle = new Map<string, number>();

  const isNew = (what: string): boolean => {
    const now = Date.now();
    if (now - (taken.get(what) ?? 0) < RETRY_AFTER_MS) return false;
    taken.set(what, now);
    return true;
  };

  return {
    /** @returns the number of steps taken, or the reason why the run cannot continue by itself */
    async step(run: TestRunRow, state: TestRunState, forms: TestRunForms): Promise<number | RunProblem> {
      if (run.steps > MAX_STEPS) return 'goes-round';
      if (state.tasks.length > 0) {
        idle.delete(run.id);
        return answerTasks(run, state, forms);
      }
      if (state.openJobs > 0 && state.incidents.length === 0) return 0;
      if (state.incidents.length > 0) return 'incident';
      const facts = (processKey: string, elementId: string) => run.elements[processKey]?.[elementId];
      const message = state.messages.find(
        (one) => facts(realName(one.process_key), one.element_id)?.waits === 'here',
      );
      const timer = state.timers[0];
      const next = message ?? timer;
      if (!next) return waited(run.id);
      idle.delete(run.id);
      if (!isNew(`${next.awaited_key}:${next.happened}`)) return 0;
      if (message) await steps.send(message, exampleMessage(realName(message.message_name)));
      else if (timer) await steps.skipTo(run, state.timers, timer);
      return 1;
    },

    forget(runId: string): void {
      idle.delete(runId);
    },
  };

  function waited(runId: string): 0 | 'nothing-to-do' {
    const since = idle.get(runId) ?? Date.now();
    idle.set(runId, since);
    return Date.now() - since > IDLE_TIMEOUT_MS ? 'nothing-to-do' : 0;
  }

  async function answerTasks(
    run: TestRunRow,
    state: TestRunState,
    forms: TestRunForms,
  ): Promise<number | RunProblem> {
    let done = 0;
    for (const task of state.tasks) {
      if (!isNew(task.task_key)) continue;
      const data = await forms.example(task.form_key, exampleFor(run, state, task, clock.now()));
      if (!data) return 'form';
      const command = {
        taskKey: task.task_key,
        variables: forms.variables(task.form_key, data),
        action: 'test-run',
      };
      await commands.completeTask(command).catch((error: unknown) => {
        if (!(error instanceof EngineTaskNotFound)) throw error;
      });
      done += 1;
    }
    return done;
  }
}

/** Input for the example of a task: how often the task was completed before, and its department. */
export function exampleFor(
  run: Pick<TestRunRow, 'variables'>,
  state: TestRunState,
  task: { element_id: string; process_key: string; instance_key: string },
  now: Date,
) {
  const department = state.departmentOf(task) ?? run.variables['department'];
  return {
    turn: state.timesDone(task),
    department: typeof department === 'string' ? department : 'contact-centre',
    now,
  };
}
