import * as grpc from '@grpc/grpc-js';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { gatewayOf, OLD_PROTO } from '#common/zeebe-protocol/gateway-protocol.ts';
import { aDiagram, end, serviceTask, start } from '#tests/support/engine/diagram-builders.ts';
import { aFaultFixture, type FaultFixture } from './fault-fixture.ts';
import { someRequests } from './request-clients.ts';

const NUL = 'a\0b';
const HALF = 'a\ud800b';

type Call = (
  body: object,
  done: (error: grpc.ServiceError | null) => void,
) => { on(event: string, listener: (argument: never) => void): void };

describe('faults: input that cannot be stored', function () {
  this.timeout(120_000);
  let harness: FaultFixture;
  let gateway: grpc.Client;
  let filed = 0;

  /** @returns how a call is answered: its gRPC status, and what is said beside it */
  const ask = (method: string, body: object): Promise<{ status: string; details: string }> =>
    new Promise((resolve) => {
      const call = (gateway as unknown as Record<string, Call>)[method] as Call;
      const answer = (error: grpc.ServiceError | null) =>
        resolve({ status: grpc.status[error?.code ?? 0] ?? '', details: error?.details ?? '' });
      if (method !== 'ActivateJobs') return call.call(gateway, body, answer);
      const stream = (call as (body: object) => ReturnType<Call>).call(gateway, body);
      stream.on('data', () => {});
      stream.on('error', answer as never);
      stream.on('end', (() => answer(null)) as never);
      return undefined;
    });
  const rest = async (method: string, path: string, body?: unknown): Promise<number> => {
    const response = await fetch(`${harness.engine.restUrl}/v1/user-tasks/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return response.status;
  };
  /** Sends something beside requests that are in the same batches, and expects that those do not suffer. */
  const beside = async <T>(act: () => Promise<T>): Promise<T> => {
    const requests = someRequests(`beside-${(filed += 1)}`, 3);
    const [answer] = await Promise.all([act(), harness.crew.file(requests)]);
    await harness.crew.finish(requests);
    harness.ledger.expectBalance(requests);
    return answer;
  };

  before(async () => {
    harness = await aFaultFixture();
    gateway = new (gatewayOf(OLD_PROTO))(harness.engine.address, grpc.credentials.createInsecure());
  });

  after(async () => {
    gateway.close();
    await harness.end();
  });

  for (const [name, bad] of [
    ['NUL', NUL],
    ['half a character', HALF],
  ] as const) {
    const json = JSON.stringify({ x: bad });
    const nested = JSON.stringify({ x: [{ [bad]: 1 }] });
    const message = { name: 'n', correlationKey: 'k', messageId: 'i', timeToLive: 0, variables: '{}' };
    const poll = { type: 't', worker: 'w', timeout: 1_000, maxJobsToActivate: 1, requestTimeout: -1 };
    const texts = {
      PublishMessage: [
        { ...message, name: bad },
        { ...message, correlationKey: bad },
        { ...message, messageId: bad },
      ],
      ActivateJobs: [
        { ...poll, type: bad },
        { ...poll, worker: bad },
        { ...poll, fetchVariable: [bad] },
      ],
      FailJob: [{ jobKey: 1, retries: 1, errorMessage: bad }],
      ThrowError: [
        { jobKey: 1, errorCode: bad },
        { jobKey: 1, errorCode: 'c', errorMessage: bad },
      ],
      CreateProcessInstance: [{ bpmnProcessId: bad, variables: '{}' }],
      DeployResource: [{ resources: [{ name: `${bad}.bpmn`, content: Buffer.from('<x/>') }] }],
      ModifyProcessInstance: [
        { processInstanceKey: 1, activateInstructions: [{ elementId: bad, variableInstructions: [] }] },
      ],
      EvaluateDecision: [{ decisionId: bad, variables: '{}' }],
    };
    const variables = {
      PublishMessage: [json, nested].map((variables) => ({ ...message, variables })),
      CompleteJob: [json, nested].map((variables) => ({ jobKey: 1, variables })),
      ThrowError: [json, nested].map((variables) => ({ jobKey: 1, errorCode: 'c', variables })),
      CreateProcessInstance: [json, nested].map((variables) => ({ bpmnProcessId: 'request', variables })),
      SetVariables: [json, nested].map((variables) => ({ elementInstanceKey: 1, variables })),
    };

    // gRPC puts another character in the place of a half, so that only JSON can hold one.
    for (const [place, bodies] of [
      ...(bad === NUL ? Object.entries(texts) : []),
      ...Object.entries(variables).map(([method, bodies]) => [`the variables of ${method}`, bodies] as const),
    ])
      it(`refuses ${name} in ${place}`, async () => {
        // when
        const answers = await beside(() =>
          Promise.all(bodies.map((body) => ask(place.split(' ').at(-1) ?? '', body))),
        );

        // then
        expect(answers.map(({ status }) => status)).to.deep.equal(bodies.map(() => 'INVALID_ARGUMENT'));
      });

    it(`refuses ${name} in commands to user tasks`, async () => {
      // given
      const calls: [string, string, object][] = [
        ['POST', '1/assignment', { assignee: bad }],
        ['POST', '1/assignment', { assignee: 'sara', action: bad }],
        ['POST', '1/completion', { variables: { x: bad } }],
        ['POST', '1/completion', { variables: { x: [{ [bad]: 1 }] } }],
        ['POST', '1/completion', { action: bad }],
        ['PATCH', '1', { changeset: { candidateGroups: [bad] } }],
        ['PATCH', '1', { changeset: { candidateUsers: [bad] } }],
        ['PATCH', '1', { changeset: { dueDate: bad } }],
        ['PATCH', '1', { changeset: { followUpDate: bad }, action: 'x' }],
      ];

      // when
      const answers = await beside(() => Promise.all(calls.map((call) => rest(...call))));

      // then
      expect(answers).to.deep.equal(calls.map(() => 400));
    });
  }

  it('refuses a file with such text, as it is or as a reference, by its name', async () => {
    for (const type of ['a&#0;b', 'a&#xD800;b', 'a&#x110000;b', NUL]) {
      // given
      const { name, content } = aDiagram('bad', start() + serviceTask('Work', type) + end(), [
        'Start -> Work',
        'Work -> End',
      ]);
      const resources = [{ name, content: Buffer.from(content, 'base64') }];

      // when
      const { status, details } = await beside(() => ask('DeployResource', { resources }));

      // then
      expect(status, type).to.equal('INVALID_ARGUMENT');
      expect(details).to.match(/'bad\.bpmn': .*NUL/);
    }
  });
});
