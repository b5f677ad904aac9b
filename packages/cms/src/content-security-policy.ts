/**
 * The Content-Security-Policy of the editing page. The bundle needs no `unsafe-eval`; styles are written by emotion while
 * the page lives, hence `unsafe-inline` for them alone.
 * @param previewOrigin the origin on which drafts are shown, such as `https://roues-libres.apercu.exemple.fr`
 */
export function contentSecurityPolicy(previewOrigin?: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "font-src 'self' data:",
    "connect-src 'self' blob:",
    `frame-src 'self' blob:${previewOrigin ? ` ${previewOrigin}` : ""}`,
    "worker-src 'self' blob:",
    "media-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
