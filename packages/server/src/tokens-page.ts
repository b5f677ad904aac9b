/** The page of a person's tokens for git: what they are, those there are, and a form for another. */
import type { AccessToken } from "@pivert/accounts";
import { html } from "hono/html";
import { htmlPage } from "./html-page.ts";

export interface TokensPage {
  tokens: readonly AccessToken[];
  /** The sites that the person may make a token for. */
  sites: readonly string[];
  /** The token just made: shown this once. */
  made?: { token: string; cloneAddress: string };
  /** A French sentence. */
  error?: string;
}

export function tokensPage({ tokens, sites, made, error }: TokensPage) {
  return htmlPage(
    "Jetons pour git",
    html`<p>Un jeton est un mot de passe pour git, d’une personne et d’un site. Il permet de copier le site sur un ordinateur et d’y envoyer des changements, qui sont publiés aussitôt.</p>
${error === undefined ? "" : html`<p class="error" role="alert">${error}</p>`}
${made === undefined ? "" : newToken(made)}
${tokens.length === 0 ? html`<p>Vous n’avez pas de jeton.</p>` : html`<ul>${tokens.map(item)}</ul>`}
${sites.length === 0 ? html`<p>Pour faire un jeton, il faut pouvoir publier sur un site.</p>` : form(sites)}
<p><a href="/">Revenir à l’accueil</a></p>`,
  );
}

function newToken({ token, cloneAddress }: { token: string; cloneAddress: string }) {
  return html`<section role="status"><h2>Votre nouveau jeton</h2>
<p>Copiez-le maintenant : il ne sera plus montré.</p><p><code>${token}</code></p>
<p>Puis, dans un terminal (le nom d’utilisateur est libre, le jeton est le mot de passe) :</p>
<p><code>git clone ${cloneAddress}</code></p></section>`;
}

function item({ id, site, name, createdAt, usedOn }: AccessToken) {
  const used = usedOn === undefined ? "jamais utilisé" : `utilisé le ${day(new Date(usedOn))}`;
  return html`<li>${name}, pour <strong>${site}</strong> : créé le ${day(createdAt)}, ${used}
<form method="post" action="/jetons/revoquer"><input type="hidden" name="id" value="${id}"><button aria-label="Révoquer ${name}, pour ${site}">Révoquer</button></form></li>`;
}

function form(sites: readonly string[]) {
  return html`<h2>Faire un jeton</h2><form method="post" action="/jetons">
<label for="site">Site</label><select id="site" name="site">${sites.map((site) => html`<option>${site}</option>`)}</select>
<label for="name">Nom, pour le reconnaître</label><input id="name" name="name" required maxlength="80" placeholder="Ordinateur du local">
<button>Faire un jeton</button></form>`;
}

function day(date: Date): string {
  return date.toLocaleDateString("fr-FR", { day: "numeric", month: "long", year: "numeric" });
}
