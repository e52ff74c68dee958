import type { Db } from '#api/platform/db.ts';

export type OpenIncident = { incident_key: string; job_key: string | null };

/** Returns the open incidents of an instance, or one of them. */
export async function readOpenIncidents(
  db: Db,
  instanceKey: string,
  incidentKey?: string,
): Promise<OpenIncident[]> {
  return db('incidents')
    .where({ instance_key: instanceKey, state: 'open', ...(incidentKey && { incident_key: incidentKey }) })
    .orderBy('incident_key')
    .select('incident_key', 'job_key');
}

/** Tells whether none of these incidents is open any more. */
export async function areIncidentsResolved(db: Db, incidentKeys: readonly string[]): Promise<boolean> {
  const open = await db('incidents')
    .whereIn('incident_key', incidentKeys)
    .where({ state: 'open' })
    .first('incident_key');
  return open === undefined;
}
