import express, { Router } from 'express';
import { absolutePath } from 'swagger-ui-dist';

const PAGE = `<!doctype html>
<html lang="en" dir="ltr">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Shahrah API</title>
    <link rel="stylesheet" href="/api/docs/assets/swagger-ui.css" />
  </head>
  <body>
    <main id="docs"></main>
    <script src="/api/docs/assets/swagger-ui-bundle.js"></script>
    <script src="/api/docs/start.js"></script>
  </body>
</html>
`;

const START = `SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#docs', deepLinking: true, validatorUrl: null });\n`;

const SHOWN_ASSETS = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];

/** The OpenAPI document and a page to read it: everything from this origin, no inline script, so that the CSP stays strict. */
export function apiDocs(document: Record<string, unknown>): Router {
  const router = Router();
  const json = JSON.stringify(document);
  router.get('/api/openapi.json', (_req, res) => void res.type('application/json').send(json));
  router.get('/api/docs', (_req, res) => void res.type('html').send(PAGE));
  router.get('/api/docs/start.js', (_req, res) => void res.type('text/javascript').send(START));
  router.use('/api/docs/assets', (req, res, next) =>
    SHOWN_ASSETS.includes(req.path.slice(1)) ? assets(req, res, next) : next(),
  );
  return router;
}

const assets = express.static(absolutePath(), { index: false, maxAge: '1d' });
