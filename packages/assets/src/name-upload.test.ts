import { expect, test } from "vitest";
import { nameUpload } from "./name-upload.ts";

test.each([
  ["Affiche fête 2026.JPG", "jpg", "affiche-fete-2026.jpg"],
  ["Compte rendu n° 12 — œuvre d’été.docx", "docx", "compte-rendu-n-12-oeuvre-d-ete.docx"],
  ["affiche-fete-2026.jpg", "jpg", "affiche-fete-2026.jpg"],
  ["IMG_20260714_101112.jpeg", "jpg", "img-20260714-101112.jpg"],
  ["Capture d’écran 2026-07-14 à 10.11.12.png", "png", "capture-d-ecran-2026-07-14-a-10-11-12.png"],
  ["Réunion du 12.05.2026", "pdf", "reunion-du-12-05-2026.pdf"],
  ["Statuts v1.2.pdf", "pdf", "statuts-v1-2.pdf"],
  ["chant.mp3", "mp3", "chant.mp3"],
  ["film.3gp", "mp4", "film.mp4"],
  ["Affiche.tar.gz", "pdf", "affiche-tar.pdf"],
  ["scan.tiff", "jpg", "scan.jpg"],
  ["logo.svg", "png", "logo.png"],
  ["sans extension", "txt", "sans-extension.txt"],
  ["espace à la fin.pdf ", "pdf", "espace-a-la-fin.pdf"],
  ["e\u0301te\u0301.jpg", "jpg", "ete.jpg"],
  ["C:\\fakepath\\Photo.jpg", "jpg", "photo.jpg"],
  ["/home/alice/Photo.jpg", "jpg", "photo.jpg"],
  ["../../../etc/passwd", "txt", "passwd.txt"],
  ["..\\..\\web.config", "txt", "web-config.txt"],
  ["photo.php.jpg", "jpg", "photo-php.jpg"],
  ["photo.jpg.exe", "jpg", "photo-jpg.jpg"],
  ["photo.jpg\0.php", "jpg", "photo-jpg.jpg"],
  ["photo\u202egpj.exe", "jpg", "photo-gpj.jpg"],
  ["a\r\nSet-Cookie: b.jpg", "jpg", "a-set-cookie-b.jpg"],
  ["<img src=x onerror=alert(1)>.png", "png", "img-src-x-onerror-alert-1.png"],
  ["$(rm -rf ~); `id`.pdf", "pdf", "rm-rf-id.pdf"],
  ["-rf.pdf", "pdf", "rf.pdf"],
  [".htaccess", "txt", "htaccess.txt"],
  [".git/config", "txt", "config.txt"],
  [".gitattributes", "txt", "gitattributes.txt"],
  ["CON.jpg", "jpg", "fichier-con.jpg"],
  ["com1", "txt", "fichier-com1.txt"],
  ["日本語.jpg", "jpg", "fichier.jpg"],
  [".jpg", "jpg", "fichier.jpg"],
  ["…", "pdf", "fichier.pdf"],
  ["", "pdf", "fichier.pdf"],
  ["..", "pdf", "fichier.pdf"],
  ["dossier/", "pdf", "fichier.pdf"],
  ["%2e%2e%2fsecret.pdf", "pdf", "2e-2e-2fsecret.pdf"],
  ["a".repeat(300), "pdf", `${"a".repeat(60)}.pdf`],
  [`${"très ".repeat(100)}long.pdf`, "pdf", `${"tres-".repeat(12).slice(0, -1)}.pdf`],
])("%j with %s is %s", (name, extension, expected) => {
  expect(nameUpload(name, extension)).toBe(expected);
});

test("takes no longer for a name that nobody has", () => {
  const start = performance.now();
  for (const unit of [".", " ", "/", "a.", ".a ", "\u0301"]) nameUpload(unit.repeat(1_000_000), "pdf");
  expect(performance.now() - start).toBeLessThan(30_000);
});
