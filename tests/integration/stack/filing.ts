import { expect } from 'chai';
import pg from 'pg';
import { eventually } from '#tests/support/wait.ts';

/** Files a request as a citizen does.
 *  @returns its id */
export async function fileRequest(url: string): Promise<string> {
  const answer = await fetch(`${url}/api/requests`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      service: 'information-request',
      text: 'ساعت کار دفتر مرکزی را می‌خواهم.',
      applicant: { name: 'مریم احمدی', mobile: '09123456789' },
    }),
  });
  expect(answer.status).to.equal(201);
  return ((await answer.json()) as { id: string }).id;
}

/** Waits until a request has open tasks and returns their number. */
export const tasksOf = (databaseUrl: string, requestId: string): Promise<number> =>
  eventually(
    async () => {
      const client = new pg.Client({ connectionString: databaseUrl });
      await client.connect();
      try {
        const { rowCount } = await client.query(
          "select from tasks where request_id = $1 and state = 'created'",
          [requestId],
        );
        return rowCount || undefined;
      } finally {
        await client.end();
      }
    },
    { timeout: 45_000, every: 200 },
  );
