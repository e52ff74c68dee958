import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { fixture } from '#common/process-files/testing/rule-spec.ts';
import type { CallResponse } from '#tests/support/api-caller.ts';
import { anApprovedDraft } from '#tests/support/fixtures/approved-draft.ts';
import { useApi } from '#tests/support/hooks/use-api.ts';
import { eventually } from '#tests/support/wait.ts';

const ADMIN = 'admin';

/** A case process of one user task, whose key no other test has. */
const aDiagram = (processKey: string, { group = 'rmto', hours = 8 } = {}): string =>
  fixture('withdrawal-path', 'right')
    .replaceAll('road-repair', processKey)
    .replaceAll('inspection/inspect', 'citizen-request/handle')
    .replace('candidateGroups="=[department]"', `candidateGroups="${group}"`)
    .replace(
      'name="name.en" value="Inspect the road" />',
      `name="name.en" value="Inspect the road" /><zeebe:property name="sla.stageHours" value="${hours}" />`,
    );

const aTable = (department: string, hitPolicy = 'FIRST'): string => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="Definitions_Test" name="آزمون" namespace="http://camunda.org/schema/1.0/dmn">
  <decision id="test-table" name="آزمون">
    <decisionTable id="Table_Test" hitPolicy="${hitPolicy}">
      <input id="Input_Region"><inputExpression id="Expression_Region" typeRef="string"><text>region</text></inputExpression></input>
      <output id="Output_Department" name="department" typeRef="string" />
      <rule id="Rule_Any">
        <inputEntry id="Entry_Any"><text></text></inputEntry>
        <outputEntry id="Entry_Department"><text>${department}</text></outputEntry>
      </rule>
    </decisionTable>
  </decision>
