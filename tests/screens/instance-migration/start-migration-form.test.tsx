import '#tests/support/screens/dom.ts';
import { screen, waitFor } from '@testing-library/react';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Locale } from '#common/contract/common.ts';
import type { MigrationWithCounts } from '#common/contract/instance-migration.ts';
import { StartMigrationForm } from '#modeler-ui/instance-migration/start-migration-form.tsx';
import { aDesk } from '#tests/support/screens/desk.ts';
import { render } from '#tests/support/screens/render.tsx';
import { problem } from '#tests/support/screens/server.ts';
import { queryKey } from '#ui/api/query-keys.ts';

const MIGRATION: MigrationWithCounts = {
  id: '6f1c1b9e-0000-4000-8000-000000000001',
  processKey: 'road-defect',
  name: null,
  fromVersions: [1],
  toVersion: 2,
  mapping: [],
  state: 'planned',
  total: 15,
  movable: 12,
  confidential: 0,
  reason: null,
  plannedBy: 'admin',
  plannedAt: '2026-11-25T11:00:00.000Z',
  startedBy: null,
  startedAt: null,
  stoppedBy: null,
  finishedAt: null,
  version: 3,
  ways: [],
  states: [],
  reasons: [],
};
const START = `POST /instance-migrations/${MIGRATION.id}/start`;

async function starting({
  migration = {} as Partial<MigrationWithCounts>,
  permissions = ['process:deploy'],
  locale = 'en' as Locale,
} = {}) {
  const server = aDesk({ permissions });
  const page = render(<StartMigrationForm migration={{ ...MIGRATION, ...migration }} />, { server, locale });
  await waitFor(() => expect(page.queries.getQueryData(queryKey('getMe', {}))).to.exist);
  return { server, ...page };
}
const start = () => screen.getByRole('button', { name: 'Start the migration' });

describe('the start of a migration', () => {
  it('waits until the number of cases and a reason are typed', async () => {
    // given
    const { user } = await starting();
    const number = await screen.findByRole('textbox', { name: /^Number of cases/ });
    const reason = screen.getByRole('textbox', { name: /^Why they are migrated/ });
    const open: boolean[] = [];
    // when
    for (const [field, text] of [
      [number, '11'],
      [reason, 'New law'],
      [number, '12'],
      [number, '12x'],
      [number, ' 12 '],
      [reason, 'ab'],
    ] as const) {
      await user.clear(field);
      await user.type(field, text);
      open.push(!start().hasAttribute('disabled'));
    }
    // then
    expect(open).to.deep.equal([false, false, true, false, true, false]);
  });

  it('takes the number in Persian digits, and sends it with the version that was read', async () => {
    // given
    const { user, server } = await starting({ locale: 'fa' });
    server.on(START, { ...MIGRATION, state: 'running' });
    await screen.findByText(/۱۲/);
    const [reason, number] = screen.getAllByRole('textbox') as [HTMLElement, HTMLElement];
    await user.type(reason, ' قانون تازه ');
    // when
    await user.type(number, '۱۲{Enter}');
    // then
    await waitFor(() =>
      expect(server.bodies(START)).to.deep.equal([{ confirm: 12, reason: 'قانون تازه', expectedVersion: 3 }]),
    );
  });

  it('keeps what was typed over an error', async () => {
    // given
    const { user, server } = await starting();
    server.on(START, problem('version-conflict', 409));
    await user.type(await screen.findByRole('textbox', { name: /^Why they are migrated/ }), 'New law');
    await user.type(screen.getByRole('textbox', { name: /^Number of cases/ }), '12');
    // when
    await user.click(start());
    // then
    expect((await screen.findByRole('alert')).textContent).to.match(/Nothing you typed was lost/);
    expect(screen.getByRole('textbox', { name: /^Number of cases/ })).to.have.property('value', '12');
  });

  it('is not offered to who may not deploy', async () => {
    // when
    await starting({ permissions: ['process:read'] });
    // then
    expect(await screen.findByText('Administrators start migrations.')).to.exist;
    expect(screen.queryByRole('textbox')).to.equal(null);
  });

  it('is not offered when no case can go', async () => {
    // when
    await starting({ migration: { movable: 0 } });
    // then
    expect(screen.getByText('None of these cases can go.')).to.exist;
    expect(screen.queryByRole('textbox')).to.equal(null);
  });

  it('asks for a zero where only confidential cases go', async () => {
    // given
    const { user } = await starting({ migration: { movable: 0, total: 0, confidential: null } });
    await user.type(await screen.findByRole('textbox', { name: /^Why they are migrated/ }), 'New law');
    expect(start().hasAttribute('disabled')).to.equal(true);
    // when
    await user.type(screen.getByRole('textbox', { name: /^Number of cases/ }), '0');
    // then
    expect(start().hasAttribute('disabled')).to.equal(false);
  });
});
