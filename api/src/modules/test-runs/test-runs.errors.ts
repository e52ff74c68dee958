import { defineProblem } from '#api/platform/problems.ts';

export class TestRunNotFound extends defineProblem({
  code: 'test-run-not-found',
  status: 404,
  title: 'There is no such test run',
}) {}

export class TestRunEnded extends defineProblem({
  code: 'test-run-ended',
  status: 409,
  title: 'This test run has ended',
}) {}

export class DraftNotTestable extends defineProblem({
  code: 'draft-not-testable',
  status: 422,
  title: 'This draft cannot be tried without something happening outside the test run',
}) {}

export class TestStepNotFound extends defineProblem({
  code: 'test-step-not-found',
  status: 409,
  title: 'The test run does not wait for this any more',
}) {}

export class TooManyTestRuns extends defineProblem({
  code: 'too-many-test-runs',
  status: 409,
  title: 'Too many of your test runs are under way; end one first',
}) {}

export class InvalidTestData extends defineProblem({
  code: 'invalid-test-data',
  status: 422,
  title: 'The form does not take this',
}) {}

export class WhatIfNotFound extends defineProblem({
  code: 'what-if-not-found',
  status: 404,
  title: 'There is no such comparison',
}) {}

export class TooManyWhatIfs extends defineProblem({
  code: 'too-many-what-ifs',
  status: 409,
  title: 'A comparison of yours is under way; wait for it, or stop it first',
}) {}

export class DecisionNotComparable extends defineProblem({
  code: 'decision-not-comparable',
  status: 422,
  title: 'What this decision is asked with cannot be made again for past requests',
}) {}
