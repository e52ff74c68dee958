import { expect } from 'chai';
import { describe, it } from 'mocha';
import { auditLog } from '#api/modules/audit/index.ts';
import { processDefinitionsRepo } from '#api/modules/process-definitions/process-definitions.repo.ts';
import { systemClock } from '#api/platform/clock.ts';
import { untilSomebodyWaits } from '#tests/support/checks/locks.ts';
import { readText } from '#tests/support/diagrams/project-files.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';

const NAME = 'satisfaction-survey.bpmn';
const DEFINITION = {
  key: '2251799813689000',
  processKey: 'satisfaction-survey',
  version: 1,
  resourceName: NAME,
};

describe('the end of a deployment beside the projection of its records', () => {
  const database = useDatabase();

  it('waits for the rows that both write, and the projection does not wait for it', async () => {
    // given
    const { db } = database;
    const repo = processDefinitionsRepo(db, auditLog({ db, clock: systemClock }));
    const files = [{ name: NAME, content: readText(`processes/satisfaction-survey/${NAME}`) }];
    const at = new Date();
    const id = await repo.record({ by: 'admin', at, result: 'begun', files, keys: new Map() });
    const { key, processKey, version, resourceName } = DEFINITION;
    const projection = await db.transaction();
    await projection('process_definitions').insert({
      definition_key: key,
      process_key: processKey,
      version,
      resource_name: resourceName,
    });

    // when
    const ended = repo.succeed(id, { by: 'admin', definitions: [DEFINITION], files });
    await untilSomebodyWaits(db);
    await projection('process_elements').insert({
      process_key: processKey,
      version,
      element_id: 'satisfaction-survey',
      type: 'bpmn:Process',
    });
    await projection.commit();
    await ended;

    // then
    const row = await db('process_definitions').where({ definition_key: key }).first();
    expect(row).to.include({ deployed_by: 'admin', deployment_id: id });
    expect(await db('process_elements').where({ process_key: processKey, version })).to.have.length.above(1);
  });
});
