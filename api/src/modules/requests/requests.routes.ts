import { Type } from '@sinclair/typebox';
import { type AnyRoute, defineRoute } from '#api/http/route.ts';
import { NotAllowed } from '#api/platform/common.errors.ts';
import { PERMISSIONS } from '#api/platform/permissions.ts';
import { type Staff } from '#api/platform/staff.ts';
import { type VerifySecondFactor } from '#api/platform/verify-second-factor.ts';
import {
  Closed,
  FiledRequest,
  FileRequest,
  ListRequests,
  RecordOutsideReply,
  RequestDiagram,
  RequestId,
  RequestPage,
  RequestSla,
  RequestView,
  TimelineEntry,
  type TrackRequest,
} from '#common/contract/index.ts';
import type { AuditLog } from '../audit/index.ts';
import type { Visibility } from '../visibility/index.ts';
import { RequestNotFound } from './requests.errors.ts';
import type { RequestsService } from './requests.service.ts';
import type { RequestsView } from './requests.view.ts';

type Deps = {
  requests: RequestsService;
  view: RequestsView;
  visibility: Visibility;
  identify: (by: TrackRequest, prove: VerifySecondFactor) => Promise<string>;
  readSla: (requestId: string) => Promise<RequestSla>;
  readDiagram: (requestId: string) => Promise<RequestDiagram>;
  audit: AuditLog;
};

const IDEMPOTENCY_KEY = 'Idempotency-Key';
const BY_ID = Closed({ id: RequestId });

const mayFileOnBehalf = (user: Staff | null): boolean =>
  user !== null &&
  user.roles.some((role) => (PERMISSIONS['request:file-on-behalf'] as readonly string[]).includes(role));

type Caller = { user: Staff; httpRequestId: string; remoteAddress: string };

/** Routes of the intake, and of what staff read of requests. */
export function requestRoutes({
  requests,
  view,
  visibility,
  identify,
  readSla,
  readDiagram,
  audit,
}: Deps): AnyRoute[] {
  const visibleTo = async (user: Staff) => (await visibility.of(user)).requestsSql('r');

  /** Returns a request that the caller may see. Every access to a confidential one is audited, whatever it is
   *  for. */
  async function visibleRequest(
    id: string,
    { user, httpRequestId, remoteAddress }: Caller,
  ): Promise<RequestView> {
    const request = await view.one(id, await visibleTo(user));
    if (!request) throw new RequestNotFound();
    if (request.confidential)
      await audit.write({
        actor: user.username,
        action: 'confidential-request.opened',
        object: { kind: 'request', id },
        result: 'done',
        httpRequestId,
        remoteAddress,
      });
    return request;
  }

  return [
    defineRoute({
      method: 'post',
      path: '/requests',
      operationId: 'fileRequest',
      summary: 'File a request; answers with its tracking code and due date',
      description:
        'Persian and Arabic digits and letters are taken in any spelling. Staff may name another channel than web.',
      permission: 'public-or-staff',
      headers: {
        [IDEMPOTENCY_KEY]: {
          description: 'The same key with the same body answers with the first result',
          maxLength: 200,
        },
      },
      body: FileRequest,
      response: FiledRequest,
      status: 201,
      limit: 'intake',
      problems: [
        'invalid-input',
        'unknown-service',
        'request-not-found',
        'idempotency-key-reused',
        'not-allowed',
        'too-many-requests',
        'too-many-tries',
      ],
      handle: async ({ body, user, header, prove }) => {
        const { channel = 'web', follows: earlier, ...filing } = body;
        if (channel !== 'web' && !mayFileOnBehalf(user)) throw new NotAllowed();
        const follows = earlier && (await identify(earlier, prove('follow-up')));
        return requests.register({
          ...filing,
          channel,
          follows,
          by: user?.username ?? null,
          idempotencyKey: header(IDEMPOTENCY_KEY),
        });
      },
    }),
    defineRoute({
      method: 'get',
      path: '/requests',
      operationId: 'listRequests',
      summary: 'The requests that you may see, newest first',
      permission: 'request:read',
      query: ListRequests,
      response: RequestPage,
      problems: ['invalid-input'],
      handle: async ({ query, user }) => view.list(query, await visibleTo(user)),
    }),
    defineRoute({
      method: 'get',
      path: '/requests/:id',
      operationId: 'readRequest',
      summary: 'One request',
      permission: 'request:read',
      params: BY_ID,
      response: RequestView,
      problems: ['invalid-input', 'request-not-found'],
      handle: ({ params, ...caller }) => visibleRequest(params.id, caller),
    }),
    defineRoute({
      method: 'get',
      path: '/requests/:id/timeline',
      operationId: 'readTimeline',
      summary: 'What happened to a request, in order',
      permission: 'request:read',
      params: BY_ID,
      response: Type.Array(TimelineEntry),
      problems: ['invalid-input', 'request-not-found'],
      handle: async ({ params, ...caller }) => {
        await visibleRequest(params.id, caller);
        return view.timeline(params.id);
      },
    }),
    defineRoute({
      method: 'get',
      path: '/requests/:id/diagram',
      operationId: 'readRequestDiagram',
      summary: 'Where a request stands in its processes, and which way it came',
      permission: 'request:read',
      params: BY_ID,
      response: RequestDiagram,
      problems: ['invalid-input', 'request-not-found'],
      handle: async ({ params, ...caller }) => {
        await visibleRequest(params.id, caller);
        return readDiagram(params.id);
      },
    }),
    defineRoute({
      method: 'get',
      path: '/requests/:id/sla',
      operationId: 'readRequestSla',
      summary: 'By when what is promised, how the time until now was spent, and every change of it',
      permission: 'request:read',
      params: BY_ID,
      response: RequestSla,
      problems: ['invalid-input', 'request-not-found'],
      handle: async ({ params, ...caller }) => {
        await visibleRequest(params.id, caller);
        return readSla(params.id);
      },
    }),
    defineRoute({
      method: 'post',
      path: '/requests/:id/outside-reply',
      operationId: 'recordOutsideReply',
      summary: 'Take down what a body outside the ministry, as a carrier, has answered',
      description:
        'Once a letter. A reply that comes after its time is kept, and the process goes on as it was.',
      permission: 'request:record-reply',
      params: BY_ID,
      body: RecordOutsideReply,
      response: RequestView,
      problems: ['invalid-input', 'request-not-found', 'step-not-legal'],
      handle: async ({ params, body, ...caller }) => {
        await visibleRequest(params.id, caller);
        const reply = { requestId: params.id, reference: undefined, ...body, by: caller.user.username };
        await requests.steps.recordOutsideReply(reply);
        return visibleRequest(params.id, caller);
      },
    }),
  ];
}
