import { TaskGone, type EngineCommands } from '#api/engine/index.ts';
import type { Clock } from '#api/platform/clock.ts';
import { exampleMessage } from './example-data.ts';
import type { RunForms } from './run-forms.ts';
import type { RunSteps } from './run-steps.ts';
import type { RunState } from './run-view.ts';
import { realName } from './scratch-names.ts';
import type { RunProblem, RunRow } from './test-runs.repo.ts';

/** A step that shows no effect on the read side after this is taken again. */
const AGAIN_MS = 5_000;
/** Nothing moves for so long: the run waits for what no example answers. */
const IDLE_MS = 15_000;
const MOST_STEPS = 200;

type Deps = {
  commands: Pick<EngineCommands, 'completeTask'>;
  steps: RunSteps;
  clock: Clock;
};

/** Answers a run by examples: people fill in forms, the awaited messages come, and where nothing else is awaited, time passes. */
export function fastMode({ commands, steps, clock }: Deps) {
  const taken = new Map<string, number>();
  const idle = new Map<string, number>();

  const isNew = (what: string): boolean => {
    const now = Date.now();
    if (now - (taken.get(what) ?? 0) < AGAIN_MS) return false;
    taken.set(what, now);
    return true;
  };

  return {
    /** @returns how many steps were taken, or why it cannot go on by itself */
    async step(run: RunRow, state: RunState, forms: RunForms): Promise<number | RunProblem> {
      if (run.steps > MOST_STEPS) return 'goes-round';
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
    return Date.now() - since > IDLE_MS ? 'nothing-to-do' : 0;
  }

  async function answerTasks(run: RunRow, state: RunState, forms: RunForms): Promise<number | RunProblem> {
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
        if (!(error instanceof TaskGone)) throw error;
      });
      done += 1;
    }
    return done;
  }
}

/** How often the task was done before, and which department it is about. */
export function exampleFor(
  run: Pick<RunRow, 'variables'>,
  state: RunState,
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
