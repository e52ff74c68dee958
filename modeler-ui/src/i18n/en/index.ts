import { batchOperations } from './batch-operations.ts';
import { batches } from './batches.ts';
import { bpmn } from './bpmn.ts';
import { decisions } from './decisions.ts';
import { drafts } from './drafts.ts';
import { engine } from './engine.ts';
import { formEditor } from './form-editor.ts';
import { instanceMigration } from './instance-migration.ts';
import { instances } from './instances.ts';
import { modeler } from './modeler.ts';
import { release } from './release.ts';
import { testRuns } from './test-runs.ts';

/** Texts of this app; common texts are in ui/i18n. */
export const en = {
  bpmn,
  decisions,
  drafts,
  engine,
  formEditor,
  instances,
  modeler,
  instanceMigration,
  batches,
  batchOperations,
  release,
  testRuns,
};
