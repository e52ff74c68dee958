import pg from 'pg';

const DATA_CLASSES = ['22', '23'];
const SERIALIZATION_FAILURE = '40001';
const DEADLOCK = '40P01';

const sqlState = (error: unknown): string | undefined =>
  error instanceof pg.DatabaseError ? error.code : undefined;

/** The database refuses the row itself (a value or a constraint): it will never take it. Everything else (no connection, disk
 *  full, a table that is not there yet) can be better later, and loses nothing by waiting. */
export const isDataError = (error: unknown): boolean =>
  DATA_CLASSES.includes(sqlState(error)?.slice(0, 2) ?? '');

/** The same transaction may succeed at once. */
export const isRepeatable = (error: unknown): boolean =>
  sqlState(error) === DEADLOCK || sqlState(error) === SERIALIZATION_FAILURE;
