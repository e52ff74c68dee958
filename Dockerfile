# The api with the built screens, and the embedded engine: one image, of which docker-compose.yml runs both. Node 20 is the oldest that
# works; a test compares the version with stack/pins.ts, and what is copied with what is imported.
FROM node:20-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build

FROM node:20-slim
ENV NODE_ENV=production
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund && npm cache clean --force
COPY tsconfig.json ./
COPY api api
COPY common common
COPY diff diff
COPY engine engine
COPY lint lint
COPY migrations migrations
COPY processes processes
COPY forms forms
COPY stack/realm stack/realm
COPY stack/theme stack/theme
COPY --from=build /app/case-ui/dist case-ui/dist
COPY --from=build /app/modeler-ui/dist modeler-ui/dist
USER node
EXPOSE 3000 3001 3002 8080 9600 26500
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.OPERATIONS_PORT || 3002) + '/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--heap-growing-percent=40", "--import", "tsx", "api/src/main.ts"]
