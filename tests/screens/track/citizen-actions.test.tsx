import '#tests/support/screens/dom.ts';
import { screen, within } from '@testing-library/react';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { AnswerBox } from '#case-ui/public/track/answer-box.tsx';
import { AppealBox } from '#case-ui/public/track/appeal-box.tsx';
import { ReplyBox } from '#case-ui/public/track/reply-box.tsx';
import { WithdrawBox } from '#case-ui/public/track/withdraw-box.tsx';
import { render } from '#tests/support/screens/render.tsx';
import { problem, ScreenServer } from '#tests/support/screens/server.ts';
import { aTrackedRequest } from '#tests/support/screens/tracked-request.ts';

const TRACK = { trackingCode: '123456789018', secondFactor: '6789' };
const ANSWERED = aTrackedRequest({
  status: 'answered',
  answer: 'Repaired.',
  canConfirm: true,
  canReopen: true,
  reopenUntil: '2026-12-20T11:00:00.000Z',
  reopeningsLeft: 1,
  appealUntil: '2026-12-25T11:00:00.000Z',
});
const REASONS = [
  { key: 'not-done', satisfied: false, text: { fa: 'انجام نشد', en: 'It was not done' } },
  { key: 'kind', satisfied: true, text: { fa: 'برخورد خوب', en: 'Kind people' } },
];
const said = () =>
  screen.findAllByRole('status').then((all) => all.map(({ textContent }) => textContent).join());

describe('the reply to a question', () => {
  it('is asked for when it is empty, and sent nowhere', async () => {
    // given
    const server = new ScreenServer();
    const { user } = render(<ReplyBox track={TRACK} question="Which kilometre?" />, { server });
    // when
    await user.click(screen.getByRole('button', { name: 'Send the reply' }));
    // then
    const reply = screen.getByRole('textbox', { name: 'Your reply' });
    expect(document.activeElement).to.equal(reply);
    expect(reply.getAttribute('aria-invalid')).to.equal('true');
    expect(screen.getByText('Write your reply.')).to.exist;
    expect(server.calls).to.deep.equal([]);
  });

  it('stays over an error, and is sent again', async () => {
    // given
    const server = new ScreenServer().on('POST /track/reply', problem('unavailable', 503));
    const { user } = render(<ReplyBox track={TRACK} question="Which kilometre?" />, { server });
    await user.type(screen.getByRole('textbox', { name: 'Your reply' }), ' Kilometre 45 ');
    // when
    await user.click(screen.getByRole('button', { name: 'Send the reply' }));
    // then
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).to.match(/does not answer right now.*Nothing you typed was lost/);
    expect(screen.getByRole('textbox', { name: 'Your reply' })).to.have.property('value', ' Kilometre 45 ');
    // when
    server.on('POST /track/reply', aTrackedRequest());
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    // then
    expect(await screen.findByText('Your reply arrived; work goes on.')).to.exist;
    expect(server.bodies('POST /track/reply')[1]).to.deep.equal({ track: TRACK, text: 'Kilometre 45' });
  });
});

describe('the appeal', () => {
  it('needs grounds', async () => {
    // given
    const server = new ScreenServer();
    const { user } = render(<AppealBox track={TRACK} request={ANSWERED} />, { server, locale: 'fa' });
    expect(screen.getByText(/تا جمعه ۴ دی ۱۴۰۵ می‌توانید اعتراض کنید/)).to.exist;
    await user.click(screen.getByRole('button', { name: 'اعتراض می‌کنم' }));
    // when
    await user.click(screen.getByRole('button', { name: 'فرستادن اعتراض' }));
    // then
    expect(document.activeElement).to.equal(screen.getByRole('textbox', { name: 'دلیل اعتراض' }));
    expect(screen.getByText('دلیل اعتراض را بنویسید.')).to.exist;
    expect(server.calls).to.deep.equal([]);
  });

  it('is sent with its grounds, and keeps them over an error', async () => {
    // given
    const server = new ScreenServer().on('POST /track/appeal', problem('step-not-legal', 409));
    const { user } = render(<AppealBox track={TRACK} request={ANSWERED} />, { server });
    await user.click(screen.getByRole('button', { name: 'I appeal' }));
    await user.type(screen.getByRole('textbox', { name: 'Grounds of the appeal' }), 'It is still broken.');
    // when
    await user.click(screen.getByRole('button', { name: 'Send the appeal' }));
    // then
    expect((await screen.findByRole('alert')).textContent).to.match(/not possible in the present state/);
    expect(screen.getByRole('textbox')).to.have.property('value', 'It is still broken.');
    expect(server.bodies('POST /track/appeal')).to.deep.equal([
      { track: TRACK, text: 'It is still broken.' },
    ]);
  });

  it('is folded up again without being sent', async () => {
    // given
    const server = new ScreenServer();
    const { user } = render(<AppealBox track={TRACK} request={ANSWERED} />, { server });
    await user.click(screen.getByRole('button', { name: 'I appeal' }));
    // when
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    // then
    expect(screen.queryByRole('textbox')).to.equal(null);
    expect(server.calls).to.deep.equal([]);
  });
});

