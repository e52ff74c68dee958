import '#tests/support/screens/dom.ts';
import { screen } from '@testing-library/react';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { Component as AlertsPage } from '#case-ui/public/alerts/alerts-page.tsx';
import { Component as UnsubscribePage } from '#case-ui/public/alerts/unsubscribe-page.tsx';
import type { Subscription } from '#common/contract/alerts.ts';
import type { Locale } from '#common/contract/common.ts';
import { PROVINCES } from '#tests/support/screens/desk.ts';
import { render } from '#tests/support/screens/render.tsx';
import { problem, ScreenServer } from '#tests/support/screens/server.ts';

const TOKEN = 't'.repeat(20);
const SUBSCRIPTION: Subscription = {
  token: TOKEN,
  endToken: 'e'.repeat(20),
  channel: 'email',
  maskedAddress: 's…@example.ir',
  wishes: { topics: ['weather'], provinces: [], quietHours: null, locale: 'en' },
  consentedAt: '2026-11-25T11:00:00.000Z',
};
const STARTED = { id: '6f1c1b9e-0000-4000-8000-000000000001', expiresAt: '2026-11-25T11:10:00.000Z' };

const aServer = () =>
  new ScreenServer()
    .on('GET /alert-subscriptions/options', { channels: ['email'], dailyQuota: 3 })
    .on('GET /provinces', { items: PROVINCES });

async function subscribing(locale: Locale = 'en') {
  const server = aServer();
  const page = render(<AlertsPage />, { server, locale, address: '/alerts' });
  await screen.findByRole('group', { name: locale === 'en' ? /^What about\?/ : /^درباره/ });
  return { server, ...page };
}

describe('a subscription to alerts', () => {
  it('needs a topic, then an address', async () => {
    // given
    const { user, server } = await subscribing();
    const send = screen.getByRole('button', { name: 'Send the code' });
    // when
    await user.click(send);
    // then
    expect(document.activeElement?.id).to.equal('topics');
    expect(screen.getByRole('alert').textContent).to.equal('Choose at least one topic.');
    // when
    await user.click(screen.getByRole('checkbox', { name: 'Weather on the roads' }));
    await user.click(send);
    // then
    expect(document.activeElement).to.equal(screen.getByRole('textbox', { name: 'E-mail address' }));
    expect(screen.getByText('Write your e-mail address.')).to.exist;
    expect(server.of('POST /alert-subscriptions')).to.deep.equal([]);
  });

  it('is on once the code of the message is entered', async () => {
    // given
    const { user, server } = await subscribing();
    server
      .on('POST /alert-subscriptions', STARTED)
      .on('POST /alert-subscriptions/confirm', problem('code-not-valid', 403));
    await user.click(screen.getByRole('checkbox', { name: 'Weather on the roads' }));
    await user.type(screen.getByRole('textbox', { name: 'E-mail address' }), ' sara@example.ir{Enter}');
    const code = await screen.findByRole('textbox', { name: 'Code' });
    expect(server.bodies('POST /alert-subscriptions')).to.deep.equal([
      {
        channel: 'email',
        address: 'sara@example.ir',
        wishes: {
          topics: ['weather'],
          provinces: [],
          quietHours: { from: '22:00', to: '07:00' },
          locale: 'en',
        },
      },
    ]);
    // when
    await user.type(code, '12{Enter}');
    // then
    expect(screen.getByText('Enter the six-digit code.')).to.exist;
    // when
    await user.type(code, '3456{Enter}');
    // then
    expect((await screen.findByRole('alert')).textContent).to.include('code-not-valid');
    // when
    server.on('POST /alert-subscriptions/confirm', SUBSCRIPTION);
    await user.click(screen.getByRole('button', { name: 'Confirm' }));
    // then
    expect(await screen.findByRole('heading', { name: 'Your alerts are on' })).to.exist;
    expect(server.bodies('POST /alert-subscriptions/confirm').at(-1)).to.deep.equal({
      id: STARTED.id,
      code: '123456',
    });
  });

  it('keeps what was chosen when the citizen goes back from the code', async () => {
    // given
    const { user, server } = await subscribing();
    server.on('POST /alert-subscriptions', STARTED);
    await user.click(screen.getByRole('checkbox', { name: 'Weather on the roads' }));
    await user.type(screen.getByRole('textbox', { name: 'E-mail address' }), 'sara@example.ir{Enter}');
    // when
    await user.click(await screen.findByRole('button', { name: 'Change address or topics' }));
    // then
    expect(await screen.findByRole('textbox', { name: 'E-mail address' })).to.have.property(
      'value',
      'sara@example.ir',
    );
    expect(screen.getByRole('checkbox', { name: 'Weather on the roads' })).to.have.property('checked', true);
  });

  it('is not possible while no message can be sent', async () => {
    // given
    const server = aServer().on('GET /alert-subscriptions/options', { channels: [], dailyQuota: 3 });
    // when
    render(<AlertsPage />, { server, address: '/alerts' });
    // then
    expect((await screen.findByRole('alert')).textContent).to.match(/^We cannot send messages right now/);
    expect(screen.queryByRole('button')).to.equal(null);
  });

  it('is changed through the link of a message, with quiet hours in the digits of the language', async () => {
    // given
    const server = aServer()
      .on('POST /alert-subscriptions/read', SUBSCRIPTION)
      .on('PUT /alert-subscriptions', SUBSCRIPTION);
    const { user } = render(<AlertsPage />, { server, locale: 'fa', address: `/alerts#token=${TOKEN}` });
    await screen.findByRole('heading', { level: 1, name: 'هشدارهای شما' });
    await user.click(screen.getByRole('checkbox', { name: /نفرست/ }));
    await user.selectOptions(screen.getByRole('combobox', { name: /^از/ }), '۲۳:۰۰');
    // when
    await user.click(screen.getByRole('button', { name: 'ذخیره' }));
    // then
    expect(await screen.findByText('ذخیره شد')).to.exist;
    expect(server.bodies('PUT /alert-subscriptions')).to.deep.equal([
      {
        token: TOKEN,
        wishes: { ...SUBSCRIPTION.wishes, quietHours: { from: '23:00', to: '07:00' } },
      },
    ]);
  });

  it('cannot be saved without a topic', async () => {
    // given
    const server = aServer().on('POST /alert-subscriptions/read', SUBSCRIPTION);
    const { user } = render(<AlertsPage />, { server, address: `/alerts#token=${TOKEN}` });
    await user.click(await screen.findByRole('checkbox', { name: 'Weather on the roads' }));
    // when
    await user.click(screen.getByRole('button', { name: 'Save' }));
    // then
    expect(screen.getByRole('alert').textContent).to.equal('Choose at least one topic.');
    expect(server.of('PUT /alert-subscriptions')).to.deep.equal([]);
  });

  it('ends with one press', async () => {
    // given
    const server = new ScreenServer().on('POST /alert-subscriptions/end', undefined);
    const { user } = render(<UnsubscribePage />, { server, address: `/alerts/unsubscribe#token=${TOKEN}` });
    // when
    await user.click(screen.getByRole('button', { name: 'Unsubscribe' }));
    // then
    expect(await screen.findByRole('heading', { name: 'You have unsubscribed' })).to.exist;
    expect(server.of('POST /alert-subscriptions/end')[0]?.query).to.deep.equal({ token: TOKEN });
  });
});
