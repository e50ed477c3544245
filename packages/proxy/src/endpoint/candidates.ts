/**
 * The URLs that a user may have meant, the given one first: with or without a slash at the end, with or without `/mcp`.
 * API Gateway and most servers take these for different resources.
 */
export function candidateUrls(given: URL): readonly URL[] {
  const path = given.pathname.replace(/\/+$/, '');
  const other = path.endsWith('/mcp') ? path.slice(0, -'/mcp'.length) : `${path}/mcp`;
  const paths = [given.pathname, path, `${path}/`, other, `${other}/`].map((each) => (each === '' ? '/' : each));
  return [...new Set(paths)].map((pathname) => {
    const url = new URL(given);
    url.pathname = pathname;
    return url;
  });
}
