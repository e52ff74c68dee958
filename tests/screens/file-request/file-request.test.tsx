import '#tests/support/screens/dom.ts';
import { screen, waitFor, within } from '@testing-library/react';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { FileRequest } from '#case-ui/public/file-request/file-request.tsx';
import type { RequestDraft } from '#case-ui/public/file-request/request-draft.ts';
import type { Locale } from '#common/contract/common.ts';
import { PROVINCES, ROAD_DAMAGE } from '#tests/support/screens/desk.ts';
import { storedForm } from '#tests/support/screens/forms.ts';
import { render } from '#tests/support/screens/render.tsx';
import { problem, ScreenServer } from '#tests/support/screens/server.ts';

const TEXT = 'A large hole in the road';
const COMPLETE: Partial<RequestDraft> = {
  key: 'key-1',
  text: TEXT,
  service: ROAD_DAMAGE.key,
  answers: { road: 'Tehran–Qom' },
  province: 'qom',
  applicant: { name: 'Sara Ahmadi', mobile: '۰۹۱۲۳۴۵۶۷۸۹', email: '', nationalId: '' },
};
const FILED = {
  id: '6f1c1b9e-0000-4000-8000-000000000001',
  trackingCode: '123456789012',
  status: 'received',
  receivedAt: '2026-11-21T06:00:00.000Z',
  dueAt: '2026-12-05T11:00:00.000Z',
};

function filing({ step = '', draft = {}, locale = 'en' as Locale, onBehalf = false } = {}) {
  const room = onBehalf ? 'desk' : 'public';
  if (Object.keys(draft).length > 0) sessionStorage.setItem(`shahrah.draft.${room}`, JSON.stringify(draft));
  const server = new ScreenServer()
    .on('GET /services', [ROAD_DAMAGE])
    .on('GET /provinces', { items: PROVINCES })
    .on('GET /forms/citizen-request/intake-road', storedForm('citizen-request/intake-road'));
  const page = render(<FileRequest onBehalf={onBehalf} trackPath={(code) => `/track#code=${code}`} />, {
    server,
    locale,
    address: `/request${step && `?step=${step}`}`,
  });
  return { server, ...page };
}

const heading = (name: string) => screen.findByRole('heading', { level: 2, name });
const press = (name: string) => screen.getByRole('button', { name });
const pressable = (name: string) =>
  waitFor(() => {
    expect(press(name)).to.have.property('disabled', false);
    return press(name);
  });
const field = (name: string | RegExp) => screen.getByRole('textbox', { name });
const stepHere = () =>
  within(screen.getByRole('list', { name: /Steps|گام/ }))
    .getAllByRole('listitem')
    .find((item) => item.getAttribute('aria-current') === 'step')?.textContent;

