import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { Router } from 'express';

/** The screens: hashed assets are kept for a year, the page itself is asked for each time. Any address that is not of the api
 *  answers with the page, because the screens route by themselves. */
export function pages(folder: string): Router {
  const router = Router();
  router.use(
    '/assets',
    express.static(join(folder, 'assets'), {
      index: false,
      immutable: true,
      maxAge: '365d',
      redirect: false,
    }),
  );
  router.use(express.static(folder, { index: false, maxAge: 0, redirect: false }));
  router.get('/{*path}', (req, res, next) => {
    const page = join(folder, 'index.html');
    const isPage =
      !/^\/(api|assets|modeler|open311)(\/|$)/.test(req.path) && req.accepts(['html', 'json']) === 'html';
    if (!isPage || !existsSync(page)) return next();
    res.setHeader('Cache-Control', 'no-cache');
    res.sendFile(page);
  });
  return router;
}
