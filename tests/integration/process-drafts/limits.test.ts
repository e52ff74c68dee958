import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { auditLog } from '#api/modules/audit/index.ts';
import { type Drafts, processDraftsModule } from '#api/modules/process-drafts/index.ts';
import { countRunning } from '#api/modules/process-instances/index.ts';
import { DomainError } from '#api/platform/problems.ts';
import { MAX_PROCESS_FILES } from '#common/contract/index.ts';
import { sandbox } from '#tests/support/fixtures/sandbox.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';
import { ANALYST, SECOND_ANALYST } from './with-drafts.ts';

const MOST_BYTES = 100_000;

describe('what drafts may hold', () => {
  const database = useDatabase();
  let drafts: Drafts;
  let now = new Date('2026-11-21T06:00:00Z');

  before(() => {
    const clock = { now: () => now };
    drafts = processDraftsModule({
      db: database.db,
      clock,
      audit: auditLog({ db: database.db, clock }),
      definitions: {} as never,
      sandbox,
      jobTypes: () => [],
      countRunning: countRunning({ db: database.db, confidentialProcesses: async () => new Set() }),
      mostBytesADay: MOST_BYTES,
    }).drafts;
  });

  const aDraft = (processKey: string, by = ANALYST) =>
    drafts.create({ processKey, title: 'آزمون', newProcess: { fa: 'آزمون', en: 'Test' } }, { by });
  const form = (name: string) => `forms/some-process/${name}.json`;
  const save = (id: string, name: string, content: string, expectedVersion = 0, by = ANALYST) =>
    drafts.save(id, name, { content, expectedVersion }, { by });
  /** Nothing packs it. */
  const aText = (bytes: number): string => JSON.stringify(randomBytes(bytes).toString('base64'));
  const codeOf = (doing: Promise<unknown>): Promise<unknown> =>
    doing.then(
      () => 'done',
      (error: unknown) => (error instanceof DomainError ? error.code : error),
    );

  it('has a measure for what a person saves within a day, whichever draft it is in', async () => {
    // given
    const [one, other] = [await aDraft('one-process'), await aDraft('other-process')];
    const forms = { one: form('one'), other: form('other') };
    for (let version = 0; version < 3; version += 1) await save(one, forms.one, aText(30_000), version);
    // when
    const beyond = [
      await codeOf(save(one, forms.one, aText(10), 3)),
      await codeOf(save(other, forms.other, aText(10))),
    ];
    const colleague = await codeOf(save(one, forms.one, aText(20), 3, SECOND_ANALYST));
    now = new Date('2026-11-22T06:00:01Z');
    const nextDay = await codeOf(save(other, forms.other, aText(10)));
    // then
    expect(beyond).to.deep.equal(['draft-quota-exceeded', 'draft-quota-exceeded']);
    expect([colleague, nextDay]).to.deep.equal(['done', 'done']);
  });

  it('counts what is kept, not what was sent: text packs well', async () => {
    // given
    const id = await aDraft('packed-process', SECOND_ANALYST);
    const text = (mark: number) => JSON.stringify(`${mark} ${'the same again '.repeat(10_000)}`);
    // when
    for (let version = 0; version < 5; version += 1)
      await save(id, form('packed'), text(version), version, SECOND_ANALYST);
    // then
    expect(await codeOf(save(id, form('packed'), text(5), 5, SECOND_ANALYST))).to.equal('done');
  });

  it('takes no more files than a release, and lets those be changed that are there', async () => {
    // given: the diagram of the new process is the first
    const id = await aDraft('large-process');
    for (let file = 1; file < MAX_PROCESS_FILES; file += 1)
      await save(id, form(`form-${file}`), `{"n":${file}}`);
    // when
    const answers = [
      await codeOf(save(id, form('one-more'), '{}')),
      await codeOf(save(id, form('form-1'), '{}', 1)),
    ];
    // then
    expect(answers).to.deep.equal(['draft-file-limit-reached', 'done']);
    expect(await drafts.changes(id)).to.have.length(MAX_PROCESS_FILES);
  });
});
