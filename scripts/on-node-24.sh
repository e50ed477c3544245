#!/usr/bin/env bash
# Runs a command with Node 24, which the npm package `node` carries as a binary.
set -euo pipefail
node24=$(npx --yes --package=node@24 -- which node)
export PATH="$(dirname "$node24"):$PATH"
node --version
exec "$@"
