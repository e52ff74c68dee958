import { Type } from '@sinclair/typebox';
import { expect } from 'chai';
import express from 'express';
import { after, before, describe, it } from 'mocha';
import { mount } from '#api/http/mount.ts';
import type { Route } from '#api/http/route.ts';
import { listen, type Listening } from '#api/http/server.ts';
import { departmentsModule } from '#api/modules/departments/index.ts';
import { visibilityModule } from '#api/modules/visibility/index.ts';
import { type Db, openDb } from '#api/platform/db.ts';
import { openLog } from '#api/platform/log.ts';
import { type Staff } from '#api/platform/staff.ts';
import { type Caller, createCaller } from '#tests/support/api-caller.ts';
import { aRequest } from '#tests/support/fixtures/builders.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';

const SARA: Staff = {
  id: 'sara',
  username: 'sara',
  name: 'Sara',
  roles: ['caseworker', 'analyst'],
  departments: ['rmto'],
};

describe('a route that forgot to ask who may see what', () => {
  const database = useDatabase();
  let db: Db;
  let server: Listening;
  let call: Caller;
  let own: string;
  let other: string;

  before(async () => {
    db = openDb(database.apiUrl);
    own = (await aRequest(db, { department: 'rmto' })).id;
    other = (await aRequest(db, { department: 'railways' })).id;
    const { visibility } = visibilityModule({ db, tree: departmentsModule({ db }).tree });
    const forgetful = {
      summary: 'All requests there are',
      response: Type.Array(Type.String()),
      problems: [],
      handle: async () => db('requests').orderBy('received_at').pluck('id'),
    };
    const routes: Route[] = [
      {
        ...forgetful,
        method: 'get',
        path: '/forgot',
        operationId: 'forgot',
        permission: 'request:read',
      },
      {
        ...forgetful,
        method: 'get',
        path: '/past',
        operationId: 'past',
        permission: 'request:read',
        readsPast: 'it says so',
      },
      {
        ...forgetful,
        method: 'get',
        path: '/figures',
        operationId: 'figures',
        permission: 'process:read',
      },
      {
        ...forgetful,
        method: 'get',
        path: '/citizens',
        operationId: 'citizens',
        permission: 'public',
      },
      {
        ...forgetful,
        method: 'post',
        path: '/done',
        operationId: 'done',
        permission: 'request:read',
      },
      {
        summary: 'The same by itself',
        problems: [],
        method: 'get',
        path: '/streamed',
        operationId: 'streamed',
        permission: 'request:read',
        stream: async (_call, _req, res) => void res.json(await forgetful.handle()),
      },
    ];
    const router = mount(routes, {
      authentication: { identify: async () => ({ user: SARA, expiresAt: new Date() }) },
      limits: {
        admit: async () => undefined,
        admitValid: async () => undefined,
        admitStaff: async () => undefined,
        prove: (_attempt, check) => check(),
      },
      viewerOf: async (user) => (await visibility.of(user)).databaseViewer,
      databaseAnswers: async () => true,
      log: openLog('silent'),
    });
    server = await listen(express().use(router), { host: '127.0.0.1', port: 0 });
    call = createCaller(server.url);
  });

  after(async () => {
    await server?.close();
    await db?.destroy();
  });

  it('shows what the person may see all the same', async () => {
    // when
    const { body } = await call('GET', '/api/forgot');
    const { body: streamed } = await call('GET', '/api/streamed');

    // then
    expect(body).to.deep.equal([own]);
    expect(streamed).to.deep.equal([own]);
  });

  it('is one that does not write, and has not said that it reads past', async () => {
    for (const [method, path] of [
      ['GET', '/api/past'],
      ['GET', '/api/figures'],
      ['GET', '/api/citizens'],
      ['POST', '/api/done'],
    ] as const)
      // then
      expect((await call(method, path)).body, path).to.deep.equal([own, other]);
  });
});
