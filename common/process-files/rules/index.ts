import { bilingualNames } from './bilingual-names/bilingual-names.ts';
import { boundedStageHours } from './bounded-stage-hours/bounded-stage-hours.ts';
import { escalationPath } from './escalation-path/escalation-path.ts';
import { knownCalledProcess } from './known-called-process/known-called-process.ts';
import { knownDecision } from './known-decision/known-decision.ts';
import { knownForm } from './known-form/known-form.ts';
import { knownGroup } from './known-group/known-group.ts';
import { knownJobType } from './known-job-type/known-job-type.ts';
import { nativeUserTask } from './native-user-task/native-user-task.ts';
import { noPersonalDataInVariables } from './no-personal-data-in-variables/no-personal-data-in-variables.ts';
import { readableIds } from './readable-ids/readable-ids.ts';
import type { RuleFactory } from './rule.ts';
import { wayOutOfEveryWait } from './way-out-of-every-wait/way-out-of-every-wait.ts';
import { withdrawalPath } from './withdrawal-path/withdrawal-path.ts';

/** Our own rules by name. */
export const rules: Readonly<Record<string, RuleFactory>> = {
  'native-user-task': nativeUserTask,
  'known-form': knownForm,
  'known-group': knownGroup,
  'known-job-type': knownJobType,
  'known-called-process': knownCalledProcess,
  'known-decision': knownDecision,
  'readable-ids': readableIds,
  'bilingual-names': bilingualNames,
  'bounded-stage-hours': boundedStageHours,
  'way-out-of-every-wait': wayOutOfEveryWait,
  'escalation-path': escalationPath,
  'withdrawal-path': withdrawalPath,
  'no-personal-data-in-variables': noPersonalDataInVariables,
};
