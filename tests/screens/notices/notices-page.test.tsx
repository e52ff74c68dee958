import '#tests/support/screens/dom.ts';
import { screen, waitFor, within } from '@testing-library/react';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { parseNoticeData } from '#case-ui/desk/notices/notice-data.ts';
import { Component as NoticesPage } from '#case-ui/desk/notices/notices-page.tsx';
import { useNoticeSentence } from '#case-ui/desk/notices/use-notice-sentence.ts';
import type { StaffNotice } from '#common/contract/notices.ts';
import { aDesk } from '#tests/support/screens/desk.ts';
import { render, renderHook } from '#tests/support/screens/render.tsx';
import { problem } from '#tests/support/screens/server.ts';

const DUE_AT = '2026-11-25T11:00:00.000Z';

const aNotice = (more: Partial<StaffNotice> = {}): StaffNotice => ({
  id: '6f1c1b9e-0000-4000-8000-000000000001',
  kind: 'warn',
  requestId: '6f1c1b9e-0000-4000-8000-0000000000aa',
  trackingCode: '123456789012',
  service: 'road-damage',
  data: { target: 'first-reply', dueAt: DUE_AT },
  deliveredAt: '2026-11-24T06:00:00.000Z',
  readAt: null,
  ...more,
});
const WARNING = aNotice();
const REMINDER = aNotice({ id: '6f1c1b9e-0000-4000-8000-000000000002', kind: 'remind', data: {} });

describe('the sentence of a notice', () => {
  for (const { kind, data, en, fa } of [
    {
      kind: 'remind',
      data: { target: 'acknowledge', dueAt: DUE_AT },
      en: 'Reminder: the time for acknowledgement ends 25 November 2026, 14:30.',
      fa: /^یادآوری: مهلت .+ تا ۴ آذر ۱۴۰۵، ۱۴:۳۰ است\.$/,
    },
    {
      kind: 'warn',
      data: { target: 'first-reply', dueAt: DUE_AT },
      en: 'The time for first reply is running out: 25 November 2026, 14:30.',
      fa: /رو به پایان است: ۴ آذر ۱۴۰۵، ۱۴:۳۰\.$/,
    },
    {
      kind: 'escalated',
      data: {},
      en: 'The time for resolution has run out: not known. Please follow it up.',
      fa: /گذشته است: نامشخص\. لطفاً پیگیری کنید\.$/,
    },
    {
      kind: 'handed-over',
      data: { target: 'stage', dueAt: DUE_AT },
      en: 'The time for the present step has run out, and the request was handed up to you.',
      fa: /رسیدگی به شما ارجاع شد\.$/,
    },
    {
      kind: 'digest',
      data: { count: 1 },
      en: 'Daily list: 1 request is past its last deadline.',
      fa: 'گزارش روزانه: ۱ درخواست از بالاترین مهلت گذشته است.',
    },
    {
      kind: 'digest',
      data: { count: 1200 },
      en: 'Daily list: 1,200 requests are past their last deadline.',
      fa: 'گزارش روزانه: ۱٬۲۰۰ درخواست از بالاترین مهلت گذشته است.',
    },
  ] as const)
    it(`says ${kind} ${JSON.stringify(data)} in both languages`, () => {
      // given
      const notice = aNotice({ kind, data });
      // when
      const english = renderHook(useNoticeSentence, undefined, { locale: 'en' }).result.current(notice);
      const persian = renderHook(useNoticeSentence, undefined, { locale: 'fa' }).result.current(notice);
      // then
      expect(english).to.equal(en);
      if (typeof fa === 'string') expect(persian).to.equal(fa);
      else expect(persian).to.match(fa);
    });

  it('is made of what can be read, whatever older notices hold', () => {
    for (const data of [
      {},
      { target: 7, dueAt: 5, count: 'many', items: 'none' },
      { target: 'of-old', items: null },
    ])
      expect(parseNoticeData(aNotice({ data })), JSON.stringify(data)).to.deep.equal({
        target: 'resolve',
        dueAt: undefined,
        count: 0,
        items: [],
      });
    expect(parseNoticeData(aNotice({ data: { items: [{ trackingCode: '1' }, { service: 'x' }] } })))
      .to.include({
        count: 2,
      })
      .and.to.have.deep.property('items', [{ trackingCode: '1', service: '' }]);
  });
});

