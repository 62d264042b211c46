const HERE = 'http://here.invalid';

/** Where to go after signing in: `wanted` where it is a page of ours, else the first page. Never another site. */
export function returnPath(wanted: unknown): string {
  if (typeof wanted !== 'string' || !wanted.startsWith('/') || !URL.canParse(wanted, HERE)) return '/';
  const url = new URL(wanted, HERE);
  // Browsers read `//host`, `/\host` and tabs within as another host: the parsed form decides, not the text.
  if (url.origin !== HERE || url.pathname.startsWith('//')) return '/';
  if (url.pathname.startsWith('/sign-')) return '/';
  return url.pathname + url.search;
}
