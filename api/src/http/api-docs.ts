import { Router } from 'express';
import absolutePath from 'swagger-ui-dist/absolute-path.js';
import { allProblems, type ProblemFacts } from '../platform/problems.ts';
import { precompressed, precompressedFiles } from './precompressed.ts';
import { addressOf, type RateLimits } from './rate-limits.ts';

const PROBLEMS_HEAD = `<!doctype html>
<html lang="en" dir="ltr">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Shahrah API: problems</title>
  </head>
  <body>
    <h1>Problems</h1>
    <p>The <code>type</code> of a problem document (RFC 9457) points here; programs branch on its <code>code</code>.</p>
    <dl>`;

/** Renders the page that the `type` of a problem points to. Codes and titles are our own constants. */
const problemsPage = (problems: readonly ProblemFacts[]): string =>
  [
    PROBLEMS_HEAD,
    ...problems.map(
      ({ code, status, title }) =>
        `      <dt id="${code}"><code>${code}</code> (${status})</dt><dd>${title}</dd>`,
    ),
    '    </dl>\n  </body>\n</html>\n',
  ].join('\n');

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

/** Serves the OpenAPI document and a page to read it. Everything comes from this origin and no script is
 *  inline, so that the CSP stays strict. Calls are counted by address. */
export function apiDocs(document: Record<string, unknown>, limits: Pick<RateLimits, 'admit'>): Router {
  const router = Router();
  router.use(['/api/openapi.json', '/api/docs'], async (req, res, next) => {
    await limits.admit('citizen', 'api-docs', { address: addressOf(req) }, res);
    next();
  });
  router.get('/api/openapi.json', precompressed(JSON.stringify(document), 'json'));
  router.get('/api/docs', precompressed(PAGE, 'html'));
  router.get('/api/docs/problems', precompressed(problemsPage(allProblems()), 'html'));
  router.get('/api/docs/start.js', precompressed(START, 'js'));
  router.use('/api/docs/assets', (req, res, next) =>
    SHOWN_ASSETS.includes(req.path.slice(1)) ? assets(req, res, next) : next(),
  );
  return router;
}

const assets = precompressedFiles(absolutePath(), 'public, max-age=86400');
