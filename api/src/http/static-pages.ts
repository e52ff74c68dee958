import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { Router } from 'express';
import { precompressedFiles } from './precompressed.ts';

export type StaticPagesOptions = {
  /** Where the built pages lie. */
  folder: string;
  /** Where they are found, without a slash at the end: empty for the root. */
  at: string;
};

const CACHE_ONE_YEAR = 'public, max-age=31536000, immutable';

/** One set of screens: hashed assets are kept for a year, the page itself is asked for each time. Any address below `at` that
 *  is not of the api or of other screens answers with the page, because the screens route by themselves. */
export function staticPages({ folder, at }: StaticPagesOptions): Router {
  const router = Router();
  router.use(`${at}/assets`, precompressedFiles(join(folder, 'assets'), CACHE_ONE_YEAR));
  router.use(at || '/', express.static(folder, { index: false, maxAge: 0, redirect: false }));
  router.get(at ? [at, `${at}/{*path}`] : '/{*path}', (req, res, next) => {
    const page = join(folder, 'index.html');
    const below = req.path.slice(at.length);
    const isPage =
      !/^\/(api|assets|modeler|open311|healthz|readyz|metrics)(\/|$)/.test(below) &&
      req.accepts(['html', 'json']) === 'html';
    if (!isPage || !existsSync(page)) return next();
    res.setHeader('Cache-Control', 'no-cache');
    res.sendFile(page);
  });
  return router;
}
