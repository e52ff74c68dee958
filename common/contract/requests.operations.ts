import { Type } from '@sinclair/typebox';
import { Closed, RequestId } from './common.ts';
import { EXAMPLE_ID, IDEMPOTENCY_KEY, operation } from './operation.ts';
import { RecordOutsideReply } from './outside-bodies.ts';
import { RequestDiagram } from './request-diagrams.ts';
import {
  FiledRequest,
  FileRequest,
  ListRequests,
  RequestPage,
  RequestView,
  TimelineEntry,
} from './requests.ts';
import { RequestSla } from './sla.ts';

const BY_ID = Closed({ id: RequestId });

export const requestsOperations = {
  fileRequest: operation({
    summary: 'File a request; answers with its tracking code and due date',
    description:
      'Persian and Arabic digits and letters are taken in any spelling. Staff may name another channel than web.',
    headers: {
      [IDEMPOTENCY_KEY]: {
        description: 'The same key with the same body answers with the first result',
        maxLength: 200,
      },
    },
    body: FileRequest,
    response: FiledRequest,
    status: 201,
    problems: [
      'invalid-input',
      'unknown-service',
      'request-not-found',
      'idempotency-key-reused',
      'not-allowed',
      'too-many-requests',
      'too-many-attempts',
    ],
    example: {
      body: {
        service: 'road-safety-signs',
        text: 'در کیلومتر ۱۲ جاده قدیم چاله عمیقی هست.',
        applicant: { name: 'سارا احمدی', mobile: '09121234567', email: 'sara@example.org' },
        place: { province: 'tehran', address: 'کیلومتر ۱۲', latitude: 35.7, longitude: 51.4 },
        answers: { road: 'جاده قدیم قم' },
        locale: 'fa',
      },
    },
  }),

  listRequests: operation({
    summary: 'The requests that you may see, newest first',
    query: ListRequests,
    response: RequestPage,
    problems: ['invalid-input'],
  }),

  readRequest: operation({
    summary: 'One request',
    params: BY_ID,
    response: RequestView,
    problems: ['invalid-input', 'request-not-found'],
    example: { params: { id: EXAMPLE_ID } },
  }),

  readTimeline: operation({
    summary: 'What happened to a request, in order',
    params: BY_ID,
    response: Type.Array(TimelineEntry),
    problems: ['invalid-input', 'request-not-found'],
    example: { params: { id: EXAMPLE_ID } },
  }),

  readRequestDiagram: operation({
    summary: 'Where a request stands in its processes, and which way it came',
    params: BY_ID,
    response: RequestDiagram,
    problems: ['invalid-input', 'request-not-found'],
    example: { params: { id: EXAMPLE_ID } },
  }),

  readRequestSla: operation({
    summary: 'By when what is promised, how the time until now was spent, and every change of it',
    params: BY_ID,
    response: RequestSla,
    problems: ['invalid-input', 'request-not-found'],
    example: { params: { id: EXAMPLE_ID } },
  }),

  recordOutsideReply: operation({
    summary: 'Take down what a body outside the ministry, as a carrier, has answered',
    description:
      'Once a letter. A reply that comes after its time is kept, and the process goes on as it was.',
    params: BY_ID,
    body: RecordOutsideReply,
    response: RequestView,
    problems: ['invalid-input', 'request-not-found', 'step-not-legal'],
    example: {
      params: { id: EXAMPLE_ID },
      body: { position: 'disputes', text: 'راننده در ترافیک بود.', reference: '۱۲/۳۴۵' },
    },
  }),
};
