import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { AlertDraft, type Form } from '#common/contract/index.ts';
import { ALERTS } from '#stack/demo/alerts.ts';
import { PROCESS_CHANGES } from '#stack/demo/process-changes.ts';
import { inDays } from '#stack/demo/scenario.ts';
import { parseDiagram } from '#tests/support/diagrams/diagrams.ts';
import { provinces, readText } from '#tests/support/diagrams/project-files.ts';

const ajv = new Ajv({ allErrors: true, strict: false });
addFormats.default(ajv);

/** A draft calls a form by its path, and a diagram by its name. */
const pathOf = (file: string): string =>
  file.endsWith('.bpmn') ? `processes/${file.replace('.bpmn', '')}/${file}` : file;

describe('the changes of processes in the demonstration', () => {
  it('fit the files as they are, and leave them readable', async () => {
    for (const { file, edit } of PROCESS_CHANGES) {
      // given
      const before = readText(pathOf(file));

      // when
      const after = edit(before);

      // then
      expect(after, file).to.not.equal(before);
      if (file.endsWith('.bpmn')) await parseDiagram(file, after);
      else ajv.compile((JSON.parse(after) as Form).schema);
    }
  });

  it('are refused when the file does not hold what they change', () => {
    for (const { edit, file } of PROCESS_CHANGES.filter((change) => change.file.endsWith('.bpmn')))
      // then
      expect(() => edit('<bpmn:definitions />'), file).to.throw('does not hold');
  });

  it('leave each analyst a review to do, and the administrator something to deploy', () => {
    // when
    const reviews = PROCESS_CHANGES.filter(({ stage }) => stage === 'in-review').map(
      ({ reviewer }) => reviewer,
    );
    const stages = PROCESS_CHANGES.map(({ stage }) => stage);

    // then
    expect(reviews).to.have.members(['analyst', 'analyst.second']);
    expect(stages).to.include.members(['open', 'returned', 'approved', 'deployed']);
    for (const { author, reviewer } of PROCESS_CHANGES) expect(author).to.not.equal(reviewer);
  });

  it('have notes in both languages', () => {
    for (const { notes } of PROCESS_CHANGES) {
      // then
      expect(notes.fa).to.match(/[ا-ی]/);
      expect(notes.en).to.match(/^[A-Z]/);
    }
  });
});

describe('the alerts of the demonstration', () => {
  it('are in both languages, and about provinces that exist', () => {
    // given
    const check = ajv.compile(AlertDraft);
    const codes = provinces.map(({ code }) => code);

    for (const { author: _a, approvedBy: _b, validDays, ...alert } of ALERTS) {
      // when
      const valid = check({ ...alert, validUntil: inDays(new Date(), validDays).toISOString() });

      // then
      expect(valid, `${alert.title.en}: ${ajv.errorsText(check.errors)}`).to.equal(true);
      expect(codes).to.include.members(alert.provinces);
    }
  });
});
