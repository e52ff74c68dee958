import { createHash } from 'node:crypto';

/** Tells whether a case is in the sample of a survey. The same case always gets the same result, so that a
 *  repeated step changes nothing and nobody can choose whom to ask. */
export const isSampled = (requestId: string, survey: string, percent: number): boolean =>
  createHash('sha256').update(`${survey}:${requestId}`).digest().readUInt32BE(0) % 10_000 < percent * 100;
