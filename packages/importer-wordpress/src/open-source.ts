/** The files of an export, of whatever kind, as one site. */
import { ImportError } from "@pivert/importer";
import type { WordPressSource } from "./site/wordpress-site.ts";
import { sqlSource } from "./sql/sql-source.ts";
import { wxrSource } from "./wxr/wxr-source.ts";

/**
 * WXR files, a dump of the database (`.sql`, `.sql.gz`), or both: texts then come from the WXR, and the dump says what it
 * does not hold: redirects, and which page lists the posts.
 * @throws ImportError for two dumps
 */
export function openSource(files: readonly string[]): WordPressSource {
  const dumps = files.filter((file) => /\.(?:sql|gz)$/i.test(file));
  const [dump, second] = dumps;
  if (second !== undefined) throw new ImportError("unknown-format", "Give one dump of the database at a time.");
  if (dump === undefined) return wxrSource(files);
  const base = sqlSource(dump);
  if (dumps.length === files.length) return base;
  const wxr = wxrSource(files.filter((file) => file !== dump));
  return {
    ...wxr,
    info: async () => ({ ...(await wxr.info()), postsPage: (await base.info()).postsPage }),
    redirects: base.redirects,
    damages: () => [...wxr.damages(), ...base.damages()],
  };
}
