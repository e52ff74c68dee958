import { defineProblem } from '#api/platform/problems.ts';

export class AlertNotFound extends defineProblem({
  code: 'alert-not-found',
  status: 404,
  title: 'There is no such alert, or it is not yours to see',
}) {}

/** Expects `{ status }` as its details. */
export class AlertStepNotLegal extends defineProblem({
  code: 'alert-step-not-legal',
  status: 409,
  title: 'The alert is past this step',
}) {}

export class AlertOutOfDate extends defineProblem({
  code: 'alert-out-of-date',
  status: 422,
  title: 'An alert must be valid for some time from now on',
}) {}

export class UnknownProvince extends defineProblem({
  code: 'unknown-province',
  status: 422,
  title: 'One of the provinces does not exist',
}) {}

export class ChannelNotAvailable extends defineProblem({
  code: 'channel-not-available',
  status: 422,
  title: 'Messages cannot be sent by this channel today',
}) {}

export class AddressNotValid extends defineProblem({
  code: 'address-not-valid',
  status: 422,
  title: 'This is no address of that kind',
}) {}

export class TooManyCodes extends defineProblem({
  code: 'too-many-codes',
  status: 429,
  title: 'Too many codes were sent to this address; try again in an hour',
}) {}

export class CodeNotValid extends defineProblem({
  code: 'code-not-valid',
  status: 422,
  title: 'The code does not fit, or its time is over',
}) {}

export class SubscriptionNotFound extends defineProblem({
  code: 'subscription-not-found',
  status: 404,
  title: 'This link belongs to no subscription',
}) {}
