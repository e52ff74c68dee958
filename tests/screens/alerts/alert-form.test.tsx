import '#tests/support/screens/dom.ts';
import { screen, waitFor } from '@testing-library/react';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { AlertForm } from '#case-ui/desk/alerts/alert-form.tsx';
import type { AlertDraft, AlertView } from '#common/contract/alerts.ts';
import type { Locale } from '#common/contract/common.ts';
import { aDesk, PROVINCES } from '#tests/support/screens/desk.ts';
import { render } from '#tests/support/screens/render.tsx';
import { problem } from '#tests/support/screens/server.ts';
import { queryKey } from '#ui/api/query-keys.ts';

const HOUR_MS = 3_600_000;

const ALERT: AlertView = {
  id: '6f1c1b9e-0000-4000-8000-000000000001',
  kind: 'weather',
  severity: 'info',
  provinces: ['qom'],
  title: { fa: 'برف در گردنه', en: 'Snow on the pass' },
  text: { fa: 'زنجیر چرخ لازم است.', en: 'Snow chains are needed.' },
  validUntil: '2026-12-05T11:00:00.000Z',
  status: 'draft',
  author: 'sara',
  authorName: null,
  department: null,
  audience: null,
  createdAt: '2026-11-25T11:00:00.000Z',
  submittedAt: null,
  endedAt: null,
  version: 4,
  events: [],
  report: null,
  canEdit: true,
  canWithdraw: true,
  taskKey: null,
};

async function writing({ alert = undefined as AlertView | undefined, locale = 'en' as Locale } = {}) {
  const saved: AlertView[] = [];
  const server = aDesk().on('GET /provinces', { items: PROVINCES });
  const form = (
    <AlertForm {...(alert && { alert })} onSaved={(one) => saved.push(one)} onCancel={() => undefined} />
  );
  const page = render(form, { server, locale });
  await waitFor(() => expect(page.queries.getQueryData(queryKey('listProvinces', {}))).to.exist);
  return { server, saved, ...page };
}
const field = (name: RegExp) => screen.getByRole('textbox', { name });
const save = () => screen.getByRole('button', { name: 'Save the draft' });

describe('the form of an alert', () => {
  it('marks every text that is missing or too short, and goes to the first', async () => {
    // given
    const { user, server } = await writing();
    await user.type(field(/^Title in English/), 'ab');
    // when
    await user.click(save());
    // then
    expect(document.activeElement).to.equal(field(/^Title in Persian/));
    expect(screen.getAllByText('This is needed.')).to.have.length(3);
    expect(screen.getAllByText('The text is too short.')).to.have.length(1);
    expect(server.calls.filter(({ method }) => method !== 'GET')).to.deep.equal([]);
  });

  it('is in Persian too, with each text in the direction of its language', async () => {
    // when
    await writing({ locale: 'fa' });
    // then
    expect(screen.getByRole('heading', { name: 'هشدار تازه' })).to.exist;
    const [fa, en] = ['alert-title-fa', 'alert-title-en'].map((id) => document.getElementById(id));
    expect([fa?.dir, fa?.lang, en?.dir, en?.lang]).to.deep.equal(['rtl', 'fa', 'ltr', 'en']);
  });

  it('sends a new draft with its area and the end of its validity', async () => {
    // given
    const { user, server, saved } = await writing();
    server.on('POST /alerts', ALERT);
    await user.selectOptions(screen.getByRole('combobox', { name: 'Topic' }), 'Weather on the roads');
    await user.selectOptions(screen.getByRole('combobox', { name: 'Valid for' }), '3 hours');
    await user.click(screen.getByRole('combobox', { name: 'Provinces' }));
    await user.click(await screen.findByRole('option', { name: 'Qom' }));
    for (const [name, text] of [
      [/^Title in Persian/, ALERT.title.fa],
      [/^Text in Persian/, ALERT.text.fa],
      [/^Title in English/, ALERT.title.en],
      [/^Text in English/, ALERT.text.en],
    ] as const) {
      await user.click(field(name));
      await user.paste(text);
    }
    const before = Date.now();
    // when
    await user.click(save());
    // then
    await waitFor(() => expect(saved).to.deep.equal([ALERT]));
    const { validUntil, ...draft } = server.bodies('POST /alerts')[0] as AlertDraft;
    expect(draft).to.deep.equal({
      kind: 'weather',
      severity: 'warning',
      provinces: ['qom'],
      title: ALERT.title,
      text: ALERT.text,
    });
    expect(Date.parse(validUntil)).to.be.within(before + 3 * HOUR_MS, Date.now() + 3 * HOUR_MS);
  });

  it('changes a draft on the version that was read, and keeps the text over an error', async () => {
    // given
    const { user, server, saved } = await writing({ alert: ALERT });
    server.on(`PUT /alerts/${ALERT.id}`, problem('version-conflict', 409));
    expect(screen.getByRole('heading', { name: 'Change the draft' })).to.exist;
    expect(screen.getByRole('button', { name: 'Qom' })).to.exist;
    await user.type(field(/^Title in English/), '!');
    // when
    await user.click(save());
    // then
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).to.match(/Something has changed in the meantime.*Nothing you typed was lost/);
    expect(field(/^Title in English/)).to.have.property('value', 'Snow on the pass!');
    expect(server.bodies(`PUT /alerts/${ALERT.id}`)[0]).to.include({ expectedVersion: 4, kind: 'weather' });
    expect(saved).to.deep.equal([]);
  });
});
