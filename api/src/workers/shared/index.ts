import type { AnyWorker } from '../../engine/workers-host.ts';
import { askCitizen } from './ask-citizen.worker.ts';
import { closeRequest } from './close-request.worker.ts';
import { deliverAnswer } from './deliver-answer.worker.ts';
import type { SharedWorkerDeps } from './deps.ts';
import { recordRouting } from './record-routing.worker.ts';
import { resumeWork } from './resume-work.worker.ts';

/** The workers that every process may use. */
export const sharedWorkers = (deps: SharedWorkerDeps): AnyWorker[] =>
  [recordRouting, askCitizen, resumeWork, deliverAnswer, closeRequest].map((worker) => worker(deps));
