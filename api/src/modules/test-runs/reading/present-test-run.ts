import type { TestRun, TestRunSummary, Text } from '#common/contract/index.ts';
import { exampleMessage } from '../data/example-data.ts';
import { realName } from '../isolation/scratch-names.ts';
import type { CapturedJob, TestRunRow } from '../test-runs.repo.ts';
import type { TestRunState } from './test-run.view.ts';

/** @param hash hash of the draft's files as they are now; null when it is not needed */
export const summaryOf = (run: TestRunRow, hash: string | null): TestRunSummary => ({
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
  run: TestRunRow;
  hash: string | null;
  state: TestRunState;
  effects: { shown: readonly CapturedJob[]; more: number };
  /** Examples of what a person may fill in, by the key of the task. */
  examples: ReadonlyMap<string, Record<string, unknown> | undefined>;
  templateName: (id: string) => Text | null;
  now: Date;
};

/** Presents a run for the page, with the names that the draft gives. */
export function presentTestRun({ run, hash, state, effects, examples, templateName }: Given): TestRun {
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
    effects: effects.shown.map((effect) => ({
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
    more: { ...state.more, effects: effects.more },
  };
}

function presentInstance(instance: TestRunState['instances'][number], state: TestRunState, run: TestRunRow) {
  const key = instance.instance_key;
  const processKey = realName(instance.process_key);
  const variables = state.variables.get(key) ?? [];
  return {
    key,
    processKey,
    name: run.elements[processKey]?.[processKey]?.name ?? { fa: processKey, en: processKey },
    parentKey: instance.parent_key,
    calledBy: instance.called_by,
    state: instance.state,
    elements: (state.elements.get(key) ?? []).map(({ element_id: elementId, active, done, ended }) => ({
      elementId,
      active,
      done,
      ended,
    })),
    flows: (state.flows.get(key) ?? []).map(({ flow_id }) => flow_id),
    variables: variables.map(({ element_id: elementId, name, value, changes }) => ({
      elementId,
      name,
      value,
      changes,
    })),
    moreVariables: (state.variableCounts.get(key) ?? 0) - variables.length,
  };
}
