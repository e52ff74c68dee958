import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** No page uses a device feature. */
const NOTHING_OF_THE_DEVICE =
  'camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), bluetooth=()';

/** Limits what browsers allow our pages: they load from this origin only, and connect to this origin and
 *  Keycloak (sign-in, silent renewal in a frame). Styles may be inline, because Emotion injects them; scripts
 *  never. */
export function securityHeaders({
  publicUrl,
  keycloakUrl,
}: {
  publicUrl: string;
  keycloakUrl: string;
}): RequestHandler {
  const keycloak = new URL(keycloakUrl).origin;
  const secure = publicUrl.startsWith('https:');
  const others = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        scriptSrcAttr: ["'none'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'", keycloak],
        frameSrc: ["'self'", keycloak],
        frameAncestors: ["'self'"],
        formAction: ["'self'", keycloak],
        baseUri: ["'self'"],
        objectSrc: ["'none'"],
        ...(secure ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: secure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'same-origin' },
    crossOriginEmbedderPolicy: false,
    crossOriginOpenerPolicy: { policy: 'same-origin' },
  });
  return (req, res, next) => {
    res.setHeader('Permissions-Policy', NOTHING_OF_THE_DEVICE);
    others(req, res, next);
  };
}
