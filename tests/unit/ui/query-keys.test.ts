import { QueryClient } from '@tanstack/react-query';
import { expect } from 'chai';
import { beforeEach, describe, it } from 'mocha';
import { invalidate, queryKey } from '#ui/api/query-keys.ts';

const ONE = queryKey('listDraftRevisions', { params: { id: 'one' }, query: { file: 'a.bpmn' } });
const OTHER = queryKey('listDraftRevisions', { params: { id: 'other' }, query: { file: 'a.bpmn' } });
const DRAFT = queryKey('readDraft', { params: { id: 'one' } });

describe('the keys of answers in the cache', () => {
  let queries: QueryClient;

  const stale = () =>
    queries
      .getQueryCache()
      .getAll()
      .filter(({ state }) => state.isInvalidated)
      .map((query) => query.queryKey);

  beforeEach(() => {
    queries = new QueryClient();
    for (const key of [ONE, OTHER, DRAFT, [...ONE, 'pages']]) queries.setQueryData(key, {});
  });

  it('find an answer by what was asked, in any order and without what was left open', () => {
    // when
    const found = queries.getQueryData(
      queryKey('listDraftRevisions', { query: { after: undefined, file: 'a.bpmn' }, params: { id: 'one' } }),
    );

    // then
    expect(found).to.deep.equal({});
  });

  it('stand for all calls of an operation', async () => {
    // when
    await invalidate(queries, 'listDraftRevisions');

    // then
    expect(stale()).to.deep.equal([ONE, OTHER, [...ONE, 'pages']]);
  });

  it('stand for all calls that have the same parts, page by page or not', async () => {
    // when
    await invalidate(queries, queryKey('listDraftRevisions', { params: { id: 'one' } }), DRAFT);

    // then
    expect(stale()).to.deep.equal([ONE, DRAFT, [...ONE, 'pages']]);
  });
});
