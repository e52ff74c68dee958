import '#tests/support/screens/dom.ts';
import { screen, waitFor } from '@testing-library/react';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Locale } from '#common/contract/common.ts';
import type { DraftRelease, Release } from '#common/contract/releases.ts';
import ReleaseTab from '#modeler-ui/release/release-tab.tsx';
import { render } from '#tests/support/screens/render.tsx';
import { problem, ScreenServer } from '#tests/support/screens/server.ts';

const DRAFT = '6f1c1b9e-0000-4000-8000-000000000001';
const AT = '2026-11-25T11:00:00.000Z';
const FILE = { name: 'road-defect.bpmn', sha256: 'a'.repeat(64) };

const RELEASE: Release = {
  id: '6f1c1b9e-0000-4000-8000-000000000002',
  draftId: DRAFT,
  title: 'Second look',
  processKey: 'road-defect',
  state: 'in-review',
  notes: { fa: 'بازدید دوم', en: '' },
  files: [{ ...FILE, baseSha256: null }],
  changes: [],
  authors: ['sara'],
  submittedBy: 'sara',
  submittedAt: AT,
  reviewedBy: null,
  reviewedAt: null,
  reviewReason: null,
  scheduledFor: null,
  scheduledBy: null,
  failure: null,
  deployedBy: null,
  deployedAt: null,
  deploymentId: null,
  definitions: [],
};
const NO = { allowed: false, why: null };
const YES = { allowed: true, why: null };

const aStanding = (
  more: Partial<Omit<DraftRelease, 'steps'>> & { steps?: Partial<DraftRelease['steps']> },
): DraftRelease => ({
  draftId: DRAFT,
  files: [{ ...FILE, kind: 'changed', baseSha256: null, runningSha256: null, moved: false }],
  authors: ['sara'],
  release: null,
  earlier: [],
  testRuns: { last: null, earlier: null, runs: 0, steps: 3, missed: [] },
  ...more,
  steps: { submit: NO, review: NO, takeBack: NO, deploy: NO, callOff: NO, ...more.steps },
});

async function releasing(standing: DraftRelease, locale: Locale = 'en') {
  let flushed = 0;
  const server = new ScreenServer().on(`GET /drafts/${DRAFT}/release`, standing);
  const tab = <ReleaseTab draft={{ id: DRAFT }} flush={async () => void (flushed += 1)} />;
  const page = render(tab, { server, locale });
  await screen.findByText(/^Not tried/);
  return { server, flushed: () => flushed, ...page };
}
const press = (name: string) => screen.getByRole('button', { name });
const buttons = () => screen.queryAllByRole('button').map(({ textContent }) => textContent);

