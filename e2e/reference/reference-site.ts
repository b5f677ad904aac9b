/**
 * The content that every theme is measured on, always the same: an article of 2,000 words with a table of 20 by 5, an
 * album of 30 photographs, a list of 60 articles, a home page with agenda, news and partners, and an empty page of each
 * kind. Photographs are those of the demo sites, whose variants are in the shared cache.
 */
import { copyFileSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const SITES = join(HERE, "..", "..", "sites");

/** Paths of the reference content, by what they are and the row of the budget table that they answer to. */
export const REFERENCE_PAGES = {
  home: { path: "/", kind: "list" },
  article: { path: "/actualites/article-60/", kind: "text" },
  list: { path: "/actualites/", kind: "list" },
  agenda: { path: "/agenda/", kind: "list" },
  event: { path: "/agenda/atelier-1/", kind: "text" },
  album: { path: "/albums/trente-photographies/", kind: "gallery" },
  page: { path: "/asso/", kind: "text" },
} as const;

/** An empty page of each kind, of the site that `writeEmptySite` writes. */
export const EMPTY_PAGES = [
  "/",
  "/page/",
  "/actualites/",
  "/actualites/actualite/",
  "/agenda/",
  "/agenda/passe/",
  "/albums/",
  "/albums/album/",
  "/404.html",
];

const write = (folder: string, file: string, content: string) => {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), content);
};

const day = (date: Date) => date.toISOString().slice(0, 10);

export function writeReferenceSite(folder: string, theme: string): void {
  const article = readFileSync(join(HERE, "article.md"), "utf8");
  const sentences = article.split("\n\n").filter((text) => !/^[#|]/.test(text));
  const photos = globSync("*/media/*.jpg", { cwd: SITES })
    .sort()
    .filter((file) => !/portrait|affiche/.test(file))
    .slice(0, 30);
  if (photos.length < 30) throw new Error(`The demo sites hold ${photos.length} photographs: 30 are needed.`);
  mkdirSync(join(folder, "media"), { recursive: true });
  for (const file of photos) copyFileSync(join(SITES, file), join(folder, "media", basename(file)));
  const image = (index: number) => `image: media/${basename(photos[index % 30] ?? "")}\nimageAlt: Une photographie`;

  write(
    folder,
    "site.yaml",
    `name: Association de référence
tagline: Toujours la même, pour mesurer
description: Un contenu qui ne change pas.
url: https://reference.example
theme: { name: ${theme}, colour: "#1f6f54" }
menu:
  - { label: L'asso, to: /asso/, children: [{ label: Équipe, to: /equipe/ }, { label: Partenaires, to: /partenaires/ }] }
  - { label: Actualités, to: /actualites/ }
  - { label: Agenda, to: /agenda/ }
  - { label: Albums, to: /albums/ }
contact: { email: bonjour@reference.example, phone: 05 61 99 00 14, address: "1, rue du Pont\\n31999 Auvernac" }
social: [{ label: Mastodon, url: "https://pouet.example/@reference" }]
`,
  );
  write(
    folder,
    "pages/index.md",
    `---\ntitle: Une association de référence\n${image(0)}\n---\n${sentences.slice(0, 2).join("\n\n")}\n`,
  );
  write(folder, "pages/asso.md", `---\ntitle: L'asso\n---\n${sentences.slice(2, 9).join("\n\n")}\n`);
  for (let index = 1; index <= 60; index++) {
    const date = day(new Date(Date.UTC(2021, index, 12)));
    const text = index === 60 ? article : (sentences[index % sentences.length] ?? "");
    const more = index % 2 === 0 && index < 60 ? `\n${image(index)}` : "";
    write(
      folder,
      `posts/${date}-article-${index}.md`,
      `---\ntitle: Article numéro ${index}\ndate: ${date}${more}\n---\n${text}\n`,
    );
  }
  // Far enough for the agenda to be the same for years.
  for (let index = 1; index <= 8; index++)
    write(
      folder,
      `events/2090-0${index}-14-atelier-${index}.md`,
      `---\ntitle: Atelier numéro ${index}\nstart: 2090-0${index}-14 14:00\nend: 2090-0${index}-14 18:00\nplace: Salle des fêtes\nprice: Gratuit\n---\n${sentences[index] ?? ""}\n`,
    );
  const list = photos.map((file, index) => `  - { image: media/${basename(file)}, alt: Photographie ${index + 1} }`);
  write(
    folder,
    "albums/2026-06-28-trente-photographies.md",
    `---\ntitle: Trente photographies\ndate: 2026-06-28\nphotos:\n${list.join("\n")}\n---\n`,
  );
  for (let index = 1; index <= 6; index++)
    write(
      folder,
      `partners/partenaire-${index}.md`,
      `---\ntitle: Partenaire ${index}\nurl: https://partenaire-${index}.example/\n---\n`,
    );
  for (let index = 1; index <= 4; index++)
    write(folder, `people/personne-${index}.md`, `---\ntitle: Personne ${index}\nrole: Bénévole\n---\n`);
}

export function writeEmptySite(folder: string, theme: string): void {
  write(folder, "site.yaml", `name: Vide\nurl: https://vide.example\ntheme: { name: ${theme} }\n`);
  write(folder, "pages/index.md", "---\ntitle: Vide\n---\n");
  write(folder, "pages/page.md", "---\ntitle: Page\n---\n");
  write(folder, "posts/2026-01-01-actualite.md", "---\ntitle: Actualité\ndate: 2026-01-01\n---\n");
  write(folder, "events/2020-01-01-passe.md", "---\ntitle: Passé\nstart: 2020-01-01\n---\n");
  write(folder, "albums/2026-01-01-album.md", "---\ntitle: Album\ndate: 2026-01-01\n---\n");
}
