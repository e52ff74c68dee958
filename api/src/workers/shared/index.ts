import type { AnyWorker } from '#api/engine/workers-host.ts';
import { askCitizen } from './ask-citizen.worker.ts';
import { callRegister } from './call-register.worker.ts';
import { closeRequest } from './close-request.worker.ts';
import { decideAppeal } from './decide-appeal.worker.ts';
import { declineTransfer } from './decline-transfer.worker.ts';
import { deliverAnswer } from './deliver-answer.worker.ts';
import type { SharedWorkerDeps } from './deps.ts';
import { fileAppeal } from './file-appeal.worker.ts';
import { finishCase } from './finish-case.worker.ts';
import { finishSlaStep } from './finish-sla-step.worker.ts';
import { handOver } from './hand-over.worker.ts';
import { notifyCitizen } from './notify.worker.ts';
import { offerTransfer } from './offer-transfer.worker.ts';
import { pauseClock } from './pause-clock.worker.ts';
import { recordRouting } from './record-routing.worker.ts';
import { recordWithdrawal } from './record-withdrawal.worker.ts';
import { remindCitizen } from './remind-citizen.worker.ts';
import { reopenWork } from './reopen-work.worker.ts';
import { reportUndecided } from './report-undecided.worker.ts';
import { resumeClock } from './resume-clock.worker.ts';
import { resumeWork } from './resume-work.worker.ts';
import { setPriority } from './set-priority.worker.ts';
import { startSurvey } from './start-survey.worker.ts';
import { tellStaff } from './tell-staff.worker.ts';

/** The workers that every process may use. */
export const sharedWorkers = (deps: SharedWorkerDeps): AnyWorker[] =>
  [
    recordRouting,
    reportUndecided,
    askCitizen,
    remindCitizen,
    resumeWork,
    deliverAnswer,
    reopenWork,
    closeRequest,
    fileAppeal,
    decideAppeal,
    finishCase,
    recordWithdrawal,
    offerTransfer,
    declineTransfer,
    setPriority,
    notifyCitizen,
    tellStaff,
    handOver,
    finishSlaStep,
    pauseClock,
    resumeClock,
    startSurvey,
    callRegister,
  ].map((worker) => worker(deps));
