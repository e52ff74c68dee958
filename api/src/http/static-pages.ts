import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { Router } from 'express';
import { precompressedFiles } from './precompressed.ts';

export type StaticPagesOptions = {
  /** Folder of the built pages. */
  folder: string;
  /** Path below which they are served, without a trailing slash; empty for the root. */
  at: string;
};

const CACHE_ONE_YEAR = 'public, max-age=31536000, immutable';

/** Serves one UI: hashed assets are cached for a year, the page itself is revalidated each time. Any address
 *  below `at` that belongs neither to the api nor to another UI returns the page, because the UIs route on
 *  the client. */
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
