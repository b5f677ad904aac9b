/** The few pages that the platform itself shows: one plain look, no script, strict headers. */
import { html, raw } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";

const STYLE = `:root{color-scheme:light dark;--accent:#2f5d3a}
@media (prefers-color-scheme:dark){:root{--accent:#8fc79b}}
body{font:1.125rem/1.6 system-ui,sans-serif;margin:0 auto;max-width:30rem;padding:3rem 1.25rem}
h1{font-size:1.75rem;line-height:1.2;text-wrap:balance}
label{display:block;margin:1rem 0 .25rem}
input,select,textarea{box-sizing:border-box;font:inherit;padding:.6rem .7rem;width:100%}
code{overflow-wrap:anywhere;user-select:all}
button{background:var(--accent);border:0;border-radius:.3rem;color:Canvas;cursor:pointer;font:inherit;font-weight:600;margin-top:1.5rem;padding:.7rem 1.4rem}
a{color:var(--accent)}
.error{border-left:.3rem solid #b3261e;padding-left:.8rem}
ul{padding-left:1.2rem}
dt{font-weight:600;margin-top:1rem}
dd{margin:0;overflow-wrap:anywhere}`;

/**
 * Headers of such a page.
 * @param leadsTo the other origin that a form of the page may lead to
 */
export function pageHeaders(leadsTo?: string): Record<string, string> {
  const formAction = `form-action 'self'${leadsTo === undefined ? "" : ` ${leadsTo}`}`;
  return {
    "Content-Security-Policy": `default-src 'none'; style-src 'unsafe-inline'; ${formAction}; base-uri 'none'; frame-ancestors 'none'`,
    // Not « no-referrer »: a form would then be sent with the origin « null ».
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
  };
}

/** A whole document; values put in `body` with the `html` tag are escaped. */
export function htmlPage(title: string, body: HtmlEscapedString | Promise<HtmlEscapedString>) {
  return html`<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${raw(STYLE)}</style>
</head>
<body><main><h1>${title}</h1>${body}</main></body>
</html>
`;
}
