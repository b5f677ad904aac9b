/** An expired session: the page stays as it is while its editor logs in again in another window. */
import { openDialog } from "./page-dialog.ts";
import type { ErrorAnswer } from "./protocol.ts";

let pending: Promise<void> | undefined;

/** Resolves when there is a session again. Several requests at once wait for the same log-in. */
export function reopenSession({ login }: ErrorAnswer): Promise<void> {
  pending ??= waitForSession(login).finally(() => {
    pending = undefined;
  });
  return pending;
}

function waitForSession(login: string | undefined): Promise<void> {
  return new Promise((resolve) => {
    const close = openDialog({
      title: "Votre session a expiré",
      paragraphs: [
        "Votre texte est toujours là. Reconnectez-vous dans la fenêtre qui s’ouvre, puis revenez ici : l’enregistrement reprendra tout seul.",
      ],
      buttons: [
        {
          label: "Me reconnecter",
          primary: true,
          keepOpen: true,
          action: () => {
            window.open(loginAddress(login), "_blank", "noopener");
          },
        },
      ],
    });
    const check = async () => {
      if (!(await hasSession())) return;
      clearInterval(timer);
      window.removeEventListener("focus", check);
      close();
      resolve();
    };
    const timer = setInterval(check, 2000);
    window.addEventListener("focus", check);
  });
}

async function hasSession(): Promise<boolean> {
  try {
    return (await fetch("/api/session", { headers: { "X-Pivert": "1" }, credentials: "same-origin" })).ok;
  } catch {
    // No network: ask again at the next turn.
    return false;
  }
}

/** Where to log in: only a web address, whatever the answer holds. */
export function loginAddress(login: string | undefined): string {
  return login !== undefined && /^https?:\/\//.test(login) ? login : "/connexion";
}
