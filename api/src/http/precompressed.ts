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

/** Anything smaller fits into one packet anyway. */
const MIN_COMPRESSED_BYTES = 1_024;

/** Answers with content that is the same for everybody. */
type PrecompressedResponder = (req: Request, res: Response) => Promise<void>;

/** Creates a responder for content that is the same for everybody. It compresses at the first call, caches
 *  the result, and sets an ETag so that a client that has the content does not get it again.
 *  @param type a media type or a file extension */
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

/** Compressible files directly in their folder. */
const COMPRESSIBLE = /^\/(\w[\w.-]*\.(?:js|css|svg|json))$/;

/** Serves files whose content never changes under their names; compressible ones are kept in memory,
 *  compressed. */
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