describe('filing a request', () => {
  it('asks first what has happened, and goes nowhere without it', async () => {
    // given
    const { user } = filing({ locale: 'fa' });
    const text = field('شرح درخواست');
    // when
    await user.click(press('ادامه'));
    // then
    expect(document.activeElement).to.equal(text);
    expect(text.getAttribute('aria-invalid')).to.equal('true');
    expect(screen.getByText('دست‌کم در یک جمله بنویسید چه شده است.')).to.exist;
    expect(stepHere()).to.include('شرح');
  });

  it('suggests subjects by what was written, and asks to choose one', async () => {
    // given
    const { user } = filing();
    await user.type(field('Description'), TEXT);
    await user.click(press('Continue'));
    await heading('What is your request about?');
    expect(await screen.findByRole('heading', { name: 'Close to what you wrote' })).to.exist;
    // when
    await user.click(press('Continue'));
    // then
    expect(screen.getByText('Choose a subject.')).to.exist;
    // when
    await user.click(screen.getByRole('radio', { name: /^Road damage/ }));
    await user.click(press('Continue'));
    // then
    expect(await heading('Details and place')).to.exist;
  });

  it('finds no subject by a word that none has, and shows all again', async () => {
    // given
    const { user } = filing({ step: 'service', draft: { text: TEXT } });
    // when
    await user.type(await screen.findByRole('searchbox', { name: 'Search the subjects' }), 'airport');
    // then
    expect(screen.getByText('No subject has this name')).to.exist;
    expect(screen.queryByRole('radio')).to.equal(null);
    // when
    await user.click(press('Clear the search'));
    // then
    expect(screen.getByRole('radio', { name: /^Road damage/ })).to.exist;
  });

  it('marks what the form of the subject needs', async () => {
    // given
    const { user } = filing({ step: 'details', draft: { text: TEXT, service: ROAD_DAMAGE.key } });
    const road = await screen.findByRole('textbox', { name: /^Name of the road/ });
    // when
    await user.click(await pressable('Continue'));
    // then
    expect(await screen.findByText('Please fill this in.')).to.exist;
    expect(road.getAttribute('aria-invalid')).to.equal('true');
  });

  it('asks for the province where the subject has a place', async () => {
    // given
    const { user } = filing({ step: 'details', draft: { text: TEXT, service: ROAD_DAMAGE.key } });
    await user.type(await screen.findByRole('textbox', { name: /^Name of the road/ }), 'Tehran–Qom');
    // when
    await user.click(await pressable('Continue'));
    // then
    const province = await screen.findByRole('combobox', { name: 'Province' });
    expect(document.activeElement).to.equal(province);
    expect(screen.getByText(/^Choose the province/)).to.exist;
    // when
    await user.selectOptions(province, 'Qom');
    await user.click(press('Continue'));
    // then
    expect(await heading('About you')).to.exist;
  });

  it('marks what is wrong about the applicant and goes to the first of it', async () => {
    // given
    const draft = { ...COMPLETE, applicant: { name: '', mobile: '', email: '', nationalId: '' } };
    const { user } = filing({ step: 'applicant', draft });
    await heading('About you');
    await user.type(field('E-mail address'), 'sara@');
    await user.type(field('National id'), '123');
    // when
    await user.click(press('Continue'));
    // then
    expect(document.activeElement).to.equal(field('Full name'));
    expect(screen.getByText('Write the full name.')).to.exist;
    expect(screen.getByText('This is not an e-mail address.')).to.exist;
    expect(screen.getByText('This is not a national id. Please check the digits.')).to.exist;
    expect(field('Mobile number').getAttribute('aria-invalid')).to.equal('false');
  });

  it('checks a field when it is left, not while it is being typed', async () => {
    // given
    const draft = { ...COMPLETE, applicant: { name: 'Sara', mobile: '', email: '', nationalId: '' } };
    const { user } = filing({ step: 'applicant', draft });
    await heading('About you');
    // when
    await user.type(field('Mobile number'), '0912');
    // then
    expect(screen.queryByText(/This is not a mobile number/)).to.equal(null);
    // when
    await user.tab();
    // then
    expect(screen.getByText(/This is not a mobile number/)).to.exist;
  });

  it('lets nobody past a step that lacks something', async () => {
    // given
    const { router } = filing({ step: 'review', draft: { text: TEXT } });
    // then
    expect(await heading('What is your request about?')).to.exist;
    expect(router.state.location.search).to.equal('?step=service');
  });

  it('files what was written, once, and shows the code', async () => {
    // given
    const { user, server } = filing({ step: 'review', draft: COMPLETE });
    server.on('POST /requests', FILED);
    await heading('Review and file');
    expect(await screen.findByText('Tehran–Qom')).to.exist;
    // when
    await user.click(press('File the request'));
    // then
    expect(await screen.findByRole('heading', { level: 1, name: 'Your request is filed' })).to.exist;
    expect(screen.getByTestId('tracking-code').textContent).to.match(/1234.5678.9012/);
    expect(screen.getByText('You get an answer by the end of Saturday 5 December 2026.')).to.exist;
    expect(screen.getByRole('link', { name: 'See where the request is' }).getAttribute('href')).to.equal(
      '/track#code=123456789012',
    );
    const [call] = server.of('POST /requests');
    expect(call?.headers.get('idempotency-key')).to.equal('key-1');
    expect(call?.body).to.deep.equal({
      service: 'road-damage',
      text: TEXT,
      applicant: { name: 'Sara Ahmadi', mobile: '۰۹۱۲۳۴۵۶۷۸۹' },
      place: { province: 'qom' },
      answers: { road: 'Tehran–Qom' },
      locale: 'en',
    });
    expect(sessionStorage.getItem('shahrah.draft.public')).to.equal(null);
  });

  it('keeps everything when the connection is lost, and sends the same again', async () => {
    // given
    const { user, server } = filing({ step: 'review', draft: COMPLETE, locale: 'fa' });
    server.on('POST /requests', () => {
      throw new TypeError('fetch failed');
    });
    await heading('بازبینی و ثبت');
    // when
    await user.click(press('ثبت درخواست'));
    // then
    expect((await screen.findByRole('alert')).textContent).to.include('به سامانه دسترسی نیست');
    expect(screen.getByText(TEXT)).to.exist;
    // when
    server.on('POST /requests', FILED);
    await user.click(press('تلاش دوباره'));
    // then
    expect(await screen.findByRole('heading', { level: 1, name: 'درخواست شما ثبت شد' })).to.exist;
    const keys = server.of('POST /requests').map(({ headers }) => headers.get('idempotency-key'));
    expect(keys).to.deep.equal(['key-1', 'key-1']);
  });

  it('leads to the step of what the server refuses', async () => {
    // given
    const { user, server } = filing({ step: 'review', draft: COMPLETE });
    const errors = [{ path: '/applicant/mobile', rule: 'format', message: 'is no mobile number' }];
    server.on('POST /requests', problem('invalid-input', 400, { errors }));
    await heading('Review and file');
    await user.click(press('File the request'));
    const notice = await screen.findByRole('alert');
    expect(notice.textContent).to.include('Some parts were not accepted');
    // when
    await user.click(screen.getAllByRole('button', { name: 'Change About you' }).at(-1) as HTMLElement);
    // then
    expect(await heading('About you')).to.exist;
    expect(field('Full name')).to.have.property('value', 'Sara Ahmadi');
  });

  it('takes a new key when the old one belongs to another text', async () => {
    // given
    const { user, server } = filing({ step: 'review', draft: COMPLETE });
    server.on('POST /requests', problem('idempotency-key-reused', 409));
    await heading('Review and file');
    await user.click(press('File the request'));
    await screen.findByRole('alert');
    server.on('POST /requests', FILED);
    // when
    await user.click(press('File the request'));
    // then
    await screen.findByRole('heading', { level: 1, name: 'Your request is filed' });
    const [first, second] = server.of('POST /requests').map(({ headers }) => headers.get('idempotency-key'));
    expect(first).to.equal('key-1');
    expect(second).not.to.equal('key-1');
  });

  it('asks staff how the request arrived, and sends the channel', async () => {
    // given
    const { user, server } = filing({ step: 'applicant', draft: COMPLETE, onBehalf: true });
    server.on('POST /requests', FILED);
    await heading('About the citizen');
    await user.selectOptions(screen.getByRole('combobox', { name: 'How did the request arrive?' }), 'letter');
    await user.click(press('Continue'));
    await heading('Review and file');
    // when
    await user.click(press('File the request'));
    // then
    await screen.findByRole('heading', { level: 1, name: 'Your request is filed' });
    expect(server.bodies('POST /requests')[0]).to.include({ channel: 'letter' });
  });

  it('keeps the draft over a reload, and clears it on demand', async () => {
    // given
    const before = filing();
    await before.user.type(field('Description'), TEXT);
    before.unmount();
    // when
    const { user } = filing();
    // then
    expect(field('Description')).to.have.property('value', TEXT);
    // when
    await user.click(press('Clear and start again'));
    // then
    expect(field('Description')).to.have.property('value', '');
    expect(sessionStorage.getItem('shahrah.draft.public')).to.equal(null);
  });

  it('begins anew where the stored draft cannot be read', () => {
    // given
    sessionStorage.setItem('shahrah.draft.public', '{"text":');
    // when
    filing();
    // then
    expect(field('Description')).to.have.property('value', '');
  });
});
