# Two images, of which docker-compose.yml runs everything but PostgreSQL: that of the product, which is api with the built screens, embedded
# engine and migrations, and that of Keycloak. tests/unit/stack compares the versions with stack/pins.ts, and what is copied with what is
# imported. docs/operations.md says how the digests are renewed.
FROM node:24.21.0-slim@sha256:0e0ff40c39bc087845bfb27465a0df4ea419520094bc35842ff83dd8cbe6f9b6 AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build && mkdir /themes && node --import tsx stack/theme/install.ts /themes

# Keycloak, prepared for PostgreSQL so that it starts without writing to its own folder, with our sign-in pages.
FROM keycloak/keycloak:26.7.3 AS keycloak
COPY --from=build /themes /opt/keycloak/themes
RUN /opt/keycloak/bin/kc.sh build --db=postgres --health-enabled=true

FROM node:24.21.0-slim@sha256:0e0ff40c39bc087845bfb27465a0df4ea419520094bc35842ff83dd8cbe6f9b6
ENV NODE_ENV=production
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund && npm cache clean --force
COPY tsconfig.json ./
COPY api api
COPY common common
COPY engine engine
COPY migrations migrations
COPY processes processes
COPY forms forms
COPY stack/realm stack/realm
COPY --from=build /app/case-ui/dist case-ui/dist
COPY --from=build /app/modeler-ui/dist modeler-ui/dist
# Where the service `realm` of docker-compose.yml writes; a new volume takes its owner over.
RUN install --directory --owner node /realm
USER node
EXPOSE 3000 3001 3002 8080 9600 26500
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.OPERATIONS_PORT || 3002) + '/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--heap-growing-percent=40", "--import", "tsx", "api/src/main.ts"]
