import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { ProcessFile, ProcessFinding } from '#common/contract/index.ts';
import { doubled, quotationMarks, ring, tableWith } from '#tests/support/diagrams/hostile-files.ts';
import { readText } from '#tests/support/diagrams/project-files.ts';
import { useFixture } from '#tests/support/hooks/use-fixture.ts';
import { eventually } from '#tests/support/wait.ts';
import { ANALYST, SECOND_ANALYST, withDrafts } from './with-drafts.ts';

const STRANGERS = 50;

/** Expressions without an end, or with one that nobody lives to see. */
const ENDLESS = [
  'count(for i in 1..2000000000 return i)',
  'for i in 1..3000, j in 1..3000 return i * j',
  'string join(for i in 1..3000 return string join(for j in 1..3000 return "xxxxxxxxxxxxxxx"))',
  'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(a+)+$")',
];

/** Whichever of its limits an expression meets first. */
const IS_ENDED =
  /The check of this table (did not come to an end in 2 s|needs more than 256 MB of memory); make it simpler/;

/** Expressions of a few words whose value needs more memory than there is, at once or in many parts. */
const HUGE = [
  doubled(24, (text) => `upper case(${text})`),
  doubled(24, (text) => `substring(${text}, 1, 1)`),
  `{ a0: [1,2,3,4,5,6,7,8], ${Array.from({ length: 26 }, (_, at) => `a${at + 1}: concatenate(a${at}, a${at})`).join(', ')}, r: a26 }.r`,
];

describe('a draft that would stop the house', function () {
  this.timeout(120_000);
  const harness = useFixture(withDrafts, (opened) => opened.close());

  /** A draft that holds these files. */
  async function aDraftWith(files: readonly ProcessFile[]): Promise<string> {
    const id = await harness.draftOf('citizen-request');
    for (const { name, content } of files) {
      const { status, body } = await harness.save(id, name, content, 0);
      expect(status, JSON.stringify(body)).to.equal(200);
    }
    return id;
  }
  const check = (id: string) => harness.call('POST', `/api/drafts/${id}/check`, undefined, { as: ANALYST });
  const messages = (findings: readonly ProcessFinding[], rule: string): string[] =>
    findings.filter((finding) => finding.rule === rule).map(({ file, message }) => `${file}: ${message.en}`);

  /** Copies a file under another name and another key. */
  const renamed = ({ name, content }: ProcessFile, at: number): ProcessFile => ({
    name: `${at}-${name}`,
    content: content.replace('<decision id="', `<decision id="at-${at}-`),
  });

  it('keeps nobody waiting but its author, and is told which of its tables do not come to an end', async () => {
    // given
    const draft = await aDraftWith([...ENDLESS.map((text, at) => renamed(tableWith(text), at)), ring(3_000)]);
    let isOver = false;

    // when
    const checked = check(draft).finally(() => (isOver = true));
    const answers = await Promise.all(
      Array.from({ length: STRANGERS }, async () => {
        const { status } = await harness.call('GET', '/api/services');
        return { status, wasOver: isOver };
      }),
    );
    const { status, body } = await checked;

    // then
    expect(answers).to.deep.equal(Array(STRANGERS).fill({ status: 200, wasOver: false }));
    expect(status).to.equal(200);
    const said = messages(body.errors, 'endless');
    expect(said.map((message) => message.split(':')[0])).to.have.members(
      ENDLESS.map((_, at) => `${at}-route-request.dmn`),
    );
    for (const message of said) expect(message).to.match(IS_ENDED);
  });

  it('is checked in turn with what else its author asks for, and not before everybody else', async () => {
    // given
    const draft = await aDraftWith([tableWith('count(for i in 1..20000 return i)')]);
    const other = await harness.draftOf('ask-citizen', SECOND_ANALYST);
    let isOver = false;

    // when
    const all = Promise.all(Array.from({ length: 12 }, () => check(draft))).finally(() => (isOver = true));
    const { status } = await harness.call('POST', `/api/drafts/${other}/check`, undefined, {
      as: SECOND_ANALYST,
    });
    const wasOver = isOver;

    // then
    expect({ status, wasOver }).to.deep.equal({ status: 200, wasOver: false });
    const statuses = (await all).map((answer) => answer.status);
    expect(statuses.filter((one) => one === 200)).to.have.length(9);
    expect(statuses.filter((one) => one === 429)).to.have.length(3);
  });

  it('is tried in turn: what its author asks of a run over and over is refused, and others are answered', async () => {
    // given
    const asAuthor = { as: ANALYST };
    const runs = `/api/drafts/${await harness.draftOf('transfer')}/test-runs`;
    const { body: plan } = await harness.call('GET', `${runs}/plan`, undefined, asAuthor);
    const started = await harness.call('POST', runs, { variables: plan.example, fast: false }, asAuthor);
    const look = () => harness.call('GET', `/api/test-runs/${started.body.id}`, undefined, asAuthor);
    await eventually(async () => (await look()).body.tasks.length > 0);
    const other = await harness.draftOf('ask-citizen', SECOND_ANALYST);

    // when
    const all = Promise.all(Array.from({ length: 60 }, look));
    const { status } = await harness.call('POST', `/api/drafts/${other}/check`, undefined, {
      as: SECOND_ANALYST,
    });

    // then
    expect(status).to.equal(200);
    expect(new Set((await all).map((answer) => answer.status))).to.deep.equal(new Set([200, 429]));
  });

  it('ends nobody but its own check, whatever memory it asks for', async () => {
    // given
    const draft = await aDraftWith(HUGE.map((text, at) => renamed(tableWith(text), at)));

    // when
    const { status, body } = await check(draft);

    // then
    expect(status).to.equal(200);
    const said = messages(body.errors, 'endless');
    expect(said).to.have.length(HUGE.length);
    for (const message of said)
      expect(message).to.match(/MB of memory; make it simpler|come to an end in 2 s/);
    expect((await harness.call('GET', '/api/services')).status).to.equal(200);
  });

  it('is answered in few words, however long the values are that it gives', async () => {
    // given
    const draft = await aDraftWith([tableWith(doubled(17, (text) => text))]);

    // when
    const { body } = await check(draft);

    // then
    expect(messages(body.errors, 'decision-department')).not.to.be.empty;
    expect(JSON.stringify(body).length).to.be.lessThan(50_000);
  });

  it('has at most 200 findings, and says how many there are besides', async () => {
    // given
    const draft = await aDraftWith([ring(600)]);

    // when
    const { body } = await check(draft);

    // then
    expect(body.errors.length + body.warnings.length).to.be.within(1, 400);
    expect(body.more).to.be.greaterThan(200);
  });

  it('is kept when it is saved with a tag that no parser should see, and says where it is', async () => {
    // given
    const id = await harness.draftOf('ask-citizen');
    const { name, content } = quotationMarks(200_000);

    // when
    const { status, body } = await harness.save(id, name, content, 0);

    // then
    expect(status).to.equal(200);
    expect(messages(body.findings, 'readable')).to.deep.equal([
      `${name}: The file cannot be read: the attributes of a tag in line 1 are not written correctly.`,
    ]);
    expect((await harness.read(id, name)).body.content).to.equal(content);
  });

  it('does not stop who comes after it: the next draft is checked as always', async () => {
    // given
    const id = await aDraftWith([
      {
        name: 'ask-citizen.bpmn',
        content: `${readText('processes/ask-citizen/ask-citizen.bpmn')}<!-- again -->`,
      },
    ]);

    // when
    const { body } = await check(id);

    // then
    expect(body).to.deep.equal({ errors: [], warnings: [], more: 0 });
  });
});
