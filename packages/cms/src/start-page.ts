/** What is on the page until Decap starts: a wait, a link to log in, or what went wrong. */

import type { CmsConfig } from "./cms-config.ts";
import { getOnce, ServerError } from "./editing-api.ts";
import { loginAddress } from "./session-window.ts";

/** Gives the configuration once there is a session; until then the page shows where to log in. */
export async function loadStart(): Promise<CmsConfig> {
  try {
    return (await getOnce("/api/config")) as CmsConfig;
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    const expired = error.status === 401;
    showMessage(
      expired ? "Connectez-vous pour écrire et publier." : error.message,
      expired
        ? { label: "Se connecter", href: loginAddress(error.answer.login) }
        : { label: "Réessayer", href: location.href },
    );
    // The page is left by its link.
    return new Promise(() => undefined);
  }
}

function showMessage(text: string, { label, href }: { label: string; href: string }): void {
  const page = document.createElement("main");
  page.className = "pv-login";
  const title = document.createElement("h1");
  title.textContent = "Rédaction du site";
  const words = document.createElement("p");
  words.textContent = text;
  const link = document.createElement("a");
  link.className = "pv-primary";
  link.href = href;
  link.textContent = label;
  page.append(title, words, link);
  document.getElementById("nc-root")?.replaceChildren(page);
}
