import pg from 'pg';

const DATA_CLASSES = ['22', '23'];
const SERIALIZATION_FAILURE = '40001';
const DEADLOCK = '40P01';

const sqlState = (error: unknown): string | undefined =>
  error instanceof pg.DatabaseError ? error.code : undefined;

/** Returns true when the database rejects the row itself (a value or a constraint) and will never accept it.
 *  Any other error (no connection, disk full, a table that does not exist yet) may pass, and waiting loses
 *  nothing. */
export const isDataError = (error: unknown): boolean =>
  DATA_CLASSES.includes(sqlState(error)?.slice(0, 2) ?? '');

/** Returns true when the same transaction may succeed if run again at once. */
export const isRepeatable = (error: unknown): boolean =>
  sqlState(error) === DEADLOCK || sqlState(error) === SERIALIZATION_FAILURE;
