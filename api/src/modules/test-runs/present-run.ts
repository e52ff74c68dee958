import type { Text, TestRun, TestRunSummary } from '../../../contract/index.ts';
import { exampleMessage } from './example-data.ts';
import type { RunState } from './run-view.ts';
import { FOR_WHOM, realName } from './scratch-names.ts';
import type { Effect, RunRow } from './test-runs.repo.ts';

/** @param hash of the draft's files as they are now; null when nobody asks */
export const summaryOf = (run: RunRow, hash: string | null): TestRunSummary => ({
  id: run.id,
  processKey: run.process_key,
  state: run.state,
  result: run.result,
  problem: run.problem,
  fast: run.fast,
  filesHash: run.files_hash,
  upToDate: hash === null || hash === run.files_hash,
  startedBy: run.started_by,
  startedAt: run.started_at.toISOString(),
  endedAt: run.ended_at?.toISOString() ?? null,
});

type Given = {
  run: RunRow;
  hash: string | null;
  state: RunState;
  effects: readonly Effect[];
  /** What a person may fill in, by the key of the task. */
  examples: ReadonlyMap<string, Record<string, unknown> | undefined>;
  templateName: (id: string) => Text | null;
  now: Date;
};

/** A run for the page: everything by the names that the draft gives. */
export function presentRun({ run, hash, state, effects, examples, templateName }: Given): TestRun {
  const factsOf = (processKey: string, elementId: string) => run.elements[processKey]?.[elementId];
  const at = (processKey: string, elementId: string) => ({
    processKey,
    elementId,
    name: factsOf(processKey, elementId)?.name ?? { fa: elementId, en: elementId },
  });
  const waiting = (one: { process_key: string; element_id: string; awaited_key: string }) => {
    const processKey = realName(one.process_key);
    const facts = factsOf(processKey, one.element_id);
    return {
      ...at(processKey, one.element_id),
      awaitedKey: one.awaited_key,
      waits: facts?.waits ?? 'here',
      interrupting: facts?.interrupting ?? true,
    };
  };
  return {
    ...summaryOf(run, hash),
    draftId: run.draft_id,
    variables: run.variables,
    answers: run.answers,
    now: state.now.toISOString(),
    instances: state.instances.map((instance) => presentInstance(instance, state, run)),
    tasks: state.tasks.map((task) => ({
      ...at(realName(task.process_key), task.element_id),
      taskKey: task.task_key,
      formKey: task.form_key,
      forWhom: state.whomOf(task.element_key),
      example: examples.get(task.task_key) ?? null,
    })),
    messages: state.messages.map((one) => ({
      ...waiting(one),
      message: realName(one.message_name),
      example: exampleMessage(realName(one.message_name)),
    })),
    timers: state.timers.map((one) => ({
      ...waiting(one),
      time: one.time,
      dueAt: one.dueAt?.toISOString() ?? null,
    })),
    effects: effects.map((effect) => ({
      ...at(effect.process_key, effect.element_id),
      jobType: effect.job_type,
      template: templateName(factsOf(effect.process_key, effect.element_id)?.work?.template ?? ''),
      inputs: effect.inputs,
      outcome: effect.outcome,
      at: effect.at.toISOString(),
    })),
    incidents: state.incidents.map(({ instance_key, element_id, error_type, error_message, created_at }) => ({
      ...at(state.processOf.get(instance_key) ?? '', element_id ?? ''),
      errorType: error_type,
      message: error_message.replaceAll(`${run.prefix}-`, ''),
      at: created_at.toISOString(),
    })),
  };
}

function presentInstance(instance: RunState['instances'][number], state: RunState, run: RunRow) {
  const key = instance.instance_key;
  const processKey = realName(instance.process_key);
  const counts = new Map<string, { active: number; done: number; ended: number }>();
  for (const { instance_key, element_id, state: stands } of state.elements) {
    if (instance_key !== key) continue;
    const count = counts.get(element_id) ?? { active: 0, done: 0, ended: 0 };
    count[stands === 'active' ? 'active' : stands === 'completed' ? 'done' : 'ended'] += 1;
    counts.set(element_id, count);
  }
  return {
    key,
    processKey,
    name: run.elements[processKey]?.[processKey]?.name ?? { fa: processKey, en: processKey },
    parentKey: instance.parent_key,
    calledBy: state.elementOf.get(instance.parent_element_key ?? '') ?? null,
    state: instance.state,
    elements: [...counts].map(([elementId, count]) => ({ elementId, ...count })),
    flows: state.flows.filter(({ instance_key }) => instance_key === key).map(({ flow_id }) => flow_id),
    variables: state.variables
      .filter(({ instance_key, name }) => instance_key === key && name !== FOR_WHOM)
      .map(({ scope_key, name, value, changes }) => ({
        elementId: scope_key === key ? null : (state.elementOf.get(scope_key) ?? ''),
        name,
        value,
        changes,
      })),
  };
}
