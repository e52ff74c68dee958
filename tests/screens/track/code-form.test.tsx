import '#tests/support/screens/dom.ts';
import { screen } from '@testing-library/react';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { Component as TrackPage } from '#case-ui/public/track/track-page.tsx';
import { CALENDAR } from '#tests/support/screens/desk.ts';
import { render } from '#tests/support/screens/render.tsx';
import { problem, ScreenServer } from '#tests/support/screens/server.ts';
import { aTrackedRequest } from '#tests/support/screens/tracked-request.ts';

const CODE = 'Tracking code';
const FACTOR = 'Last four digits of the mobile number, or e-mail';

describe('the form for the tracking code', () => {
  it('marks what is missing, goes to it, and asks the server nothing', async () => {
    // given
    const server = new ScreenServer();
    const { user } = render(<TrackPage />, { server });
    // when
    await user.click(screen.getByRole('button', { name: 'Show where it is' }));
    // then
    const code = screen.getByRole('textbox', { name: CODE });
    expect(document.activeElement).to.equal(code);
    expect(code.getAttribute('aria-invalid')).to.equal('true');
    expect(screen.getByText('A tracking code has twelve digits.')).to.exist;
    expect(server.calls).to.deep.equal([]);
  });

  it('goes to the second factor when only that is wrong', async () => {
    // given
    const { user } = render(<TrackPage />, { locale: 'fa', address: '/track#code=123456789018' });
    const factor = screen.getByRole('textbox', { name: 'چهار رقم آخر تلفن همراه یا رایانامه' });
    // when
    await user.type(factor, '۱۲{Enter}');
    // then
    expect(screen.getByRole('textbox', { name: 'کد پیگیری' })).to.have.property('value', '۱۲۳۴۵۶۷۸۹۰۱۸');
    expect(document.activeElement).to.equal(factor);
    expect(screen.getByText('چهار رقم آخر تلفن همراه یا نشانی رایانامه را بنویسید.')).to.exist;
  });

  it('takes digits and spaces as people write them', async () => {
    // given
    const server = new ScreenServer()
      .on('POST /track', aTrackedRequest())
      .on('GET /working-calendar', CALENDAR);
    const { user } = render(<TrackPage />, { server, locale: 'fa' });
    // when
    await user.type(screen.getByRole('textbox', { name: 'کد پیگیری' }), '۱۲۳۴ ۵۶۷۸ ۹۰۱۸');
    await user.type(screen.getByRole('textbox', { name: /چهار رقم آخر/ }), '۶۷۸۹{Enter}');
    // then
    expect(await screen.findByRole('heading', { name: /^درخواست .۱۲۳۴.۵۶۷۸.۹۰۱۸.$/ })).to.exist;
    expect(server.bodies('POST /track')).to.deep.equal([
      { trackingCode: '123456789018', secondFactor: '6789' },
    ]);
  });

  for (const { code, status, title } of [
    { code: 'request-not-found', status: 404, title: 'No request fits what you entered' },
    { code: 'too-many-attempts', status: 429, title: 'There were too many wrong tries' },
  ])
    it(`says what ${code} means, keeps what was typed and asks again`, async () => {
      // given
      const server = new ScreenServer().on('POST /track', problem(code, status));
      const { user } = render(<TrackPage />, { server });
      await user.type(screen.getByRole('textbox', { name: CODE }), '1234 5678 9018');
      // when
      await user.type(screen.getByRole('textbox', { name: FACTOR }), 'someone@example.ir{Enter}');
      // then
      expect((await screen.findByRole('alert')).textContent).to.include(title);
      expect(screen.getByRole('textbox', { name: CODE })).to.have.property('value', '1234 5678 9018');
      // when
      await user.click(screen.getByRole('button', { name: 'Show where it is' }));
      // then
      expect(server.of('POST /track')).to.have.length(2);
    });
});
