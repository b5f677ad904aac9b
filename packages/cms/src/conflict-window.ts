/** Two people on one text: who changed what, and what to do about it. Nothing is lost whatever is chosen. */
import { openDialog } from "./page-dialog.ts";
import type { Conflict } from "./protocol.ts";

export type ConflictChoice = "replace" | "both" | "later";

/**
 * Asks what to do; their version can be read and ours copied first.
 * @param both whether the two texts can be put together
 */
export function askAboutConflict(conflict: Conflict, mine: string, both = false): Promise<ConflictChoice> {
  return new Promise((resolve) => {
    openDialog({
      title: "Quelqu’un d’autre a modifié cette fiche",
      paragraphs: [
        conflictSentence(conflict),
        "Votre texte est toujours là. Vous pouvez copier le vôtre et reprendre le sien, ou garder le vôtre à la place : le sien restera dans l’historique.",
      ],
      quoted: conflict.data,
      buttons: [
        { label: "Revenir à mon texte", primary: true, action: () => resolve("later") },
        { label: "Copier mon texte", keepOpen: true, action: () => navigator.clipboard.writeText(mine) },
        { label: "Garder le mien à la place", action: () => resolve("replace") },
        ...(both ? [{ label: "Mettre les deux ensemble", action: () => resolve("both") }] : []),
      ],
    });
  });
}

/** « Josiane a changé le titre et le texte le 22 novembre 2026 à 18:30. Voici sa version : » */
export function conflictSentence({ author, changed, date }: Conflict): string {
  const what = new Intl.ListFormat("fr").format(changed.length > 0 ? changed : ["cette fiche"]);
  const instant = new Date(date);
  const when = Number.isNaN(instant.getTime())
    ? ""
    : ` le ${instant.toLocaleDateString("fr-FR", { day: "numeric", month: "long", year: "numeric" })} à ${instant.toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" })}`;
  return `${author} a changé ${what}${when}. Voici sa version :`;
}