describe('the page of notices', () => {
  function notices(items: StaffNotice[], { address = '/desk/notices', locale = 'en' as const } = {}) {
    let unread = items.filter(({ readAt }) => readAt === null).length;
    const server = aDesk()
      .on('GET /notices', () => ({ items, next: null, unread }))
      .on('POST /notices/read', ({ body }: { body: { ids?: string[] } }) => {
        unread = body.ids ? unread - body.ids.length : 0;
        return { unread };
      });
    return { server, ...render(<NoticesPage />, { server, address, locale }) };
  }

  it('lists them with their requests, and tells the unread ones apart', async () => {
    // given
    notices([WARNING, { ...REMINDER, readAt: DUE_AT }]);
    // when
    const list = await screen.findByRole('list', { name: 'Notices' });
    // then
    const [unread, read] = within(list).getAllByRole('listitem');
    expect(unread?.textContent).to.match(/is running out.*Unread.*1234.5678.9012/);
    expect(read?.textContent).not.to.include('Unread');
    expect(await within(list).findAllByText('Road damage')).to.have.length(2);
    expect(screen.getByText('1 unread notice')).to.exist;
    expect(within(list).getAllByRole('button')).to.have.length(1);
  });

  it('marks one as read', async () => {
    // given
    const { user, server } = notices([WARNING, REMINDER]);
    // when
    await user.click(await screen.findByRole('button', { name: /^Mark as read: The time for first reply/ }));
    // then
    expect(await screen.findByText('Marked as read')).to.exist;
    expect(server.bodies('POST /notices/read')).to.deep.equal([{ ids: [WARNING.id] }]);
    expect(await screen.findByText('1 unread notice')).to.exist;
  });

  it('marks one as read when its request is opened', async () => {
    // given
    const { user, server, router } = notices([WARNING]);
    // when
    await user.click(await screen.findByRole('link', { name: /1234.5678.9012/ }));
    // then
    await waitFor(() => expect(server.of('POST /notices/read')).to.have.length(1));
    expect(router.state.location.pathname).to.equal('/desk/requests/123456789012');
  });

  it('marks all as read, and then offers it no more', async () => {
    // given
    const { user, server } = notices([WARNING, REMINDER]);
    // when
    await user.click(await screen.findByRole('button', { name: 'Mark all as read' }));
    // then
    expect(await screen.findByText('All are read')).to.exist;
    expect(server.bodies('POST /notices/read')).to.deep.equal([{}]);
    expect(screen.queryByRole('button', { name: 'Mark all as read' })).to.equal(null);
  });

  it('says when marking was refused', async () => {
    // given
    const { user, server } = notices([WARNING]);
    server.on('POST /notices/read', problem('unavailable', 503));
    // when
    await user.click(await screen.findByRole('button', { name: 'Mark all as read' }));
    // then
    expect((await screen.findByRole('alert')).textContent).to.include('does not answer right now');
  });

  it('keeps “only unread” in the address', async () => {
    // given
    const { user, server, router } = notices([WARNING]);
    await screen.findByRole('list', { name: 'Notices' });
    // when
    await user.click(screen.getByRole('switch', { name: 'Only unread' }));
    // then
    expect(router.state.location.search).to.equal('?unread=1');
    await waitFor(() => expect(server.of('GET /notices').at(-1)?.query).to.include({ unread: 'true' }));
  });

  it('says that there is none', async () => {
    // when
    notices([], { address: '/desk/notices?unread=1' });
    // then
    expect(await screen.findByText('You have no unread notice')).to.exist;
  });
});
