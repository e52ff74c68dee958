import { defineRoute, type Route } from '#api/http/route.ts';
import { NotAllowed } from '#api/platform/common.errors.ts';
import { PERMISSIONS } from '#api/platform/permissions.ts';
import { type Staff } from '#api/platform/staff.ts';
import { type VerifySecondFactor } from '#api/platform/verify-second-factor.ts';
import type { RequestDiagram, RequestSla, RequestView } from '#common/contract/index.ts';
import { type TrackRequest } from '#common/contract/index.ts';
import { IDEMPOTENCY_KEY } from '#common/contract/operation.ts';
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
}: Deps): Route[] {
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
    defineRoute('fileRequest', {
      permission: 'public-or-staff',
      limit: 'intake',
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
    defineRoute('listRequests', {
      permission: 'request:read',
      handle: async ({ query, user }) => view.list(query, await visibleTo(user)),
    }),
    defineRoute('readRequest', {
      permission: 'request:read',
      handle: ({ params, ...caller }) => visibleRequest(params.id, caller),
    }),
    defineRoute('readTimeline', {
      permission: 'request:read',
      handle: async ({ params, ...caller }) => {
        await visibleRequest(params.id, caller);
        return view.timeline(params.id);
      },
    }),
    defineRoute('readRequestDiagram', {
      permission: 'request:read',
      handle: async ({ params, ...caller }) => {
        await visibleRequest(params.id, caller);
        return readDiagram(params.id);
      },
    }),
    defineRoute('readRequestSla', {
      permission: 'request:read',
      handle: async ({ params, ...caller }) => {
        await visibleRequest(params.id, caller);
        return readSla(params.id);
      },
    }),
    defineRoute('recordOutsideReply', {
      permission: 'request:record-reply',
      handle: async ({ params, body, ...caller }) => {
        await visibleRequest(params.id, caller);
        const reply = { requestId: params.id, reference: undefined, ...body, by: caller.user.username };
        await requests.steps.recordOutsideReply(reply);
        return visibleRequest(params.id, caller);
      },
    }),
  ];
}
