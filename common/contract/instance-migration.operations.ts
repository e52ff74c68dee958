import { Type } from '@sinclair/typebox';
import { Closed, Slug } from './common.ts';
import {
  ChangeMigration,
  CompareVersions,
  ListMigrationItems,
  MigrationDiagrams,
  MigrationItemPage,
  MigrationPage,
  MigrationWithCounts,
  PlanMigration,
  StartMigration,
} from './instance-migration.ts';
import { EXAMPLE_ID, operation } from './operation.ts';

const MigrationId = Closed({ id: Type.String({ format: 'uuid' }) });
const CHANGE_PROBLEMS = ['migration-not-found', 'version-conflict', 'migration-state-conflict'];

export const instanceMigrationOperations = {
  planMigration: operation({
    summary:
      'Say for each running case of a process how it gets to another version, or why not; nothing is migrated yet',
    body: PlanMigration,
    response: MigrationWithCounts,
    status: 201,
    problems: ['invalid-input', 'unknown-version', 'too-many-cases', 'sandbox-limit-exceeded'],
    example: {
      body: {
        processKey: 'road-defect',
        fromVersions: [1],
        toVersion: 2,
        mapping: [{ from: 'Task_A', to: 'Task_B' }],
      },
    },
  }),

  listMigrations: operation({
    summary: 'Migrations of running cases, the newest first',
    query: Closed({
      processKey: Type.Optional(Slug),
      after: Type.Optional(Type.String({ maxLength: 200, description: '`next` of the page before' })),
    }),
    response: MigrationPage,
    problems: ['invalid-input'],
  }),

  compareVersionsForMigration: operation({
    summary: 'Two versions of a process, and which elements have their like in the other',
    query: CompareVersions,
    response: MigrationDiagrams,
    problems: ['unknown-version', 'sandbox-limit-exceeded'],
    example: { query: { processKey: 'road-defect', from: 1, to: 2 } },
  }),

  getMigration: operation({
    summary: 'How far a migration is: counts of the listed cases by way, state and reason',
    params: MigrationId,
    response: MigrationWithCounts,
    problems: ['migration-not-found'],
    example: { params: { id: EXAMPLE_ID } },
  }),

  listMigrationItems: operation({
    summary: 'The cases of a migration that the caller sees, with what became of each',
    params: MigrationId,
    query: ListMigrationItems,
    response: MigrationItemPage,
    problems: [],
    example: { params: { id: EXAMPLE_ID } },
  }),

  startMigration: operation({
    summary:
      'Migrate the cases of a plan in the background; the number of listed cases has to be sent with it',
    params: MigrationId,
    body: StartMigration,
    response: MigrationWithCounts,
    problems: [...CHANGE_PROBLEMS, 'migration-count-mismatch'],
    example: { params: { id: EXAMPLE_ID }, body: { confirm: 3, reason: 'آزمون', expectedVersion: 1 } },
  }),

  stopMigration: operation({
    summary: 'Begin with no further case; what was begun is brought to its end',
    params: MigrationId,
    body: ChangeMigration,
    response: MigrationWithCounts,
    problems: CHANGE_PROBLEMS,
    example: { params: { id: EXAMPLE_ID }, body: { expectedVersion: 1 } },
  }),

  resumeMigration: operation({
    summary: 'Go on with what is left, and look again for cases of which nobody could tell',
    params: MigrationId,
    body: ChangeMigration,
    response: MigrationWithCounts,
    problems: CHANGE_PROBLEMS,
    example: { params: { id: EXAMPLE_ID }, body: { expectedVersion: 1 } },
  }),
};
