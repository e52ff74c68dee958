import '#tests/support/screens/dom.ts';
import { screen } from '@testing-library/react';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { CALENDAR } from '#tests/support/screens/desk.ts';
import { render } from '#tests/support/screens/render.tsx';
import { Deadline } from '#ui/components/deadline.tsx';

const DAY_MS = 86_400_000;
const fromNow = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();
const LONG_AGO = fromNow(-100);

describe('the deadline', () => {
  for (const { what, deadline, en, fa } of [
    {
      what: 'far away',
      deadline: { dueAt: fromNow(30) },
      en: /^\d+ working days left$/,
      fa: /^[۰-۹]+ روز کاری مانده$/,
    },
    {
      what: 'long past',
      deadline: { dueAt: fromNow(-30) },
      en: /^\d+ working days late$/,
      fa: /^[۰-۹]+ روز کاری /,
    },
    {
      what: 'of a clock that stands still',
      deadline: { dueAt: fromNow(-30), paused: true },
      en: /^waiting for the citizen$/,
      fa: /^در انتظار پاسخ شهروند$/,
    },
    {
      what: 'of what is done',
      deadline: { dueAt: fromNow(-30), paused: true, done: true },
      en: /^done$/,
      fa: /^انجام شد/,
    },
  ])
    it(`is told in words when it is ${what}`, () => {
      for (const [locale, words] of [
        ['en', en],
        ['fa', fa],
      ] as const) {
        // when
        const { container, unmount } = render(
          <Deadline {...deadline} startedAt={LONG_AGO} calendar={CALENDAR} />,
          {
            locale,
          },
        );
        // then
        expect(container.textContent, locale).to.match(words);
        unmount();
      }
    });

  it('is a date while the working calendar is not known', () => {
    // when
    const { container } = render(<Deadline dueAt="2026-12-05T11:00:00.000Z" calendar={undefined} />);
    // then
    expect(container.textContent).to.match(/^5 December 2026$/);
  });

  it('tells the exact moment in both calendars to who rests on it', async () => {
    // given
    const { user } = render(<Deadline dueAt="2026-12-05T11:00:00.000Z" calendar={CALENDAR} />);
    // when
    await user.tab();
    // then
    expect((await screen.findByRole('tooltip')).textContent).to.match(
      /^Due: 5 December 2026 · 14 Azar 1405 · 14:30$/,
    );
  });

  it('takes no focus of its own in a row', async () => {
    // given
    const { user } = render(<Deadline dueAt={fromNow(1)} calendar={CALENDAR} focusable={false} />);
    // when
    await user.tab();
    // then
    expect(document.activeElement).to.equal(document.body);
  });
});
