import { promisify } from 'node:util';
import { constants, gunzip, gzip } from 'node:zlib';
import type { RawRecord } from './engine-records.ts';

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** Compressing anything smaller costs more than it saves; PostgreSQL compresses it by itself. */
const WORTH_IT = 4_096;
const GZIP = Buffer.from([0x1f, 0x8b]);

/** Builds the body of a bulk from these records. */
export function bodyOf(records: readonly RawRecord[]): Buffer {
  let body = '';
  for (const { action, line } of records) body += `${action}\n${line}\n`;
  return Buffer.from(body);
}

/** Returns the body as it is stored: gzipped when it is long, else unchanged. */
export async function packBody(plain: Buffer): Promise<Buffer> {
  return plain.length < WORTH_IT ? plain : compress(plain, { level: constants.Z_BEST_SPEED });
}

/** Reverses `packBody`: returns the text that `readBulk` reads. */
export async function unpackBody(body: Buffer): Promise<string> {
  return (body.subarray(0, 2).equals(GZIP) ? await decompress(body) : body).toString('utf8');
}
