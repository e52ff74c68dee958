import type { RequestsService } from '../../modules/requests/index.ts';

export type SharedWorkerDeps = { requests: RequestsService };
