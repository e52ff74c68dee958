import '#tests/support/screens/dom.ts';
import { screen, within } from '@testing-library/react';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { Component as TrackPage } from '#case-ui/public/track/track-page.tsx';
import type { Locale } from '#common/contract/common.ts';
import { REQUEST_STATUSES } from '#common/contract/common.ts';
import type { TrackedRequest } from '#common/contract/requests.ts';
import { CALENDAR } from '#tests/support/screens/desk.ts';
import { render } from '#tests/support/screens/render.tsx';
import { ScreenServer } from '#tests/support/screens/server.ts';
import { aTrackedRequest } from '#tests/support/screens/tracked-request.ts';

async function tracked(request: Partial<TrackedRequest>, locale: Locale = 'en') {
  const server = new ScreenServer()
    .on('POST /track', aTrackedRequest(request))
    .on('GET /working-calendar', CALENDAR)
    .on('GET /feedback-reasons', []);
  const page = render(<TrackPage />, { server, locale, address: `/track#token=${'t'.repeat(20)}` });
  await screen.findByRole('heading', { level: 1, name: /Request|درخواست/ });
  return { server, ...page };
}

const ACTIONS: Partial<Record<TrackedRequest['status'], Partial<TrackedRequest>>> = {
  received: { canWithdraw: true },
  'in-progress': { canWithdraw: true },
  transferred: { canWithdraw: true },
  'waiting-citizen': { canReply: true, question: 'Which kilometre?', canWithdraw: true },
  answered: { answer: 'Repaired.', outcome: 'resolved', canConfirm: true, canReopen: true, canAppeal: true },
};

const SENTENCES: Record<TrackedRequest['status'], { en: RegExp; fa: RegExp; boxes: string[] }> = {
  received: {
    en: /^Your request is filed\. The department “Tehran road office” looks into it and answers by Saturday 5 December/,
    fa: /^درخواست شما ثبت شده است\. اداره راه تهران آن را بررسی می‌کند و تا شنبه ۱۴ آذر ۱۴۰۵ پاسخ می‌دهد\.$/,
    boxes: ['Withdraw the request'],
  },
  'in-progress': {
    en: /“Tehran road office” is working on your request/,
    fa: /در حال رسیدگی به درخواست شماست/,
    boxes: ['Withdraw the request'],
  },
  transferred: {
    en: /Another department is asked to take your request over/,
    fa: /سپردن درخواست شما به واحد دیگری/,
    boxes: ['Withdraw the request'],
  },
  'waiting-citizen': {
    en: /“Tehran road office” has a question for you/,
    fa: /از شما پرسشی دارد/,
    boxes: ['A question for you', 'Withdraw the request'],
  },
  'waiting-body': { en: /is waiting for another body/, fa: /منتظر پاسخ دستگاه دیگری است/, boxes: [] },
  answered: {
    en: /has answered your request.*Outcome: /,
    fa: /به درخواست شما پاسخ داده است.*نتیجه: /,
    boxes: ['Answer', 'Appeal against the outcome'],
  },
  closed: { en: /^Your request is closed\.$/, fa: /^درخواست شما بسته شده است\.$/, boxes: [] },
  withdrawn: { en: /^This request was withdrawn\.$/, fa: /^این درخواست پس گرفته شده است\.$/, boxes: [] },
};

const BOXES = ['A question for you', 'Answer', 'Appeal against the outcome', 'Withdraw the request'];

describe('a tracked request', () => {
  for (const status of REQUEST_STATUSES) {
    const { en, fa, boxes } = SENTENCES[status];

    it(`says in words what ${status} means, and offers what may be done then`, async () => {
      // when
      await tracked({ status, ...ACTIONS[status] });
      // then
      expect(screen.getByTestId('status-sentence').textContent).to.match(en);
      const shown = BOXES.filter((name) => screen.queryByRole('region', { name }));
      expect(shown).to.deep.equal(boxes);
    });

    it(`says ${status} in Persian`, async () => {
      // when
      await tracked({ status, ...ACTIONS[status] }, 'fa');
      // then
      expect(screen.getByTestId('status-sentence').textContent).to.match(fa);
      expect(document.documentElement.dir).to.equal('rtl');
    });
  }

  it('admits that it is late', async () => {
    // when
    await tracked({ overdue: true });
    // then
    expect(screen.getByTestId('status-sentence').textContent).to.match(/is late\. “Tehran road office”/);
  });

  it('says that the reply arrived before the process has read it', async () => {
    // when
    await tracked({ status: 'waiting-citizen', canReply: false, question: 'Which kilometre?' });
    // then
    expect(screen.getByTestId('status-sentence').textContent).to.match(/^Your reply arrived\./);
    expect(screen.queryByRole('region', { name: 'A question for you' })).to.equal(null);
  });

  it('shows the way it has come, newest first, and the answer that is due', async () => {
    // when
    await tracked({
      steps: [
        { kind: 'received', at: '2026-11-21T06:00:00.000Z', text: null },
        { kind: 'in-progress', at: '2026-11-22T06:00:00.000Z', text: null },
      ],
    });
    // then
    const road = within(screen.getByRole('list', { name: 'The way the request has come' }));
    const titles = road.getAllByRole('listitem').map(({ textContent }) => textContent);
    expect(
      titles.map((title) => /Final answer|Work began|The request was filed/.exec(title ?? '')?.[0]),
    ).to.deep.equal(['Final answer', 'Work began', 'The request was filed']);
  });

  it('shows the legal basis of a refusal and the request that it repeats', async () => {
    // when
    await tracked({
      status: 'closed',
      answer: 'As told before.',
      outcome: 'duplicate',
      duplicateOf: '210987654321',
      legalBasis: 'Article 5',
    });
    // then
    const answer = screen.getByRole('region', { name: 'Answer' }).textContent;
    expect(answer).to.match(/Legal basis: Article 5/);
    expect(answer).to.match(/the same as your request .2109.8765.4321/);
  });

  it('is read anew on demand, and forgotten when the citizen leaves', async () => {
    // given
    const { user, server, router } = await tracked({});
    server.on('POST /track', aTrackedRequest({ status: 'closed' }));
    // when
    await user.click(screen.getByRole('button', { name: 'Refresh' }));
    // then
    expect(await screen.findByText('Your request is closed.')).to.exist;
    // when
    await user.click(screen.getByRole('button', { name: 'Track another request' }));
    // then
    expect(await screen.findByRole('textbox', { name: 'Tracking code' })).to.have.property('value', '');
    expect(router.state.location.hash).to.equal('');
  });
});