describe('the withdrawal', () => {
  for (const { reason, body } of [
    { reason: '', body: { track: TRACK } },
    { reason: 'It is repaired.', body: { track: TRACK, text: 'It is repaired.' } },
  ])
    it(`is sent ${reason ? 'with' : 'without'} a reason`, async () => {
      // given
      const server = new ScreenServer().on('POST /track/withdraw', aTrackedRequest({ status: 'withdrawn' }));
      const { user } = render(<WithdrawBox track={TRACK} />, { server });
      await user.click(screen.getByRole('button', { name: 'I withdraw the request' }));
      if (reason) await user.type(screen.getByRole('textbox', { name: 'Reason (optional)' }), reason);
      // when
      await user.click(screen.getByRole('button', { name: 'Withdraw the request' }));
      // then
      expect(await screen.findByText('Your request is withdrawn.')).to.exist;
      expect(server.bodies('POST /track/withdraw')).to.deep.equal([body]);
    });
});

describe('the word on an answer', () => {
  const server = () => new ScreenServer().on('GET /feedback-reasons', REASONS);

  it('confirms it with one press', async () => {
    // given
    const api = server().on('POST /track/feedback', { ...ANSWERED, satisfied: true });
    const { user } = render(<AnswerBox track={TRACK} request={ANSWERED} />, { server: api });
    // when
    await user.click(screen.getByRole('button', { name: 'Yes, I confirm' }));
    // then
    expect(await screen.findByText('Thank you. Your confirmation is recorded.')).to.exist;
    expect(api.bodies('POST /track/feedback')).to.deep.equal([{ track: TRACK, satisfied: true }]);
  });

  it('needs a reason or a text when it is not solved', async () => {
    // given
    const api = server();
    const { user } = render(<AnswerBox track={TRACK} request={ANSWERED} />, { server: api, locale: 'fa' });
    await user.click(screen.getByRole('button', { name: 'خیر، حل نشده است' }));
    // when
    await user.click(screen.getByRole('button', { name: 'بازگشایی درخواست' }));
    // then
    const why = screen.getByRole('textbox', { name: 'چه چیزی حل نشده است؟' });
    expect(document.activeElement).to.equal(why);
    expect(screen.getByText('یک دلیل را انتخاب کنید یا بنویسید چه چیزی حل نشده است.')).to.exist;
    expect(api.of('POST /track/feedback')).to.deep.equal([]);
  });

  it('reopens the request with a reason alone', async () => {
    // given
    const api = server().on('POST /track/feedback', aTrackedRequest());
    const { user } = render(<AnswerBox track={TRACK} request={ANSWERED} />, { server: api });
    await user.click(screen.getByRole('button', { name: 'No, it is not solved' }));
    const reasons = within(screen.getByRole('group', { name: 'Why?' }));
    await user.click(await reasons.findByRole('checkbox', { name: 'It was not done' }));
    expect(reasons.queryByRole('checkbox', { name: 'Kind people' })).to.equal(null);
    // when
    await user.click(screen.getByRole('button', { name: 'Reopen the request' }));
    // then
    expect(await screen.findByText('The request is reopened and will be worked on again.')).to.exist;
    expect(api.bodies('POST /track/feedback')).to.deep.equal([
      { track: TRACK, satisfied: false, reopen: true, reasons: ['not-done'] },
    ]);
  });

  it('is only recorded where the citizen wants no more work', async () => {
    // given
    const api = server().on('POST /track/feedback', { ...ANSWERED, satisfied: false });
    const { user } = render(<AnswerBox track={TRACK} request={ANSWERED} />, { server: api });
    await user.click(screen.getByRole('button', { name: 'No, it is not solved' }));
    await user.type(screen.getByRole('textbox'), 'Too late.');
    // when
    await user.click(
      screen.getByRole('checkbox', { name: /Work on it again.*Possible until .*20 December/ }),
    );
    await user.click(screen.getByRole('button', { name: 'Send your word' }));
    // then
    expect(await said()).to.match(/Your word is recorded/);
    expect(api.bodies('POST /track/feedback')).to.deep.equal([
      { track: TRACK, satisfied: false, reopen: false, reasons: [], text: 'Too late.' },
    ]);
  });

  it('cannot reopen what is open no longer', async () => {
    // given
    const request = { ...ANSWERED, canReopen: false };
    const { user } = render(<AnswerBox track={TRACK} request={request} />, { server: server() });
    // when
    await user.click(screen.getByRole('button', { name: 'No, it is not solved' }));
    // then
    expect(screen.queryByRole('checkbox', { name: /Work on it again/ })).to.equal(null);
    expect(screen.getByRole('button', { name: 'Send your word' })).to.exist;
  });

  it('keeps the text over an error', async () => {
    // given
    const api = server().on('POST /track/feedback', problem('internal', 500));
    const { user } = render(<AnswerBox track={TRACK} request={ANSWERED} />, { server: api });
    await user.click(screen.getByRole('button', { name: 'No, it is not solved' }));
    await user.type(screen.getByRole('textbox'), 'The hole is back.');
    // when
    await user.click(screen.getByRole('button', { name: 'Reopen the request' }));
    // then
    expect((await screen.findByRole('alert')).textContent).to.match(/Nothing you typed was lost/);
    expect(screen.getByRole('textbox')).to.have.property('value', 'The hole is back.');
  });
});
