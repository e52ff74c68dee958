import '#tests/support/screens/dom.ts';
import { screen, within } from '@testing-library/react';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { Component as SurveyPage } from '#case-ui/public/survey/survey-page.tsx';
import type { Locale } from '#common/contract/common.ts';
import type { OfferedSurvey, ServqualQuestionnaire, ShortQuestionnaire } from '#common/contract/surveys.ts';
import { render } from '#tests/support/screens/render.tsx';
import { problem, ScreenServer } from '#tests/support/screens/server.ts';

const both = (en: string, fa = en) => ({ en, fa });
const TOKEN = 't'.repeat(20);

const SHORT: ShortQuestionnaire = {
  kind: 'short',
  title: both('How was it?', 'چطور بود؟'),
  intro: both('Two questions.', 'دو پرسش.'),
  items: [
    {
      key: 'ease',
      kind: 'scale',
      from: 1,
      to: 5,
      required: true,
      text: both('How easy was it?', 'چقدر آسان بود؟'),
      low: both('hard', 'سخت'),
      high: both('easy', 'آسان'),
    },
    {
      key: 'reasons',
      kind: 'choices',
      required: false,
      text: both('Why?', 'چرا؟'),
      choices: [{ key: 'speed', text: both('Speed', 'سرعت') }],
    },
    {
      key: 'comment',
      kind: 'text',
      required: false,
      maxLength: 500,
      text: both('Anything else?', 'نکته دیگر؟'),
    },
  ],
};
const SERVQUAL: ServqualQuestionnaire = {
  kind: 'servqual',
  title: both('Quality of service'),
  intro: both('Each sentence twice.'),
  expectation: both('An excellent office'),
  perception: both('The ministry'),
  low: both('no'),
  high: both('yes'),
  scale: { from: 1, to: 7 },
  weights: both('Give 100 points.'),
  dimensions: [
    {
      key: 'reliability',
      name: both('Reliability'),
      about: both('Keeps its word'),
      items: [{ number: 1, text: both('Answers come in time'), reversed: false }],
    },
    {
      key: 'empathy',
      name: both('Empathy'),
      about: both('Listens'),
      items: [{ number: 2, text: both('People are heard'), reversed: false }],
    },
  ],
};

async function survey(
  questionnaire: OfferedSurvey['questionnaire'],
  { state = 'open' as OfferedSurvey['state'], locale = 'en' as Locale } = {},
) {
  const server = new ScreenServer().on('POST /surveys/read', {
    survey: questionnaire?.kind ?? 'short',
    state,
    questionnaire,
    service: both('Road damage', 'خرابی راه'),
    openUntil: '2026-12-05T11:00:00.000Z',
  } satisfies OfferedSurvey);
  const page = render(<SurveyPage />, { server, locale, address: `/survey#token=${TOKEN}` });
  await screen.findByRole('heading', { level: 1 });
  return { server, ...page };
}
const send = () => screen.getByRole('button', { name: 'Send the answer' });
const group = (name: string | RegExp) => within(screen.getByRole('group', { name }));

