import { type Static, Type } from '@sinclair/typebox';
import { Closed, EngineKey, Nullable, OneOf, Text, Timestamp } from './common.ts';

const Id = Type.String({ format: 'uuid' });
const Variables = Type.Record(Type.String({ maxLength: 200 }), Type.Unknown());
const ElementAt = { processKey: Type.String(), elementId: Type.String(), name: Text };

/** Result of a job: variables, or a BPMN error that the diagram catches. */
export const JobAnswer = Type.Union([
  Closed({ complete: Variables }),
  Closed({ bpmnError: Type.String({ minLength: 1, maxLength: 200 }) }),
]);
export type JobAnswer = Static<typeof JobAnswer>;

const Answers = Type.Record(Type.String({ maxLength: 400 }), JobAnswer, {
  description: 'By `<process key>/<element id>`; other work answers by its example',
});

export const StartTestRun = Closed({
  id: Type.Optional(
    Type.String({ format: 'uuid', description: 'Yours; the same again starts no second run' }),
  ),
  variables: Variables,
  answers: Type.Optional(Answers),
  fast: Type.Boolean({ description: 'Answer everything by examples until it ends' }),
});
export type StartTestRun = Static<typeof StartTestRun>;

export const TestRunSummary = Closed({
  id: Id,
  processKey: Type.String(),
  state: OneOf(['starting', 'running', 'ended']),
  result: Nullable(OneOf(['completed', 'stuck', 'left', 'refused'])),
  problem: Nullable(OneOf(['incident', 'form', 'nothing-to-do', 'goes-round'])),
  fast: Type.Boolean(),
  filesHash: Type.String(),
  upToDate: Type.Boolean({ description: 'The draft is still as it was tried' }),
  startedBy: Type.String(),
  startedAt: Timestamp,
  endedAt: Nullable(Timestamp),
});
export type TestRunSummary = Static<typeof TestRunSummary>;

export const TestRuns = Closed({ items: Type.Array(TestRunSummary) });
export type TestRuns = Static<typeof TestRuns>;

const Waits = OneOf(['here', 'boundary', 'event-subprocess']);

export const TestRun = Closed({
  ...TestRunSummary.properties,
  draftId: Id,
  variables: Variables,
  answers: Answers,
  now: Type.String({ format: 'date-time', description: 'By the clock of the run: skipped time has passed' }),
  instances: Type.Array(
    Closed({
      key: EngineKey,
      processKey: Type.String(),
      name: Text,
      parentKey: Nullable(EngineKey),
      calledBy: Nullable(Type.String({ description: 'The call activity in the parent' })),
      state: OneOf(['active', 'completed', 'terminated']),
      elements: Type.Array(
        Closed({
          elementId: Type.String(),
          active: Type.Integer(),
          done: Type.Integer(),
          ended: Type.Integer(),
        }),
      ),
      flows: Type.Array(Type.String()),
      variables: Type.Array(
        Closed({
          elementId: Nullable(Type.String({ description: 'Null for the process itself' })),
          name: Type.String(),
          value: Type.String({ description: 'JSON' }),
          changes: Type.Integer(),
        }),
      ),
      moreVariables: Type.Integer({ description: 'Besides those that are shown' }),
    }),
  ),
  tasks: Type.Array(
    Closed({
      ...ElementAt,
      taskKey: EngineKey,
      formKey: Nullable(Type.String()),
      forWhom: Nullable(Type.String({ description: 'JSON: the groups or the person it would be for' })),
      example: Nullable(Variables),
    }),
  ),
  messages: Type.Array(
    Closed({
      ...ElementAt,
      awaitedKey: EngineKey,
      message: Type.String(),
      waits: Waits,
      interrupting: Type.Boolean(),
      example: Variables,
    }),
  ),
  timers: Type.Array(
    Closed({
      ...ElementAt,
      awaitedKey: EngineKey,
      time: Type.String({ description: 'As the engine evaluated it: a period, a date or a cycle' }),
      dueAt: Nullable(Timestamp),
      waits: Waits,
      interrupting: Type.Boolean(),
    }),
  ),
  effects: Type.Array(
    Closed({
      ...ElementAt,
      jobType: Type.String(),
      template: Nullable(Text),
      inputs: Variables,
      outcome: JobAnswer,
      at: Timestamp,
    }),
  ),
  incidents: Type.Array(
    Closed({ ...ElementAt, errorType: Type.String(), message: Type.String(), at: Timestamp }),
  ),
  more: Closed({
    instances: Type.Integer({ description: 'Besides those that are shown; so are the others' }),
    tasks: Type.Integer(),
    awaited: Type.Integer({ description: 'Messages and timers' }),
    effects: Type.Integer(),
    incidents: Type.Integer(),
  }),
});
export type TestRun = Static<typeof TestRun>;

export const TestRunFiles = Closed({
  files: Type.Array(Closed({ name: Type.String(), content: Type.String() })),
});
export type TestRunFiles = Static<typeof TestRunFiles>;

/** Options that can be chosen before a run starts. */
export const TestRunPlan = Closed({
  processKey: Type.String(),
  cannot: Nullable(
    Closed({
      reason: OneOf([
        'unreadable',
        'rules',
        'no-process',
        'several-processes',
        'called-by-expression',
        'calls-unknown',
        'linked-decisions',
        'not-isolated',
        'engine',
      ]),
      file: Type.String(),
      elementId: Type.String(),
      detail: Type.Optional(Type.String()),
    }),
  ),
  example: Variables,
  past: Type.Array(
    Closed({
      requests: Type.Integer({ description: 'How many requests there were with these facts' }),
      facts: Variables,
      variables: Variables,
    }),
  ),
  work: Type.Array(
    Closed({
      ...ElementAt,
      jobType: Type.String(),
      template: Nullable(Text),
      errors: Type.Array(Type.String()),
      example: Variables,
    }),
  ),
});
export type TestRunPlan = Static<typeof TestRunPlan>;

export const CompleteTestTask = Closed({ data: Type.Record(Type.String(), Type.Unknown()) });
export const SendTestMessage = Closed({ variables: Variables });
export const SetTestAnswers = Closed({ answers: Answers });