describe('the release of a draft', () => {
  it('saves what is typed before it tells how it stands, and warns of what was never tried', async () => {
    // when
    const { flushed } = await releasing(aStanding({}));
    // then
    expect(flushed()).to.equal(1);
    expect(screen.getByRole('alert').textContent).to.include('Not tried: no test run of this draft');
    expect(screen.getByRole('link', { name: 'Test run' }).getAttribute('href')).to.equal(
      `/drafts/${DRAFT}/try`,
    );
  });

  it('is handed in with a word in Persian, for the files as they were seen', async () => {
    // given
    const { user, server } = await releasing(aStanding({ steps: { submit: YES } }));
    server.on(`POST /drafts/${DRAFT}/submit`, aStanding({}));
    expect(press('Hand in for review')).to.have.property('disabled', true);
    // when
    await user.type(screen.getByRole('textbox', { name: /^What changes, in Persian/ }), 'بازدید');
    await user.click(press('Hand in for review'));
    // then
    await waitFor(() =>
      expect(server.bodies(`POST /drafts/${DRAFT}/submit`)).to.deep.equal([
        { notes: { fa: 'بازدید', en: '' }, files: [FILE] },
      ]),
    );
  });

  it('is approved without a remark, but given back only with one', async () => {
    // given
    const { user, server } = await releasing(aStanding({ release: RELEASE, steps: { review: YES } }));
    server.on(`POST /drafts/${DRAFT}/review`, aStanding({}));
    expect(screen.getByText('Waiting for review')).to.exist;
    expect(press('Approve')).to.have.property('disabled', false);
    expect(press('Give back to the author')).to.have.property('disabled', true);
    // when
    await user.type(screen.getByRole('textbox', { name: 'Your remark' }), ' Why? ');
    await user.click(press('Give back to the author'));
    // then
    await waitFor(() =>
      expect(server.bodies(`POST /drafts/${DRAFT}/review`)).to.deep.equal([
        { decision: 'return', files: [FILE], reason: 'Why?' },
      ]),
    );
  });

  it('explains to its author why a colleague has to look at it', async () => {
    // when
    await releasing(
      aStanding({
        release: RELEASE,
        steps: { review: { allowed: false, why: 'four-eyes-required' }, takeBack: YES },
      }),
    );
    // then
    expect(
      screen.getByText('Who wrote or handed in a draft does not review it; a colleague has to look at it.'),
    ).to.exist;
    expect(buttons()).to.deep.equal(['Take back to editing']);
  });

  it('is deployed at once, and later only with a time', async () => {
    // given
    const approved: Release = { ...RELEASE, state: 'approved', reviewedBy: 'reza', reviewedAt: AT };
    const { user, server } = await releasing(aStanding({ release: approved, steps: { deploy: YES } }));
    server.on('POST /process-definitions', {}).on(`POST /drafts/${DRAFT}/schedule`, aStanding({}));
    expect(press('Deploy at this time')).to.have.property('disabled', true);
    // when
    await user.click(press('Deploy now'));
    // then
    await waitFor(() =>
      expect(server.bodies('POST /process-definitions')).to.deep.equal([{ draftId: DRAFT, files: [FILE] }]),
    );
  });

  it('is not deployed by who approved it', async () => {
    // given
    const approved: Release = { ...RELEASE, state: 'approved', reviewedBy: 'reza', reviewedAt: AT };
    // when
    await releasing(
      aStanding({ release: approved, steps: { deploy: { allowed: false, why: 'four-eyes-required' } } }),
      'en',
    );
    // then
    expect(screen.getByText('Who approved a draft does not deploy it; another administrator has to.')).to
      .exist;
    expect(buttons()).to.deep.equal([]);
  });

  it('says that what runs has changed meanwhile', async () => {
    // when
    await releasing(aStanding({ steps: { submit: { allowed: false, why: 'base-outdated' } } }));
    // then
    expect(screen.getByText(/^What runs has changed since the draft began/)).to.exist;
  });

  it('says why a step was refused, and stays as it is', async () => {
    // given
    const { user, server } = await releasing(aStanding({ release: RELEASE, steps: { review: YES } }));
    server.on(`POST /drafts/${DRAFT}/review`, problem('version-conflict', 409));
    await user.type(screen.getByRole('textbox', { name: 'Your remark' }), 'Good');
    // when
    await user.click(press('Approve'));
    // then
    expect(await screen.findByText('Something has changed in the meantime')).to.exist;
    expect(screen.getByRole('textbox', { name: 'Your remark' })).to.have.property('value', 'Good');
  });

  it('tells what blocked a deployment that was due', async () => {
    // when
    await releasing(
      aStanding({
        release: {
          ...RELEASE,
          state: 'approved',
          failure: {
            at: AT,
            code: 'diagram-refused',
            detail: null,
            findings: [
              {
                file: FILE.name,
                rule: 'x',
                elementId: 'Task_SecondLook',
                message: { fa: 'کار بی‌فرم', en: 'A task has no form' },
              },
            ],
          },
        },
      }),
    );
    // then
    expect(screen.getByText('A task has no form')).to.exist;
    expect(screen.getByText(/The deployment of 25 November 2026, 14:30 did not come through/)).to.exist;
  });
});
