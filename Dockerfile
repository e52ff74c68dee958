# The api with the built screens. Node 20 is the oldest that works; the version is checked against stack/pins.ts by a test.
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
COPY diff diff
COPY lint lint
COPY migrations migrations
COPY processes processes
COPY forms forms
COPY stack/realm stack/realm
COPY stack/theme stack/theme
COPY --from=build /app/case-ui/dist case-ui/dist
COPY --from=build /app/modeler-ui/dist modeler-ui/dist
USER node
EXPOSE 3000 3001
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 3000) + '/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--heap-growing-percent=40", "--import", "tsx", "api/src/main.ts"]
