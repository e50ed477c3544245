#!/usr/bin/env bash
# Runs a command with Node 24, which the npm package `node` carries as a binary.
set -euo pipefail
exec npx --yes --package=node@24 -- "$@"
