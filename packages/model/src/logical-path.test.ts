import { describe, expect, test } from "vitest";
import { foldPath, refuseLogicalPath } from "./logical-path.ts";

const HOSTILE: Record<string, string[]> = {
  "est vide": [""],
  "est trop long": ["é".repeat(101), `${"a".repeat(201)}.md`, "a/".repeat(200).concat("b")],
  "commence par une barre": ["/", "/etc/passwd", "//host/share", "/pages/a.md"],
  "contient une double barre": ["a//b.md", "pages/", "a/b//"],
  "contient « . » ou « .. »": [".", "..", "../a.md", "a/../../b", "pages/..", "./a.md", "a/./b.md"],
  "commence par un point": [
    ".git",
    ".GIT",
    ".git/config",
    "a/.htaccess",
    ".env",
    "...",
    "....//a",
    ".g\u200cit",
    "..\\a.md",
  ],
  "commence par un tiret": ["-rf", "--help", "pages/-x.md"],
  "commence ou finit par une espace ou un point": ["a.", "a.md.", "a ", " a", "pages /a.md", "pages./a.md", "a.md . ."],
  "est réservé par un système": [
    "con",
    "CON",
    "nul.md",
    "pages/aux.txt",
    "prn.md",
    "com1",
    "COM9.yaml",
    "lpt1.md",
    "com¹.md",
    "conin$",
    "con .md",
    "git~1",
    "GIT~2",
  ],
  "contient des accents décomposés (NFD)": ["e\u0301te\u0301.md", "cafe\u0301/a.md", "\u212a.md", "a\u0344"],
  "contient un caractère interdit": [
    // Windows: drives, streams, wildcards, separators.
    "C:\\a.md",
    "c:a.md",
    "a.md::$DATA",
    "a\\b.md",
    "\\\\host\\share",
    "a*.md",
    "a?.md",
    'a".md',
    "a<b>.md",
    "a|b.md",
    // What ends a line or commands a terminal.
    "a\0.md",
    "a\nb.md",
    "a\r.md",
    "a\tb.md",
    "a\x1b[31m.md",
    "a\x7f.md",
    "a\x85b.md",
    "a\x9b31m.md",
    "a\u2028b.md",
    "a\u2029b.md",
    // What turns text around, so that `exe.jpg` is read for `gpj.exe`.
    "a\u202egpj.exe",
    "a\u202a.md",
    "a\u2066b.md",
    "a\u2069b.md",
    "a\u200eb.md",
    "a\u200fb.md",
    "a\u061cb.md",
    // What cannot be seen, some of which macOS ignores in names.
    "a\u200b.md",
    "a\u200d.md",
    "a\u00ad.md",
    "a\u2060.md",
    "a\u206f.md",
    "a\ufeff.md",
    "a\u180e.md",
    "g\u206ait~1",
    "a\u{e0041}.md",
    // What is no character, or not a name that was UTF-8.
    "a\ud800.md",
    "a\udc00.md",
    "caf\ufffd.md",
    "a\uffff.md",
    "a\ufdd0.md",
  ],
};

describe("refuses", () => {
  test("more than 60 names", () => expect(Object.values(HOSTILE).flat().length).toBeGreaterThan(60));

  for (const [reason, names] of Object.entries(HOSTILE))
    test.each(names.map((name) => [JSON.stringify(name).slice(0, 40), name]))(`%s, which ${reason}`, (_shown, name) =>
      expect(refuseLogicalPath(name)).toBe(reason),
    );
});

test.each([
  "site.yaml",
  "pages/index.md",
  "pages/asso/statuts.md",
  "posts/2026-03-14-bourse-aux-vélos.md",
  "media/Compte rendu de l’assemblée générale (2025).pdf",
  "media/L'été à Oléron.jpg",
  "media/Œuvres & façades.png",
  "media/NOËL À LA MÉDIATHÈQUE.JPG",
  "media/Ça commence.mp3",
  "media/aïe, aïe, aïe !.ogg",
  "media/tarif réduit 5 €.pdf",
  "media/n°12 – été « spécial ».pdf",
  "media/Plan d'accès + parking.pdf",
  "media/100% bio.jpg",
  "media/photo_01~2.jpg",
  "media/IMG_20260314_183000.jpeg",
  "media/archive.tar.gz",
  "media/a..b.txt",
  "media/❤️ merci.png",
  "people/chloé-d’haëse.md",
  "events/2026-06-21-fête-de-la-musique.md",
  "oc/pages/benvenguts.md",
  "partners/contact.md",
  "documents/auxiliaires/concert.nul",
  "comments/posts/2024-01-02-vœux.yaml",
  `media/${"a".repeat(196)}.pdf`,
])("admits %s", (path) => expect(refuseLogicalPath(path)).toBeUndefined());

test.each([
  ["a.md", "A.MD"],
  ["été.md", "ÉTÉ.md"],
  ["été.md", "e\u0301te\u0301.md"],
  ["œuf", "ŒUF"],
  ["straße", "STRASSE"],
  ["ὀδός", "ὈΔΌΣ"],
  ["K", "\u212a"],
])("%s and %s collide", (one, other) => expect(foldPath(one)).toBe(foldPath(other)));

test.each([
  ["ete", "été"],
  ["a-b", "a_b"],
  ["œ", "oe"],
])("%s and %s do not", (one, other) => expect(foldPath(one)).not.toBe(foldPath(other)));
