import { expect } from 'chai';
import { describe, it } from 'mocha';
import { contractValidation } from '#api/http/validation.ts';
import { ENDPOINTS, type OperationId } from '#common/contract/endpoints.ts';
import type { Operation } from '#common/contract/operation.ts';
import { OPERATIONS } from '#common/contract/operations.ts';

const operations = Object.entries(OPERATIONS) as [OperationId, Operation][];

describe('the examples of the contract', () => {
  const { parameters, body } = contractValidation();

  for (const [id, operation] of operations)
    it(`show a call of ${id} that its schemas take`, () => {
      // given
      const { params, query, example } = operation;

      // then
      if (params) parameters(params)(example?.params, '/params');
      if (query) parameters(query)(example?.query ?? {}, '/query');
      if (operation.body) body(operation.body)(example?.body, '');
    });

  it('name every parameter of a path', () => {
    // when
    const named = operations.map(([id, { example }]) => [id, Object.keys(example?.params ?? {})]);

    // then
    expect(named).to.deep.equal(
      operations.map(([id]) => [id, [...ENDPOINTS[id].matchAll(/[:*](\w+)/g)].map(([, name]) => name)]),
    );
  });
});
