import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { compose } from '#api/compose.ts';
import { readConfig } from '#api/config.ts';
import { listen } from '#api/http/server.ts';
import { openLog } from '#api/platform/log.ts';
import { apiVariables, startApi, type TestApi } from '#tests/support/api.ts';
import { type Caller, type CallResponse, createCaller } from '#tests/support/api-caller.ts';
import { readText } from '#tests/support/diagrams/project-files.ts';
import { anApprovedDraft } from '#tests/support/fixtures/approved-draft.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';
import { eventually } from '#tests/support/wait.ts';

const FORM = 'forms/road-defect/inspect.json';
const TEMPLATE = 'templates/notify.json';
type Json = Record<string, unknown>;

const form = (
  change: (form: Json & { texts: { fa: Json; en: Json }; schema: Json; uiSchema: Json }) => void,
): string => {
  const read = JSON.parse(readText(FORM)) as never;
  change(read);
  return JSON.stringify(read);
};
const titled = (title: string) => form(({ texts }) => void (texts.en['title'] = title));

describe('deploying forms and ready steps', () => {
  const database = useDatabase();
  let api: TestApi;
  let call: Caller;
  let other: { url: string; close(): Promise<void> };

  const deploy = async (files: Record<string, string | null>): Promise<CallResponse> => {
    const { draftId, files: seen } = await anApprovedDraft(database.db, files);
    return call('POST', '/api/process-definitions', { draftId, files: seen }, { as: 'admin' });
  };
  const shownBy = async (url: string, key = 'road-defect/inspect') =>
    (await createCaller(url)('GET', `/api/forms/${key}`)).body;
  const rules = (body: { findings: { file: string; rule: string }[] }) => [
    ...new Set(body.findings.map(({ file, rule }) => `${file} ${rule}`)),
  ];

  before(async () => {
    api = await startApi({ database });
    call = createCaller(api.url);
    const node = await compose(
      { ...readConfig(apiVariables(database)), ENGINE_RECORDS_PORT: 0 },
      { log: openLog('silent') },
    );
    const server = await listen(node.app, { host: '127.0.0.1', port: 0 });
    other = {
      url: server.url,
      async close() {
        node.quiesce();
        await server.close();
        await node.stop();
      },
    };
    await eventually(async () => database.db('process_deployments').where({ result: 'deployed' }).first());
  });

  after(async () => {
    await other?.close();
    await api?.close();
  });

  it('shows the new form on every node at once, without a restart', async () => {
    // when
    const { status, body } = await deploy({ [FORM]: titled('Inspect twice') });

    // then
    expect(status, JSON.stringify(body)).to.equal(201);
    expect((await shownBy(api.url)).texts.en.title).to.equal('Inspect twice');
    await eventually(async () => (await shownBy(other.url)).texts.en.title === 'Inspect twice' || undefined);
  });

  it('checks what people fill in by the new form', async () => {
    // given
    const stricter = form(({ schema }) => void (schema['minProperties'] = 40));

    // when
    await deploy({ [FORM]: stricter });

    // then
    await eventually(async () => (await shownBy(other.url)).schema.minProperties === 40 || undefined);
  });

  for (const [what, rule, content] of [
    ['a form that is no JSON', 'form-readable', '{'],
    ['a form of another shape', 'form-shape', '{"title":"%title"}'],
    ['a text that one language lacks', 'form-texts', form(({ texts }) => void delete texts.en['title'])],
    ['a text in the schema itself', 'form-texts', form(({ schema }) => void (schema['title'] = 'بازدید'))],
    [
      'a widget that nobody knows',
      'form-widget',
      form(({ uiSchema }) => void (uiSchema['ui:widget'] = 'hologram')),
    ],
    ['a schema that is none', 'form-schema', form(({ schema }) => void (schema['required'] = 12))],
    [
      'a schema from elsewhere',
      'form-schema',
      form(({ schema }) => void (schema['$ref'] = 'https://a.example/b')),
    ],
    ['a check that answers later', 'form-schema', form(({ schema }) => void (schema['$async'] = true))],
    [
      'a pattern that looks ahead',
      'form-pattern',
      form(({ schema }) => void (schema['propertyNames'] = { pattern: '^(?=a)b$' })),
    ],
    ['a form without end', 'form-size', form(({ texts }) => void (texts.fa['x'] = 'x'.repeat(120_000)))],
  ] as const)
    it(`refuses ${what}`, async () => {
      // when
      const { status, body } = await deploy({ [FORM]: content });

      // then
      expect(status).to.equal(422);
      expect(rules(body)).to.deep.equal([`${FORM} ${rule}`]);
    });

  it('lets a diagram ask for a form of the same deployment', async () => {
    // given
    const diagram = readText('processes/road-defect/road-defect.bpmn').replace(
      '"road-defect/inspect"',
      '"road-defect/look"',
    );

    // when
    const alone = await deploy({ 'road-defect.bpmn': diagram });
    const together = await deploy({
      'road-defect.bpmn': diagram,
      'forms/road-defect/look.json': readText(FORM),
    });

    // then
    expect(rules(alone.body)).to.deep.equal(['road-defect.bpmn known-form']);
    expect(together.status, JSON.stringify(together.body)).to.equal(201);
  });

  it('refuses a form by which a running diagram would hand free text to the engine', async () => {
    // given
    const open = JSON.parse(readText('forms/transfer/accept.json')) as {
      schema: { properties: Json };
      variables: string[];
    };
    const free = Object.entries(open.schema.properties).find(
      ([, field]) =>
        (field as Json)['type'] === 'string' && !(field as Json)['oneOf'] && !(field as Json)['enum'],
    )?.[0];
    open.schema.properties['free'] = { type: 'string', maxLength: 10 };
    open.variables.push(free ?? 'free');

    // when
    const { status, body } = await deploy({ 'forms/transfer/accept.json': JSON.stringify(open) });

    // then
    expect(status).to.equal(422);
    expect(rules(body).some((one) => one.endsWith('no-personal-data-in-variables'))).to.equal(true);
  });

  it('keeps a form that goes for the work that still asks for it, and lets no new diagram ask', async () => {
    // given
    await deploy({ 'forms/transfer/extra.json': readText('forms/transfer/accept.json') });

    // when
    const { status } = await deploy({ [FORM]: titled('Once more'), 'forms/transfer/extra.json': null });

    // then
    expect(status).to.equal(201);
    expect((await shownBy(api.url, 'transfer/extra')).title).to.equal('%title');
    const asking = readText('processes/transfer/transfer.bpmn').replace(
      '"transfer/accept"',
      '"transfer/extra"',
    );
    expect(rules((await deploy({ 'transfer.bpmn': asking })).body)).to.deep.equal([
      'transfer.bpmn known-form',
    ]);
  });

  it('offers a changed ready step, and refuses one for work that nobody does', async () => {
    // given
    const template = JSON.parse(readText(`processes/${TEMPLATE}`)) as {
      metadata: { texts: { en: Json } };
      properties: Json[];
    };
    template.metadata.texts.en['name'] = 'Tell the citizen';
    const changed = JSON.stringify(template);
    const idle = changed.replace('"shared.notify"', '"shared.dance"');

    // when
    const [good, bad] = [await deploy({ [TEMPLATE]: changed }), await deploy({ [TEMPLATE]: idle })];

    // then
    expect(good.status, JSON.stringify(good.body)).to.equal(201);
    expect(rules(bad.body)).to.deep.equal([`${TEMPLATE} template-work`]);
    const { items } = (await call('GET', '/api/element-templates', undefined, { as: 'analyst' })).body;
    const notify = items.find(({ id }: { id: string }) => id === 'shahrah.notify');
    expect(notify.metadata.texts.en.name).to.equal('Tell the citizen');
  });

  it('keeps what was deployed when the api starts again', async () => {
    // given
    await deploy({ [FORM]: titled('After the restart') });

    // when
    await api.close();
    api = await startApi({ database });
    call = createCaller(api.url);

    // then
    expect((await shownBy(api.url)).texts.en.title).to.equal('After the restart');
  });
});
