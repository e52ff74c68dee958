import { startApi, type TestApi } from '#tests/support/api.ts';
import { type Caller, type CallResponse, createCaller } from '#tests/support/api-caller.ts';
import { aDatabase, type TestDatabase } from '#tests/support/database.ts';
import { eventually } from '#tests/support/wait.ts';

export const ANALYST = 'analyst';
export const SECOND_ANALYST = 'analyst.second';

/** Starts an API with the product's files deployed, and returns the actions of an analyst on it. */
export async function withDrafts() {
  const database: TestDatabase = await aDatabase();
  const api: TestApi = await startApi({ database });
  const call: Caller = createCaller(api.url);
  await eventually(async () => database.db('process_deployments').where({ result: 'deployed' }).first());
  const draftOf = async (processKey: string, as = ANALYST): Promise<string> => {
    const { status, body } = await call('POST', '/api/drafts', { processKey, title: 'آزمون' }, { as });
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body.id as string;
  };
  const read = (draftId: string, name: string): Promise<CallResponse> =>
    call('GET', `/api/drafts/${draftId}/files/${name}`, undefined, { as: ANALYST });
  const save = (
    draftId: string,
    name: string,
    content: string,
    expectedVersion: number,
    { as = ANALYST, ...more }: { as?: string; seenRunning?: string } = {},
  ): Promise<CallResponse> =>
    call('PUT', `/api/drafts/${draftId}/files/${name}`, { content, expectedVersion, ...more }, { as });
  const importing = (
    draftId: string,
    fileName: string,
    content: string,
    as?: string,
  ): Promise<CallResponse> =>
    call(
      'POST',
      `/api/drafts/${draftId}/imports`,
      { fileName, content, expectedVersion: 0, ...(as ? { as } : {}) },
      { as: ANALYST },
    );
  return {
    database,
    api,
    call,
    draftOf,
    read,
    save,
    importing,
    async close() {
      await api.close();
      await database.drop();
    },
  };
}

export type DraftHarness = Awaited<ReturnType<typeof withDrafts>>;
