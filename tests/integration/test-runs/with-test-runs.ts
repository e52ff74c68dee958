import { randomUUID } from 'node:crypto';
import { readConfig } from '#api/config.ts';
import { openEngine } from '#api/engine/index.ts';
import { auditLog } from '#api/modules/audit/index.ts';
import { departmentsModule } from '#api/modules/departments/index.ts';
import { loadForms } from '#api/modules/forms/index.ts';
import { checkFiles } from '#api/modules/process-definitions/check-files.ts';
import { processDefinitionsRepo } from '#api/modules/process-definitions/process-definitions.repo.ts';
import { pastRequests } from '#api/modules/requests/index.ts';
import { loadRouting } from '#api/modules/services/index.ts';
import { servicesModule } from '#api/modules/services/index.ts';
import { testRunsModule } from '#api/modules/test-runs/index.ts';
import { visibilityModule } from '#api/modules/visibility/index.ts';
import { openEventHub } from '#api/platform/event-hub.ts';
import { openLog } from '#api/platform/log.ts';
import { PRIORITIES } from '#common/contract/index.ts';
import { apiVariables } from '#tests/support/api.ts';
import { aDatabase } from '#tests/support/database.ts';
import { projectContext } from '#tests/support/diagrams/lint-context.ts';
import { filesBelow, readText } from '#tests/support/diagrams/project-files.ts';
import { provinces } from '#tests/support/diagrams/project-files.ts';
import { engineClock, syncClock } from '#tests/support/engine/clock.ts';
import { sandbox } from '#tests/support/fixtures/sandbox.ts';
import { eventually } from '#tests/support/wait.ts';

export type File = { name: string; content: string };

const project: File[] = [
  ...filesBelow('processes', '.bpmn'),
  ...filesBelow('processes', '.dmn'),
  ...filesBelow('forms', '.json'),
  ...filesBelow('processes/templates', '.json'),
].map((path) => ({
  name: path.startsWith('forms/')
    ? path
    : path.includes('/templates/')
      ? `templates/${path.split('/').at(-1)}`
      : (path.split('/').at(-1) ?? ''),
  content: readText(path),
}));

export const ANALYST = { by: 'analyst' };

/** Test runs of drafts of the project's own files, on a private database: composed like the API, without its
 *  routes. */
export async function trialBench() {
  await syncClock();
  const database = await aDatabase();
  const { db } = database;
  const config = readConfig(apiVariables(database));
  const log = openLog(config.LOG_LEVEL);
  const hub = await openEventHub({ databaseUrl: database.url, log });
  const engine = openEngine({
    settings: {
      databaseUrl: database.url,
      zeebeAddress: config.ZEEBE_ADDRESS,
      zeebeRestUrl: config.ZEEBE_REST_URL,
      recordsHost: config.ENGINE_RECORDS_HOST,
      recordsPort: config.ENGINE_RECORDS_PORT,
      recordsPassword: config.ENGINE_RECORDS_PASSWORD,
    },
    hub,
    clock: engineClock,
    log,
  });
  const drafts = new Map<string, { processKey: string; files: File[] }>();
  const { catalogue } = servicesModule({ db });
  const forms = await loadForms();
  const routing = await loadRouting();
  const past = pastRequests({ db, forms, routing, catalogue });
  const { visibility, confidentialProcesses } = visibilityModule({
    db,
    tree: departmentsModule({ db }).tree,
  });
  const surroundings = {
    ...(await projectContext()),
    regions: provinces.map(({ code }) => code),
    priorities: PRIORITIES,
  };
  const open = () =>
    testRunsModule({
      db,
      clock: engineClock,
      log,
      commands: engine.commands,
      drafts: {
        get: async (id) => ({ id, process_key: drafts.get(id)?.processKey ?? '' }),
        files: async (id) => drafts.get(id)?.files ?? [],
        changes: async (id) =>
          (drafts.get(id)?.files ?? []).flatMap(({ name, content }) => {
            const running = project.find((file) => file.name === name)?.content ?? null;
            return running === content ? [] : [{ name, content, running }];
          }),
      },
      definitions: {
        check: (changed, removed) =>
          checkFiles(changed, { ...surroundings, files: project, ...(removed && { removed }) }, sandbox),
      },
      sandbox,
      forms,
      catalogue,
      pastRequests: past,
      explain: routing.explain,
      visibility,
      confidentialProcesses,
      audit: auditLog({ db, clock: engineClock }),
    });
  const module = open();
  await engine.start({
    workers: [module.worker],
    deploy: async () =>
      engine.commands.deploy(
        project
          .filter(({ name }) => /\.(bpmn|dmn)$/.test(name))
          .map(({ name, content }) => ({ name, content: Buffer.from(content) })),
      ),
  });
  const files = project.filter(({ name }) => /\.(bpmn|dmn)$/.test(name));
  await processDefinitionsRepo(db, auditLog({ db, clock: engineClock })).record({
    by: null,
    at: engineClock.now(),
    result: 'deployed',
    files,
    keys: new Map(),
  });
  module.start();
  await eventually(async () => (await engine.status()).deployed);
  return {
    db,
    ...module,
    commands: engine.commands,
    past,
    /** Creates a draft of a project process; `change` rewrites its files. */
    draft(processKey: string, change: (file: File) => File = (file) => file): string {
      const id = randomUUID();
      drafts.set(id, { processKey, files: project.map(change) });
      return id;
    },
    /** Opens another node of the same product. */
    open,
    until: <T>(check: () => Promise<T | undefined | false>) => eventually(check),
    async close() {
      await module.stop();
      await engine.stop();
      await hub.close();
      await database.drop();
    },
  };
}

export type TrialBench = Awaited<ReturnType<typeof trialBench>>;
