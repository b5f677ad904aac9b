/** The report of an import as a page for the association: French, one file, no script. */
import { type Mapping, NOTICES, type Notice, type NoticeKind, type Tally } from "./import-item.ts";
import type { ImportReport } from "./report.ts";

const STYLE = `body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ccc;vertical-align:top}
td.n{text-align:right}li{margin:.4rem 0}pre{white-space:pre-wrap;background:#f4f4f4;padding:.5rem}.warn{background:#fff3cd;padding:.6rem}`;

export function reportPage(report: ImportReport): string {
  const { source, date, tallies, mappings, notices, complete, assets, entries } = report;
  const written = Object.values(entries).reduce((sum, count) => sum + count, 0);
  const title = `Import de « ${source.name} »`;
  const parts = [
    `<h1>${escapeHtml(title)}</h1>`,
    `<p>Depuis <a href="${escapeHtml(source.url)}">${escapeHtml(source.url)}</a> (${source.system === "spip" ? "SPIP" : "WordPress"} ${escapeHtml(source.version)}), le ${formatDate(date)}.</p>`,
    `<p>${count(written, "texte repris", "textes repris")}, ${count(assets, "fichier copié", "fichiers copiés")}. ${summary(notices)}</p>`,
    ...(complete
      ? []
      : [
          '<p class="warn">Le compte n’y est pas : ce rapport n’explique pas tout ce qui manque. Prévenez l’hébergeur.</p>',
        ]),
    "<h2>Le compte</h2>",
    talliesTable(tallies),
    ...(mappings.length > 0 ? ["<h2>Où sont passées les rubriques</h2>", mappingsTable(mappings)] : []),
    ...(Object.keys(NOTICES) as NoticeKind[]).map((kind) => noticesList(kind, notices)),
  ];
  return `<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body>
${parts.filter((part) => part !== "").join("\n")}
</body></html>
`;
}

function summary(notices: readonly Notice[]): string {
  const lost = notices.filter(({ about }) => about === "lost" || about === "missing-file").length;
  return lost === 0 ? "Rien n’a été perdu." : `${count(lost, "chose à refaire", "choses à refaire")}, ci-dessous.`;
}

function talliesTable(tallies: readonly Tally[]): string {
  const rows = tallies.map(({ what, found, kept, others }) => {
    const rest = Object.entries(others).map(([reason, number]) => `${number} ${escapeHtml(reason)}`);
    return `<tr><td>${escapeHtml(what)}</td><td class="n">${found}</td><td class="n">${kept}</td><td>${rest.join(", ")}</td></tr>`;
  });
  return `<table><thead><tr><th>Quoi</th><th>Trouvés</th><th>Repris</th><th>Les autres</th></tr></thead><tbody>${rows.join("\n")}</tbody></table>`;
}

function mappingsTable(mappings: readonly Mapping[]): string {
  const rows = mappings.map(
    ({ from, to, count: number, why }) =>
      `<tr><td>${escapeHtml(from)}</td><td>${escapeHtml(to)}</td><td class="n">${number}</td><td>${escapeHtml(why)}</td></tr>`,
  );
  return `<table><thead><tr><th>Ancien site</th><th>Ici</th><th>Textes</th><th>Pourquoi</th></tr></thead><tbody>${rows.join("\n")}</tbody></table>`;
}

function noticesList(kind: NoticeKind, notices: readonly Notice[]): string {
  const own = notices.filter(({ about }) => about === kind);
  if (own.length === 0) return "";
  const { title, advice } = NOTICES[kind];
  const items = own.map((notice) => `<li>${aboutOf(notice)}${textOf(notice.text)}</li>`);
  return `<h2>${title} (${own.length})</h2>\n<p>${advice}</p>\n<ul>${items.join("\n")}</ul>`;
}

function aboutOf({ entry }: Notice): string {
  if (!entry) return "";
  const name = `${entry.type} ${entry.id}`;
  const label = escapeHtml(entry.title ? `${entry.title} (${name})` : name);
  const link = entry.url && /^https?:/.test(entry.url) ? `<a href="${escapeHtml(entry.url)}">${label}</a>` : label;
  return `<strong>${link}</strong>${entry.file ? ` <small>${escapeHtml(entry.file)}</small>` : ""} : `;
}

/** The lines after the first are a text to compare. */
function textOf(text: string): string {
  const [first = "", ...rest] = text.split("\n");
  return rest.length === 0
    ? escapeHtml(first)
    : `${escapeHtml(first)}<details><summary>Voir</summary><pre>${escapeHtml(rest.join("\n"))}</pre></details>`;
}

function count(number: number, one: string, several: string): string {
  return `${number} ${number < 2 ? one : several}`;
}

function formatDate(iso: string): string {
  return new Date(iso).toLocaleString("fr-FR", { dateStyle: "long", timeStyle: "short", timeZone: "Europe/Paris" });
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
