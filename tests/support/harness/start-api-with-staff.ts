import { type StartApi, startApi, type TestApi } from '../api.ts';
import { aDatabase, type TestDatabase } from '../database.ts';
import { seedStaffSignIns } from '../fixtures/seed-staff.ts';

/** Starts the API on a database of its own, where all staff have signed in before. If that fails, nothing of
 *  it stays. */
export async function startApiWithStaff(
  options: Omit<StartApi, 'database'>,
): Promise<{ database: TestDatabase; api: TestApi }> {
  const database = await aDatabase();
  let api: TestApi | undefined;
  try {
    api = await startApi({ ...options, database });
    await seedStaffSignIns(database.db);
    return { database, api };
  } catch (error) {
    await api?.close();
    await database.drop();
    throw error;
  }
}
