import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import express, { type Request, type RequestHandler, type Response } from 'express';

const CODINGS = {
  br: (content: Buffer) =>
    promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  gzip: (content: Buffer) => promisify(gzip)(content, { level: 9 }),
};
type Coding = keyof typeof CODINGS;
const PREFERRED: readonly Coding[] = ['br', 'gzip'];

/** Less fits into one packet anyway. */
const MIN_COMPRESSED_BYTES = 1_024;

/** Answers with what is the same for everybody. */
type PrecompressedResponder = (req: Request, res: Response) => Promise<void>;

/** Makes the answer of a text that is the same for everybody: compressed at its first call and kept so, and not sent again to who
 *  has it already.
 *  @param type as a media type, or the end of a file's name */
export function precompressed(text: string | Buffer, type: string): PrecompressedResponder {
  const content = Buffer.from(text);
  const etag = `W/"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`;
  const compressed = new Map<Coding, Promise<Buffer>>();
  const as = (coding: Coding): Promise<Buffer> => {
    const ready = compressed.get(coding) ?? CODINGS[coding](content);
    compressed.set(coding, ready);
    return ready;
  };
  return async (req, res) => {
    res.vary('Accept-Encoding').set('ETag', etag).type(type);
    const coding =
      content.length > MIN_COMPRESSED_BYTES && PREFERRED.find((one) => req.acceptsEncodings(one));
    if (coding) res.set('Content-Encoding', coding);
    res.send(coding ? await as(coding) : content);
  };
}

/** Names of files that get shorter by compression, directly in their folder. */
const COMPRESSIBLE = /^\/(\w[\w.-]*\.(?:js|css|svg|json))$/;

/** Serves the files of a folder that never change under their names; those that get shorter by it are kept in memory, compressed. */
export function precompressedFiles(folder: string, cacheControl: string): RequestHandler {
  const plain = express.static(folder, {
    index: false,
    redirect: false,
    cacheControl: false,
    setHeaders: (res) => void res.setHeader('Cache-Control', cacheControl),
  });
  const known = new Map<string, PrecompressedResponder>();

  async function find(name: string): Promise<PrecompressedResponder | undefined> {
    if (known.has(name)) return known.get(name);
    const content = await readFile(join(folder, name)).catch(() => undefined);
    if (content) known.set(name, precompressed(content, extname(name)));
    return known.get(name);
  }

  return async (req, res, next) => {
    const name = ['GET', 'HEAD'].includes(req.method) ? COMPRESSIBLE.exec(req.path)?.[1] : undefined;
    const answer = name === undefined ? undefined : await find(name);
    if (!answer) return plain(req, res, next);
    res.set('Cache-Control', cacheControl);
    await answer(req, res);
  };
}
