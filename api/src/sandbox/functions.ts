import { serveFunctions } from '#common/node/child-process.ts';
import * as processDefinitions from '../modules/process-definitions/sandboxed.ts';
import * as processDrafts from '../modules/process-drafts/sandboxed.ts';
import * as processInstances from '../modules/process-instances/sandboxed.ts';
import * as releases from '../modules/releases/sandboxed.ts';
import * as testRuns from '../modules/test-runs/sandboxed.ts';

/** All functions that process user-written files and expressions, by the name under which the modules call
 *  them. */
const functions = {
  ...processDefinitions,
  ...processDrafts,
  ...processInstances,
  ...releases,
  ...testRuns,
};

export type SandboxFunctions = typeof functions;

serveFunctions(functions);
