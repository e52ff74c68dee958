import '#tests/support/screens/dom.ts';
import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { screen } from '@testing-library/react';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { REQUEST_QUERIES } from '#case-ui/desk/changed-queries.ts';
import { LiveUpdates } from '#case-ui/desk/shell/live-updates.tsx';
import { useStoppedClock } from '#tests/support/screens/clock.ts';
import { render } from '#tests/support/screens/render.tsx';
import { EventStreams, ScreenServer } from '#tests/support/screens/server.ts';
import { queryKey } from '#ui/api/query-keys.ts';

const REFRESH_DELAY_MS = 800;
/** Longest pause before the first attempt to connect again. */
const RECONNECT_MS = 750;

const ofRequest = (id: string): [name: string, key: QueryKey][] =>
  REQUEST_QUERIES.map((operation) => [`${operation} ${id}`, queryKey(operation, { params: { id } })]);

const SCREENS: ReadonlyMap<string, QueryKey> = new Map<string, QueryKey>([
  ['listTasks', [...queryKey('listTasks', { query: { scope: 'mine' } }), 'pages']],
  ['getTask', queryKey('getTask', { params: { taskKey: '7' } })],
  ['task count', queryKey('listTasks', { query: { scope: 'mine', limit: 1 } })],
  ['listRequests', [...queryKey('listRequests', { query: { q: '' } }), 'pages']],
  ...ofRequest('a'),
  ...ofRequest('b'),
  ['listNotices', queryKey('listNotices', { query: { limit: 1 } })],
  ['listServices', queryKey('listServices', {})],
]);

const TASKS = ['listTasks', 'getTask', 'task count'];
const LISTS_AND = (id: string) => ['listRequests', ...ofRequest(id).map(([name]) => name)];
const ALL_REQUESTS = ['listRequests', ...['a', 'b'].flatMap((id) => LISTS_AND(id).slice(1))];

/** Names the queries to be read again, and takes them as read. */
function takeStale(queries: QueryClient): string[] {
  const stale = [...SCREENS].filter(([, key]) => queries.getQueryState(key)?.isInvalidated);
  for (const [, key] of stale) queries.setQueryData(key, 'new');
  return stale.map(([name]) => name);
}

describe('live updates', () => {
  const { pass } = useStoppedClock();

  async function listening() {
    const events = new EventStreams();
    const server = new ScreenServer().on('GET /events', events.open);
    const { queries } = render(<LiveUpdates />, { server });
    for (const key of SCREENS.values()) queries.setQueryData(key, 'old');
    await pass(0);
    return { events, server, queries };
  }

  for (const { event, data, stale } of [
    { event: 'tasks-changed', data: { keys: ['7'] }, stale: TASKS },
    { event: 'notices-changed', data: {}, stale: ['listNotices'] },
    { event: 'request-changed', data: { ids: ['a'], many: false }, stale: LISTS_AND('a') },
    { event: 'request-changed', data: { ids: [], many: true }, stale: ALL_REQUESTS },
    { event: 'of-tomorrow', data: {}, stale: [] },
  ])
    it(`read again what ${event} ${JSON.stringify(data)} makes stale, and nothing else`, async () => {
      // given
      const { events, queries } = await listening();
      expect(takeStale(queries)).to.deep.equal([]);
      // when
      events.send(event, data);
      await pass(0);
      // then
      expect(takeStale(queries)).to.have.members(stale);
    });

  it('read at once after the first event, and what follows closely together a moment later', async () => {
    // given
    const { events, queries } = await listening();
    events.send('notices-changed', {});
    await pass(0);
    expect(takeStale(queries)).to.deep.equal(['listNotices']);
    // when
    events.send('notices-changed', {});
    events.send('request-changed', { ids: ['b'], many: false });
    await pass(REFRESH_DELAY_MS - 1);
    // then
    expect(takeStale(queries)).to.deep.equal([]);
    // when
    await pass(1);
    // then
    expect(takeStale(queries)).to.have.members(['listNotices', ...LISTS_AND('b')]);
  });

  it('read everything that events tell of after a lost connection, and say that it stands again', async () => {
    // given
    const { events, queries } = await listening();
    // when
    events.end();
    await pass(0);
    // then
    expect(takeStale(queries)).to.deep.equal([]);
    // when
    await pass(RECONNECT_MS);
    // then
    expect(events.opened).to.equal(2);
    expect(takeStale(queries)).to.have.members([...TASKS, ...ALL_REQUESTS, 'listNotices']);
    expect(screen.getByRole('status').textContent).to.equal('The live connection stands again.');
  });

  it('end with the page', async () => {
    // given
    const events = new EventStreams();
    const server = new ScreenServer().on('GET /events', events.open);
    const { unmount } = render(<LiveUpdates />, { server });
    await pass(0);
    // when
    unmount();
    events.end();
    await pass(RECONNECT_MS);
    // then
    expect(events.opened).to.equal(1);
    expect(server.calls.at(0)?.signal?.aborted).to.equal(true);
  });
});
