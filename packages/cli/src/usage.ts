/** What the commands are, and the error for a wrong one. */

export class UsageError extends Error {
  constructor(message: string) {
    super(`${message}\n\n${USAGE}`);
    this.name = "UsageError";
  }
}

export const USAGE = `Usage
  pnpm start [--port=8080]                   build the sites of sites/ and serve them on this machine
  pnpm build --site=NAME                     build one site into dist/NAME/
  pnpm build --all                           build every site of sites/
  pnpm build --from=FOLDER --out=DIR         build a site from any folder
  pnpm dev --site=NAME [--port=4321]         run the site's theme under Astro's dev server, with hot reload
  pnpm pivert import spip DUMP --site=NAME   bring a SPIP site over: a SQLite, SQL or XML dump, also .gz

  pnpm pivert import wordpress EXPORT.xml … --site=NAME
                                             bring a WordPress site over: its export (WXR), or
                                             the parts of one, or a dump of its database (.sql, .gz)
  pnpm pivert redirects --for=nginx --site=NAME [--built=DIR] [--out=FILE]
                                             the redirects of a built site for nginx, caddy or apache

Options of import
  --img=FOLDER     the old SPIP site's IMG folder
  --uploads=FOLDER the old WordPress site's wp-content/uploads folder
  --url=ADDRESS    the old site's address, when the dump does not hold it
  --out=FOLDER     where to write; sites/NAME unless told
  --plan           write nothing, and show where everything would go
  --commit         write into the site's repository
  --comments       bring the public messages below articles too
  --posts=3,12     sections whose articles shall be news; --pages=… for pages
  --theme=NAME     the theme of the new site

Options of build
  --revision=REV   read the content at a commit, branch or tag instead of the files as they are
  --out=DIR        where to write site/ and build.json
  --json           print the report of the build as JSON
  --strict         warnings count as errors
  --force          build everything again`;