describe('the short survey', () => {
  it('goes to the question that needs an answer, and says so', async () => {
    // given
    const { user, server } = await survey(SHORT, { locale: 'fa' });
    expect(screen.getByText('درباره درخواست «خرابی راه»')).to.exist;
    // when
    await user.click(screen.getByRole('button', { name: 'ارسال پاسخ' }));
    // then
    expect(screen.getByRole('alert').textContent).to.equal('برای این پرسش پاسخی انتخاب کنید.');
    expect(document.activeElement).to.equal(group(/^چقدر آسان بود؟/).getByRole('radio', { name: '۱' }));
    expect(server.of('POST /surveys/answer')).to.deep.equal([]);
  });

  it('sends what was answered, and thanks', async () => {
    // given
    const { user, server } = await survey(SHORT);
    server.on('POST /surveys/answer', { survey: 'short', answeredAt: '2026-11-25T11:00:00.000Z' });
    await user.click(group(/^How easy was it\? \*/).getByRole('radio', { name: '4' }));
    await user.click(group(/^Why\? \(optional\)/).getByRole('checkbox', { name: 'Speed' }));
    await user.type(screen.getByRole('textbox'), ' Fine. ');
    // when
    await user.click(send());
    // then
    expect(await screen.findByRole('heading', { name: 'Thank you' })).to.equal(document.activeElement);
    expect(server.bodies('POST /surveys/answer')).to.deep.equal([
      { token: TOKEN, values: { ease: 4, 'reasons.speed': 1 }, comment: 'Fine.' },
    ]);
  });

  it('keeps the answers over an error', async () => {
    // given
    const { user, server } = await survey(SHORT);
    server.on('POST /surveys/answer', problem('unavailable', 503));
    await user.click(group(/^How easy/).getByRole('radio', { name: '4' }));
    // when
    await user.click(send());
    // then
    expect((await screen.findByRole('alert')).textContent).to.include('Nothing you typed was lost');
    expect(group(/^How easy/).getByRole('radio', { name: '4' })).to.have.property('checked', true);
  });

  for (const { state, says } of [
    { state: 'answered', says: 'You have answered this survey' },
    { state: 'closed', says: 'The time of this survey is over' },
  ] as const)
    it(`says that it is ${state}`, async () => {
      // when
      await survey(null, { state });
      // then
      expect(screen.getByText(says)).to.exist;
    });

  it('opens by its link only', () => {
    // when
    render(<SurveyPage />, { address: '/survey' });
    // then
    expect(screen.getByText('This page opens by the link of a message')).to.exist;
  });
});

describe('the long survey', () => {
  const rate = async ({ user }: Awaited<ReturnType<typeof survey>>, place: number, value: string) => {
    const scales = screen.getAllByRole('group', { name: /^(An excellent office|The ministry)$/ });
    await user.click(within(scales[place] as HTMLElement).getByRole('radio', { name: value }));
  };

  it('needs at least one sentence', async () => {
    // given
    const page = await survey(SERVQUAL);
    // when
    await page.user.click(send());
    // then
    expect(screen.getByRole('alert').textContent).to.equal('Rate at least one sentence.');
  });

  it('needs both ratings of a sentence, or neither', async () => {
    // given
    const page = await survey(SERVQUAL);
    await rate(page, 0, '7');
    // when
    await page.user.click(send());
    // then
    expect(screen.getByRole('alert').textContent).to.equal('Give both ratings of a sentence, or neither.');
    const perception = screen.getAllByRole('group', { name: 'The ministry' })[0] as HTMLElement;
    expect(perception.contains(document.activeElement)).to.equal(true);
  });

  it('counts the points in any digits, and takes 100 or none', async () => {
    // given
    const page = await survey(SERVQUAL);
    page.server.on('POST /surveys/answer', { survey: 'servqual', answeredAt: '2026-11-25T11:00:00.000Z' });
    await rate(page, 0, '7');
    await rate(page, 1, '3');
    await page.user.type(screen.getByRole('textbox', { name: 'Reliability' }), '۶0x');
    expect(screen.getByText('Points given: 60 of 100')).to.exist;
    // when
    await page.user.click(send());
    // then
    expect(screen.getByRole('alert').textContent).to.match(/^The points must make 100/);
    // when
    await page.user.type(screen.getByRole('textbox', { name: 'Empathy' }), '40');
    await page.user.click(send());
    // then
    expect(await screen.findByRole('heading', { name: 'Thank you' })).to.exist;
    expect(page.server.bodies('POST /surveys/answer')).to.deep.equal([
      { token: TOKEN, values: { e1: 7, p1: 3, 'w.reliability': 60, 'w.empathy': 40 } },
    ]);
  });
});
