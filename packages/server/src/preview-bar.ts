/** The bar at the foot of a preview: which draft this is, what to look at again, and the way back. */
import type { DraftPreview } from "@pivert/operations/editing";
import { html } from "hono/html";

const BAR =
  "position:sticky;bottom:0;z-index:2147483647;background:#1f2a24;color:#fff;font:1rem/1.5 system-ui,sans-serif;padding:.6rem 1rem;text-align:left";
const LINK = "color:#b9e5c3";

export function previewBar({ draft, problems }: DraftPreview, editOrigin: string) {
  const { collection, slug } = draft.entry;
  const saved = new Date(draft.updatedAt).toLocaleString("fr-FR", {
    timeZone: "Europe/Paris",
    dateStyle: "long",
    timeStyle: "short",
  });
  const back = `${editOrigin}/#/collections/${collection}/entries/${slug}`;
  return html`<aside aria-label="Aperçu du brouillon" style="${BAR}"><strong>Aperçu</strong> de « ${slug} », enregistré par ${draft.author.name} le ${saved}. Les visiteurs ne le voient pas. <a href="${back}" style="${LINK}">Revenir à la rédaction</a> · <a href="/brouillon/" style="${LINK}">Les autres brouillons</a>${
    problems.length === 0
      ? ""
      : html`<details><summary>À revoir (${problems.length})</summary><ul>${problems.map(({ editor }) => html`<li>${editor}</li>`)}</ul></details>`
  }</aside>`;
}
