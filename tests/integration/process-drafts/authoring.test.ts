import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Modelling } from '#common/contract/index.ts';
import { readText } from '#tests/support/diagrams/project-files.ts';
import { useFixture } from '#tests/support/hooks/use-fixture.ts';
import { ANALYST, withDrafts } from './with-drafts.ts';

const INSPECT = readText('forms/road-defect/inspect.json');

describe('what a diagram may refer to', () => {
  const harness = useFixture(withDrafts, (opened) => opened.close());

  const read = async (query = '') =>
    harness.call('GET', `/api/modelling${query}`, undefined, { as: ANALYST });

  it('is what runs: forms, workers, processes, decisions and ready steps', async () => {
    // when
    const { status, body } = await read();

    // then
    expect(status).to.equal(200);
    const { forms, jobTypes, processes, decisions, templates } = body as Modelling;
    expect(forms.map(({ key }) => key)).to.include('road-defect/inspect');
    expect(jobTypes).to.include('shared.notify');
    expect(processes.map(({ key }) => key)).to.include('escalate');
    expect(decisions.map(({ id }) => id)).to.include('route-request');
    expect(templates.map(({ id }) => id)).to.include('shahrah.notify');
  });

  it('holds with a draft what the draft adds, and without it does not', async () => {
    // given
    const id = await harness.draftOf('road-defect');
    await harness.save(id, 'forms/road-defect/second-look.json', INSPECT, 0);

    // when
    const keysOf = async (query?: string) =>
      ((await read(query)).body as Modelling).forms.map(({ key }) => key);

    // then
    expect(await keysOf(`?draftId=${id}`)).to.include('road-defect/second-look');
    expect(await keysOf()).not.to.include('road-defect/second-look');
  });

  it('tells that a draft does not exist', async () => {
    expect((await read(`?draftId=${randomUUID()}`)).status).to.equal(404);
  });
});
