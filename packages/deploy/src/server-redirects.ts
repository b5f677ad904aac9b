/** A site's redirects in the language of a web server, old addresses with queries (`/spip.php?article12`) included. */
import type { Redirect } from "@pivert/model";

export const SERVERS = ["nginx", "caddy", "apache"] as const;
export type Server = (typeof SERVERS)[number];

/**
 * Writes the configuration. Both sides come from strangers: whatever means something to the server is percent-encoded.
 * @param name the site's name on the host: lower case letters, digits and hyphens
 */
export function formatServerRedirects(redirects: readonly Redirect[], server: Server, name: string): string {
  const safe = redirects.map(({ from, to }) => ({ from: encode(from), to: encode(to) }));
  return FORMATS[server](safe, name.replaceAll("-", "_"));
}

/** What ends a word, names a variable or escapes in one of the three languages. */
const SPECIAL = /[\s"'`\\${};<>^|]/g;

/** As a browser sends it: what is encoded already stays. */
function encode(address: string): string {
  return encodeURI(address)
    .replace(/%25(?=[\da-f]{2})/gi, "%")
    .replace(SPECIAL, percent);
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}

const FORMATS: Record<Server, (redirects: readonly Redirect[], name: string) => string> = {
  /** `map` is a hash table: as quick for 100,000 addresses as for ten. Parameters after the object are left aside. */
  nginx: (redirects, name) => `# Dans http { } :  include ce fichier ;
# dans server { } :  if ($pivert_${name}) { return 301 $pivert_${name}; }
map_hash_max_size 262144;
map_hash_bucket_size 1024;
map $request_uri $pivert_${name}_key {
  "~^(?<pivert_${name}_start>/spip\\.php3?\\?(?:article|rubrique|breve|mot|auteur|site)\\d+)&" $pivert_${name}_start;
  default $request_uri;
}
map $pivert_${name}_key $pivert_${name} {
  default "";
${redirects.map(({ from, to }) => `  "${from}" "${to}";`).join("\n")}
}
`,
  caddy: (redirects, name) => `# Dans le bloc du site :  import ce fichier
map {http.request.orig_uri} {pivert_${name}} {
${redirects.map(({ from, to }) => `  "${from}" "${to}"`).join("\n")}
  default ""
}
@pivert_${name} expression \`{pivert_${name}} != ""\`
redir @pivert_${name} {pivert_${name}} permanent
`,
  /** Works in `.htaccess` too. The address is compared as a whole, as it was sent. */
  apache: (redirects) => `<IfModule mod_rewrite.c>
RewriteEngine On
${redirects
  .map(
    ({ from, to }) =>
      `RewriteCond "%{THE_REQUEST}" "^[A-Z]+ ${from.replace(/[.*+?()[\]]/g, "\\$&").replaceAll("%", "\\%")} HTTP/"\nRewriteRule ^ "${to.replaceAll("%", "\\%")}" [R=301,L,NE,QSD]`,
  )
  .join("\n")}
</IfModule>
`,
};
