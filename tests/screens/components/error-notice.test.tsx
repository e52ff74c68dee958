import '#tests/support/screens/dom.ts';
import { screen } from '@testing-library/react';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { render } from '#tests/support/screens/render.tsx';
import { ProblemError } from '#ui/api/problem-error.ts';
import { ErrorNotice } from '#ui/components/error-notice.tsx';

const refused = (code: string, status: number) => new ProblemError(code, status);

describe('the notice of an error', () => {
  for (const { kind, error, code, en, fa } of [
    {
      kind: 'a lost connection',
      error: refused('network', 0),
      code: 'network',
      en: 'The system cannot be reached',
      fa: 'به سامانه دسترسی نیست',
    },
    {
      kind: 'a refusal of the api',
      error: refused('version-conflict', 409),
      code: 'version-conflict',
      en: 'Something has changed in the meantime',
      fa: 'در این میان چیزی تغییر کرده است',
    },
    {
      kind: 'a code that the screens do not know',
      error: refused('of-tomorrow', 400),
      code: 'of-tomorrow',
      en: 'This did not work',
      fa: 'کار انجام نشد',
    },
    {
      kind: 'a fault of the screen itself',
      error: new TypeError('x is undefined'),
      code: 'unexpected',
      en: 'This did not work',
      fa: 'کار انجام نشد',
    },
  ])
    for (const [locale, title] of [
      ['en', en],
      ['fa', fa],
    ] as const)
      it(`says what happened after ${kind}, with its code (${locale})`, () => {
        // when
        render(<ErrorNotice error={error} />, { locale });
        // then
        const notice = screen.getByRole('alert');
        expect(notice.textContent).to.include(title);
        expect(notice.textContent?.endsWith(code)).to.equal(true);
        expect(screen.queryByRole('button')).to.equal(null);
      });

  it('gives support the id of the call, says that nothing is lost, and tries again', async () => {
    // given
    const problem = { type: 'about:blank', title: '', status: 500, code: 'internal', instance: 'call-1' };
    let tries = 0;
    const { user } = render(
      <ErrorNotice error={new ProblemError('internal', 500, problem)} kept onRetry={() => (tries += 1)} />,
    );
    // when
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    // then
    expect(tries).to.equal(1);
    expect(screen.getByRole('alert').textContent).to.match(
      /Nothing you typed was lost\.\s*internal · call-1/,
    );
  });

  it('says it in the words of the page where a code means something narrower', () => {
    // when
    render(
      <ErrorNotice
        error={refused('request-not-found', 404)}
        instead={{ 'request-not-found': 'tracking-not-found' }}
      />,
    );
    // then
    expect(screen.getByRole('alert').textContent).to.include('No request fits what you entered');
  });
});
