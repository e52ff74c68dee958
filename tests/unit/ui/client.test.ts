import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { type ApiClient, createApiClient } from '#ui/api/client.ts';
import type { ProblemError } from '#ui/api/problem-error.ts';

const ID = '00000000-0000-4000-8000-000000000000';

describe('the client of the api', () => {
  const fetched = globalThis.fetch;
  let api: ApiClient;
  let sent: { url: string; init: RequestInit }[];
  let answer: () => Response;

  const thrown = (call: Promise<unknown>): Promise<ProblemError> =>
    call.then(
      () => expect.fail('the call succeeded'),
      (error: ProblemError) => error,
    );

  beforeEach(() => {
    sent = [];
    answer = () => Response.json({});
    api = createApiClient(async () => 'token');
    globalThis.fetch = async (url, init = {}) => {
      sent.push({ url: url as string, init });
      return answer();
    };
  });

  afterEach(() => {
    globalThis.fetch = fetched;
  });

  it('sends method, path, token and body of an operation', async () => {
    // when
    await api('claimTask', { params: { taskKey: '12' }, body: { expectedVersion: 3 } });

    // then
    expect(sent).to.deep.equal([
      {
        url: '/api/tasks/12/claim',
        init: {
          method: 'POST',
          headers: {
            accept: 'application/json',
            'content-type': 'application/json',
            authorization: 'Bearer token',
          },
          body: '{"expectedVersion":3}',
        },
      },
    ]);
  });

  it('lets no parameter leave its place in the path', async () => {
    // when
    await api('readRequest', { params: { id: '../tasks?scope=mine#' } });
    await api('readDraftFile', { params: { id: ID, name: 'forms/road defect/fault?.json' } });

    // then
    expect(sent.map(({ url }) => url)).to.deep.equal([
      '/api/requests/..%2Ftasks%3Fscope%3Dmine%23',
      `/api/drafts/${ID}/files/forms/road%20defect/fault%3F.json`,
    ]);
  });

  it('leaves out what is empty in a query', async () => {
    // when
    await api('listRequests', { query: { q: 'پل & راه', status: '', service: undefined, limit: 50 } });
    await api('listRequests', { query: { q: '' } });

    // then
    expect(sent.map(({ url }) => url)).to.deep.equal([
      `/api/requests?${new URLSearchParams({ q: 'پل & راه', limit: '50' })}`,
      '/api/requests',
    ]);
  });

  it('sends the key by which a repeated command is known, and no body where none belongs', async () => {
    // when
    await api('actOnInstance', {
      params: { key: '1' },
      body: { action: { kind: 'cancel' }, reason: 'filed twice' },
      idempotencyKey: 'once',
    });
    await api('discardDraft', { params: { id: ID } });

    // then
    expect(sent[0]?.init.headers).to.include({ 'idempotency-key': 'once' });
    expect(sent[1]?.init).not.to.have.property('body');
    expect(sent[1]?.init.headers).not.to.have.property('content-type');
  });

  it('takes an empty answer as none, whatever its status', async () => {
    // given
    answer = () => new Response(null, { status: 202 });

    // then
    expect(await api('checkAudit')).to.equal(undefined);
  });

  it('throws the problem that the server names', async () => {
    // given
    const problem = {
      type: '/api/docs/problems#task-not-found',
      title: 'Gone',
      status: 409,
      code: 'task-not-found',
    };
    answer = () =>
      new Response(JSON.stringify(problem), {
        status: 409,
        headers: { 'content-type': 'application/problem+json', 'retry-after': '7' },
      });

    // when
    const error = await thrown(api('getTask', { params: { taskKey: '1' } }));

    // then
    expect(error).to.include({ code: 'task-not-found', status: 409, retryAfter: 7 });
    expect(error.problem).to.deep.equal(problem);
  });

  it('throws a code of its own for an answer that makes no sense', async () => {
    // given
    answer = () => new Response('<html>', { status: 502, headers: { 'content-type': 'text/html' } });
    const refused = await thrown(api('getMe'));
    answer = () => new Response('<html>');
    const taken = await thrown(api('getMe'));

    // then
    expect(refused).to.include({ code: 'unexpected', status: 502 });
    expect(taken).to.include({ code: 'unexpected', status: 200 });
  });

  it('tells a server that was not reached from a call that was given up', async () => {
    // given
    const ending = new AbortController();
    answer = () => {
      throw new TypeError('fetch failed');
    };

    // when
    const lost = await thrown(api('getMe', { signal: ending.signal }));
    ending.abort();
    const aborted = await thrown(api('getMe', { signal: ending.signal }));

    // then
    expect(lost).to.include({ code: 'network', status: 0 });
    expect(aborted).to.be.instanceOf(TypeError);
  });

  it('asks for exactly what an operation takes', () => {
    const calls = () => [
      // @ts-expect-error -- the parameter of the path is missing
      api('getTask', {}),
      // @ts-expect-error -- the body is missing
      api('readNotices', {}),
      // @ts-expect-error -- the list has no such filter
      api('listRequests', { query: { colour: 'red' } }),
      // @ts-expect-error -- a read is not repeated by a key
      api('getMe', { idempotencyKey: 'once' }),
      // @ts-expect-error -- there is no such operation
      api('paintTask'),
    ];
    expect(calls).to.be.a('function');
  });
});