</definitions>`;

type Finding = { file: string; rule: string; elementId: string; message: { fa: string; en: string } };

describe('deploying processes', () => {
  const { database, call } = useApi();

  let made = 0;

  const aKey = (): string => `test-process-${process.pid}-${Date.now() % 1_000_000}-${(made += 1)}`;
  const deploy = async (files: Record<string, string>, as = ADMIN): Promise<CallResponse> => {
    const { draftId, files: seen } = await anApprovedDraft(database.db, files);
    return call('POST', '/api/process-definitions', { draftId, files: seen }, { as });
  };
  const rulesIn = (answer: CallResponse): string[] =>
    (answer.body.findings as Finding[]).map(({ file, rule, elementId }) =>
      `${file} ${rule} ${elementId}`.trim(),
    );
  const audit = () =>
    database.db('process_deployments').whereNotNull('deployed_by').orderBy('id', 'desc').first() as Promise<{
      id: string;
      deployed_by: string;
      result: string;
      problems: Finding[];
    }>;
  const filesOf = (id: string) =>
    database.db('process_deployment_files').where({ deployment_id: id }).orderBy('name');
  const known = (processKey: string) =>
    database.db('process_definitions').where({ process_key: processKey }).orderBy('version');

  before(() =>
    eventually(async () => database.db('process_deployments').where({ result: 'deployed' }).first()),
  );

  it('brings a diagram to the engine, keeps its names and hours, and writes down who did it', async () => {
    // given
    const key = aKey();

    // when
    const answer = await deploy({ [`${key}.bpmn`]: aDiagram(key) });

    // then
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
    expect(answer.body.definitions).to.have.length(1);
    expect(answer.body.definitions[0]).to.include({ processKey: key, version: 1 });
    const entry = await audit();
    expect(entry).to.deep.include({
      id: answer.body.id,
      deployed_by: ADMIN,
      result: 'deployed',
      problems: [],
    });
    const [file] = await filesOf(entry.id);
    expect(file).to.deep.include({ name: `${key}.bpmn`, keys: [key], content: aDiagram(key) });
    expect(file.sha256).to.match(/^[0-9a-f]{64}$/);
    const element = await database
      .db('process_elements')
      .where({ process_key: key, version: 1, element_id: 'Task_InspectRoad' })
      .first();
    expect(element).to.include({ name_fa: 'بازدید از راه', name_en: 'Inspect the road', stage_hours: '8' });
  });

  it('gives a new version to a changed diagram', async () => {
    // given
    const key = aKey();
    const versionOf = async (xml: string) =>
      (await deploy({ [`${key}.bpmn`]: xml })).body.definitions[0].version as number;

    // when
    const versions = [await versionOf(aDiagram(key)), await versionOf(aDiagram(key, { hours: 4 }))];

    // then
    expect(versions).to.deep.equal([1, 2]);
    expect(await known(key)).to.have.length(2);
  });

  it('refuses an unknown worker with the rule’s message, and writes that down too', async () => {
    // given
    const key = aKey();
    const xml = aDiagram(key).replace('shared.record-withdrawal', 'nobody.does-it');

    // when
    const answer = await deploy({ [`${key}.bpmn`]: xml });

    // then
    expect(answer.status).to.equal(422);
    expect(answer.body.code).to.equal('deployment-refused');
    expect(answer.body.findings).to.deep.equal([
      {
        file: `${key}.bpmn`,
        rule: 'known-job-type',
        elementId: 'Task_RecordWithdrawal',
        message: {
          fa: 'نوع کار «nobody.does-it» در «ثبت انصراف» (Task_RecordWithdrawal) را هیچ کارگری انجام نمی‌دهد.',
          en: '“Record the withdrawal” (Task_RecordWithdrawal) asks for jobs of the type “nobody.does-it”, which no worker does.',
        },
      },
    ]);
    const entry = await audit();
    expect(entry).to.include({ deployed_by: ADMIN, result: 'refused' });
    expect(entry.problems.map(({ rule }) => rule)).to.deep.equal(['known-job-type']);
    expect((await filesOf(entry.id)).map(({ content }) => content)).to.deep.equal([null]);
    expect(await known(key)).to.be.empty;
  });

  it('refuses an unknown group', async () => {
    // given
    const key = aKey();

    // when
    const answer = await deploy({ [`${key}.bpmn`]: aDiagram(key, { group: 'fire-brigade' }) });

    // then
    expect(answer.status).to.equal(422);
    expect(rulesIn(answer)).to.deep.equal([`${key}.bpmn known-group Task_InspectRoad`]);
  });

  it('deploys all files or none', async () => {
    // given
    const [good, bad] = [aKey(), aKey()];

    // when
    const answer = await deploy({
      [`${good}.bpmn`]: aDiagram(good),
      [`${bad}.bpmn`]: aDiagram(bad, { group: 'fire-brigade' }),
    });

    // then
    expect(answer.status).to.equal(422);
    expect(await known(good)).to.be.empty;
    expect((await filesOf((await audit()).id)).map(({ name }) => name)).to.have.members([
      `${good}.bpmn`,
      `${bad}.bpmn`,
    ]);
  });

  it('knows the processes and tables that come in the same deployment', async () => {
    // given
    const [key, called] = [aKey(), aKey()];
    const calling = fixture('known-called-process', 'right')
      .replace('processId="ask-citizen"', `processId="${called}"`)
      .replace('id="inspection"', `id="${key}"`)
      .replaceAll('bpmnElement="inspection"', `bpmnElement="${key}"`);

    // when
    const alone = await deploy({ [`${key}.bpmn`]: calling });
    const together = await deploy({ [`${key}.bpmn`]: calling, [`${called}.bpmn`]: aDiagram(called) });

    // then
    expect(rulesIn(alone)).to.deep.equal([`${key}.bpmn known-called-process Activity_AskCitizen`]);
    expect(together.status, JSON.stringify(together.body)).to.equal(201);
  });

  for (const [what, rule, xml] of [
    ['text that is no XML', 'readable', 'سلام'],
    ['an empty file', 'readable', ''],
    [
      'XML that breaks off',
      'readable',
      '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"><a',
    ],
    ['XML of something else', 'readable', '<svg xmlns="http://www.w3.org/2000/svg" />'],
    [
      'an entity bomb',
      'no-document-type',
      `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol">${Array.from({ length: 20 }, (_, at) => `<!ENTITY a${at} "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">`).join('')}]><lolz>&a19;</lolz>`,
    ],
    [
      'an entity that reads a file',
      'no-document-type',
      '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    ],
    ['elements without end', 'size', '<a>'.repeat(90_000)],
    ['another encoding', 'utf-8', '<?xml version="1.0" encoding="UTF-16"?><a />'],
  ] as const)
    it(`refuses ${what}, and says so`, async () => {
      // when
      const answer = await deploy({ 'test-spoilt.bpmn': xml });

      // then
      expect(answer.status).to.equal(422);
      expect(rulesIn(answer)).to.deep.equal([`test-spoilt.bpmn ${rule}`]);
    });

  it('refuses a diagram of another engine, and one for a later version', async () => {
    // given
    const key = aKey();
    const foreign = aDiagram(key).replace(
      '<bpmn:definitions',
      '<bpmn:definitions xmlns:camunda="http://camunda.org/schema/1.0/bpmn"',
    );
    const later = aDiagram(key).replace('8.5.0', '8.7.0');

    // then
    for (const xml of [foreign, later])
      expect(rulesIn(await deploy({ [`${key}.bpmn`]: xml }))).to.deep.equal([`${key}.bpmn dialect`]);
  });

  it('refuses a diagram whose file is not called like its process', async () => {
    expect(rulesIn(await deploy({ 'test-other.bpmn': aDiagram(aKey()) }))).to.deep.equal([
      'test-other.bpmn file-name',
    ]);
  });

  it('takes a table whose departments exist, and refuses one whose do not', async () => {
    // when
    const good = await deploy({ 'test-table.dmn': aTable('"rmto-" + region') });
    const bad = await deploy({ 'test-table.dmn': aTable('"fire-" + region') });

    // then
    expect(good.status, JSON.stringify(good.body)).to.equal(201);
    expect(new Set(rulesIn(bad))).to.deep.equal(new Set(['test-table.dmn decision-department Rule_Any']));
  });

  it('refuses a table that no case could use, and one that cannot be read', async () => {
    for (const [xml, rule] of [
      [aTable('"rmto"', 'PRIORITY'), 'decision-hit-policy Table'],
      [aTable('if region then'), 'decision-feel'],
      [aTable('"rmto"').replace(/<decisionTable[\s\S]*<\/decisionTable>/, ''), 'readable'],
    ] as const)
      expect(rulesIn(await deploy({ 'test-table.dmn': xml })).join(), rule).to.include(rule.split(' ')[0]);
  });

  it('is for administrators only', async () => {
    for (const who of ['caseworker.rmto', 'supervisor.rmto', 'analyst']) {
      const key = aKey();
      const answer = await deploy({ [`${key}.bpmn`]: aDiagram(key) }, who);
      expect(answer.status, who).to.equal(403);
      expect(answer.body.code).to.equal('not-allowed');
      expect(await known(key)).to.be.empty;
    }
  });

  it('lets one deployment at a time through', async () => {
    // given
    const keys = Array.from({ length: 4 }, aKey);

    // when
    const answers = await Promise.all(keys.map((key) => deploy({ [`${key}.bpmn`]: aDiagram(key) })));

    // then
    const codes = answers.map(({ status, body }) => (status === 201 ? 'deployed' : body.code));
    expect(codes).to.include('deployed');
    for (const code of codes) expect(code).to.be.oneOf(['deployed', 'deployment-under-way']);
  });

  it('lists the versions, the newest first, to analysts too', async () => {
    // given
    const key = aKey();
    await deploy({ [`${key}.bpmn`]: aDiagram(key) });
    await deploy({ [`${key}.bpmn`]: aDiagram(key, { hours: 3 }) });

    // when
    const { status, body } = await call('GET', `/api/process-definitions?processKey=${key}`, undefined, {
      as: 'analyst',
    });

    // then
    expect(status).to.equal(200);
    expect(body.next).to.equal(null);
    expect(body.items.map(({ version }: { version: number }) => version)).to.deep.equal([2, 1]);
    expect(body.items[0]).to.deep.include({ processKey: key, file: `${key}.bpmn`, deployedBy: ADMIN });
    expect(body.items[0].name).to.deep.equal({ fa: 'تعمیر راه', en: 'Road repair' });
  });

  it('reads the list on, page by page, without a gap', async () => {
    // given
    await database.db.raw(`
      insert into process_definitions (definition_key, process_key, version, resource_name, deployed_at)
      select 900000 + n, 'test-many', n, 'test-many.bpmn', now() - n % 7 * interval '1 minute' from generate_series(1, 120) n`);

    // when
    const seen: number[] = [];
    for (let after: string | null = ''; after !== null;) {
      const path = `/api/process-definitions?processKey=test-many${after && `&after=${after}`}`;
      const { body } = await call('GET', path, undefined, { as: ADMIN });
      seen.push(...body.items.map(({ version }: { version: number }) => version));
      after = body.next as string | null;
    }

    // then
    expect(seen).to.have.length(120);
    expect(new Set(seen).size).to.equal(120);
  });
});
