#!/usr/bin/env bash
# Makes the files of a release in a folder: release.sh v1.2.3 FOLDER. The tag and the version of the packages have to be the same.
set -euo pipefail
cd "$(dirname "$0")/.."

tag=$1
mkdir -p "$2"
folder=$(cd "$2" && pwd)
version=$(node -p "require('./package.json').version")
if [ "$tag" != "v$version" ]; then
  echo "The tag is $tag, but package.json says $version: tag v$version, or change the version first." >&2
  exit 1
fi

node scripts/setup.mjs
pnpm=$(node -p "require('./package.json').packageManager")
for package in engine mcp-lambda proxy; do
  (cd "packages/$package" && npx --yes "$pnpm" pack --pack-destination "$folder")
done
node scripts/bundle-lambda.mjs
(cd packages/mcp-lambda/dist/lambda && zip -q -r -X "$folder/sluice-lambda-x86_64-$tag.zip" .)
(cd "$folder" && sha256sum -- *.tgz *.zip > SHA256SUMS && cat SHA256SUMS)
