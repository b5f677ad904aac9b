/** An editor's day, from the log-in to the live page, through the real server. */
import { commit } from "@pivert/repository";
import { expect, test } from "vitest";
import { png } from "./testing/png.ts";
import { type Editor, siteYaml, testPlatform } from "./testing/test-platform.ts";

const velo = testPlatform({
  velo: {
    "pages/index.md": "---\ntitle: Accueil\n---\nBonjour à toutes.\n",
    "site.yaml": siteYaml("velo", "contact: { email: bureau@velo.example }\n"),
    "pages/ecrire.md": "---\ntitle: Écrire\n---\n::contact\n",
    "pages/asso.md": "---\ntitle: L’asso\n---\nQui nous sommes.\n",
    "posts/2026-05-02-balade.md": post("Balade", "Une balade."),
    "posts/2026-05-02-atelier.md": post("Atelier", "Un atelier."),
    "posts/2026-05-02-vieux.md": post("Vieux", "À supprimer."),
    "posts/2026-05-02-fete.md": post("Fête", "Une fête."),
    "media/affiche.png": "n’est pas une image",
  },
});

function post(title: string, text: string): string {
  return `---\ntitle: ${title}\ndate: 2026-05-02\n---\n${text}\n`;
}

async function editor(role: "editor" | "publisher" | "admin" = "publisher", name?: string): Promise<Editor> {
  return velo.enter((await velo.person(role, "velo", name)).email, "velo");
}

test("a saved draft is not public; published, it is live, and git names the editor", async () => {
  await velo.settled();
  const nour = await editor("publisher", "Nour Haddad");
  const path = "posts/2026-05-02-balade.md";
  const saved = await nour.save(path, post("Balade au lac", "Une belle balade."));
  expect(saved.files).toEqual([{ path, id: velo.git("velo", "rev-parse", `drafts/posts/2026-05-02-balade:${path}`) }]);
  expect(await nour.act("unpublishedEntries", {})).toEqual(["posts/2026-05-02-balade"]);
  expect(await velo.read("velo", "/actualites/balade/")).not.toContain("lac");

  expect(await nour.publish(path)).toEqual({ state: "live", url: `${velo.origin("velo")}/actualites/balade/` });
  expect(await velo.read("velo", "/actualites/balade/")).toContain("Balade au lac");
  expect(velo.git("velo", "log", "-1", "--format=%an <%ae>", "main")).toMatch(
    /^Nour Haddad <personne-\d+@asso\.example>$/,
  );
  expect(velo.git("velo", "fsck", "--full", "--strict", "--no-dangling")).toBe("");
  expect(await nour.act("unpublishedEntries", {})).toEqual([]);
});

test("a save upon an outdated version names who changed which fields, and loses nothing", async () => {
  const [ines, theo] = [await editor("publisher", "Inès Cardoso"), await editor("publisher", "Théo Lambert")];
  const path = "posts/2026-05-02-atelier.md";
  const mine = await theo.saveParams(path, post("Atelier de Théo", "Un atelier."));
  await ines.save(path, post("Atelier d’Inès", "Un grand atelier."));
  const first = await theo.refused("persistEntry", mine);
  expect(first).toMatchObject({
    status: 409,
    conflict: {
      path,
      author: "Inès Cardoso",
      changed: ["« Titre »", "le texte"],
      data: post("Atelier d’Inès", "Un grand atelier."),
    },
  });
  expect(first.error).toContain("Inès Cardoso a modifié « Titre », le texte depuis");
  // The same once it is published, and with a draft's version as the one that was opened.
  const opened = first.conflict?.id ?? "";
  await ines.save(path, post("Atelier d’Inès", "Un immense atelier."), { base: opened });
  expect(await theo.refused("persistEntry", await theo.saveParams(path, "x", { base: opened }))).toMatchObject({
    status: 409,
    conflict: { changed: ["le texte"] },
  });
  await ines.publish(path);
  const second = await theo.refused("persistEntry", mine);
  expect(second).toMatchObject({ status: 409, conflict: { changed: ["« Titre »", "le texte"] } });
  // Knowing theirs, Théo replaces it.
  const saved = await theo.save(path, post("Atelier de Théo", "Un atelier."), { base: second.conflict?.id ?? "" });
  expect(saved.files).toHaveLength(1);
  expect(await theo.publish(path)).toMatchObject({ state: "live" });
  expect(velo.git("velo", "log", "--format=%an", "main", "--", path).split("\n").slice(0, 2)).toEqual([
    "Théo Lambert",
    "Inès Cardoso",
  ]);
});

test("a draft that conflicts with what is published has a way out, and nothing of either text is lost", async () => {
  const [ines, theo] = [await editor("publisher", "Inès Cardoso"), await editor("publisher", "Théo Lambert")];
  const path = "posts/2026-05-05-fanfare.md";
  const name = { collection: "posts", slug: "2026-05-05-fanfare" };
  await ines.save(path, post("Fanfare", "Premier.\n\nDeuxième."), { base: null });
  await ines.publish(path);
  /** Théo has a draft, and Inès publishes the same paragraph otherwise. */
  const collide = async (mine: string, theirs: string) => {
    await theo.save(path, post("Fanfare", `Premier.\n\n${mine}`));
    const { file } = await ines.act("getEntry", { path });
    await commit({
      repository: velo.platform.editingSite("velo").repository,
      changes: [{ path, content: post("Fanfare", `Premier.\n\n${theirs}`) }],
      expected: { [path]: file.id },
      author: { name: "Inès Cardoso", email: "ines@asso.example" },
      message: "Modifie",
    });
    const refused = await theo.refused("publishUnpublishedEntry", name);
    expect(refused).toMatchObject({ status: 409, conflict: { author: "Inès Cardoso", changed: ["le texte"] } });
    expect(refused.error).toMatch(/Votre brouillon est gardé/);
    return { path, id: refused.conflict?.id ?? "" };
  };
  const drafted = async () => (await theo.act("unpublishedEntryDataFile", { ...name, path, id: "" })).data;

  const first = await collide("Le mien.", "Le sien.");
  await theo.act("resolveConflict", { ...name, ...first, keep: "both" });
  expect(await drafted()).toBe(post("Fanfare", "Premier.\n\nLe sien.\n\nLe mien."));
  expect(await theo.publish(path)).toMatchObject({ state: "live" });

  const second = await collide("Encore le mien.", "Encore le sien.");
  // Of a version that is no more, nobody can say that they replace it.
  const outdated = await theo.refused("resolveConflict", { ...name, ...first, keep: "mine" });
  expect(outdated).toMatchObject({ status: 409, conflict: { id: second.id } });
  await theo.act("resolveConflict", { ...name, ...second, keep: "mine" });
  expect(await theo.publish(path)).toMatchObject({ state: "live" });
  expect(await velo.read("velo", "/actualites/fanfare/")).toContain("Encore le mien.");
  expect(velo.git("velo", "show", `main~1:${path}`)).toContain("Encore le sien.");
});

test("how far a draft is stays said, through saves and until it is published", async () => {
  const nour = await editor();
  const path = "posts/2026-05-06-relecture.md";
  const name = { collection: "posts", slug: "2026-05-06-relecture" };
  await nour.save(path, post("À relire", "Un texte."), { base: null });
  const status = async () => (await nour.act("unpublishedEntry", name)).status;
  expect(await status()).toBe("draft");
  await nour.act("updateUnpublishedEntryStatus", { ...name, newStatus: "pending_review" });
  expect(await status()).toBe("pending_review");
  const { diffs } = await nour.act("unpublishedEntry", name);
  await nour.save(path, post("À relire", "Un autre texte."), { base: diffs[0]?.id ?? "" });
  expect(await status()).toBe("pending_review");
  expect(await nour.publish(path)).toMatchObject({ state: "live" });
  expect(await nour.refused("updateUnpublishedEntryStatus", { ...name, newStatus: "draft" })).toMatchObject({
    status: 404,
  });
});

test("what was deleted meanwhile is a conflict that says so", async () => {
  const [ines, theo] = [await editor("publisher", "Inès Cardoso"), await editor()];
  const path = "posts/2026-05-02-vieux.md";
  const mine = await theo.saveParams(path, post("Vieux", "Encore là."));
  const { revision } = await ines.act("deleteFiles", { paths: [path], options: { commitMessage: "Retire" } });
  expect(await ines.published(revision)).toMatchObject({ state: "live" });
  expect((await velo.visit("velo", "/actualites/vieux/")).status).toBe(404);
  const refused = await theo.refused("persistEntry", mine);
  expect(refused).toMatchObject({ status: 409, conflict: { id: "" } });
  expect(refused.error).toContain("Inès Cardoso a supprimé cette fiche");
  // Knowing it, Théo brings his back.
  await theo.save(path, post("Vieux", "Encore là."), { base: refused.conflict?.id ?? null });
  expect(await theo.publish(path)).toMatchObject({ state: "live" });
  expect(await velo.read("velo", "/actualites/vieux/")).toContain("Encore là.");
});

test("a renamed page leaves a redirect, which follows it back and forth", async () => {
  const nour = await editor();
  const [old, now] = ["pages/asso.md", "pages/association.md"];
  const raw = "---\ntitle: L’association\n---\nQui nous sommes.\n";
  const rename = async (path: string, newPath: string) => {
    const saved = await nour.save(path, raw, { newPath });
    expect(saved.files).toEqual([{ path: newPath, id: expect.stringMatching(/^[0-9a-f]{40}$/) }]);
    expect(await nour.publish(path)).toMatchObject({ state: "live" });
  };
  await rename(old, now);
  expect(velo.git("velo", "show", "main:redirects.csv")).toBe("/asso/,/association/");
  const moved = await velo.visit("velo", "/asso/");
  expect([moved.status, moved.headers.get("Location")]).toEqual([301, "/association/"]);
  expect((await velo.visit("velo", "/association/")).status).toBe(200);

  await rename(now, old);
  expect(velo.git("velo", "show", "main:redirects.csv")).toBe("/association/,/asso/");
  expect((await velo.visit("velo", "/asso/")).status).toBe(200);
  await rename(old, now);
  expect(velo.git("velo", "show", "main:redirects.csv")).toBe("/asso/,/association/");
  expect((await velo.visit("velo", "/association/")).status).toBe(200);
});

test("an image is sent, shown in the draft, and published with its entry", async () => {
  const nour = await editor();
  // The library has an « affiche.png » already, and two uploads of one name differ.
  const [blue, red] = await Promise.all(
    (
      [
        [0, 0, 200],
        [200, 0, 0],
      ] as [number, number, number][]
    ).map(async (colour) => {
      const sent = await nour.upload("Affiche.PNG", png(32, 16, colour));
      expect(sent.status).toBe(200);
      return (await sent.json()) as { id: string; name: string; path: string; url: string };
    }),
  );
  if (!blue || !red) throw new Error("unreachable");
  expect(new Set([blue.path, red.path, "media/affiche.png"]).size).toBe(3);
  const waiting = await nour.get(blue.url);
  expect([waiting.status, waiting.headers.get("Content-Type")]).toEqual([200, "image/png"]);

  const path = "posts/2026-05-02-fete.md";
  await nour.save(path, post("Fête", `![Une affiche](/${blue.path})`), { assets: [{ id: blue.id, path: blue.path }] });
  const name = { collection: "posts", slug: "2026-05-02-fete" };
  const drafted = await nour.act("unpublishedEntryMediaFile", { ...name, path: blue.path, id: "" });
  expect((await nour.get(drafted.url)).status).toBe(200);
  // Saved again with the same image, nothing conflicts.
  await nour.act("persistEntry", {
    ...(await nour.saveParams(path, post("Fête !", `![Une affiche](/${blue.path})`), {
      base: velo.git("velo", "rev-parse", `drafts/posts/2026-05-02-fete:${path}`),
    })),
    assets: [{ id: blue.id, path: blue.path }],
  });
  expect(await nour.publish(path)).toMatchObject({ state: "live" });
  const src = /<img[^>]+src="([^"]+)"/.exec(await velo.read("velo", "/actualites/fete/"))?.[1] ?? "";
  const shown = await velo.visit("velo", src);
  expect([shown.status, shown.headers.get("Content-Type")]).toEqual([200, expect.stringMatching(/^image\//)]);

  // Nothing takes the place of another's file.
  const replaced = await nour.refused("persistMedia", {
    asset: { id: red.id, path: blue.path },
    options: { commitMessage: "x" },
  });
  expect(replaced).toMatchObject({ status: 422, error: expect.stringContaining("a déjà un autre fichier") });
  const added = await nour.act("persistMedia", {
    asset: { id: red.id, path: red.path },
    options: { commitMessage: "Ajoute" },
  });
  expect((await nour.act("getMedia", { mediaFolder: "media" })).map(({ path }) => path)).toEqual(
    expect.arrayContaining([blue.path, added.path, "media/affiche.png"]),
  );
});

test("an entry that cannot be built is never said to be online, until it is", async () => {
  const nour = await editor();
  // New: visitors see nothing of it.
  const [fresh, known] = ["posts/2026-05-03-neuve.md", "posts/2026-05-02-atelier.md"];
  await nour.save(fresh, "---\ntitle: Neuve\ndate: demain\n---\nOui.\n", { base: null });
  const failed = await nour.publish(fresh);
  expect(failed).toMatchObject({ state: "failed", error: expect.stringContaining("« date » contient « demain »") });
  expect(failed.error).toMatch(/Cette fiche n’est pas en ligne\. Le reste du site est à jour\.$/);
  expect((await velo.visit("velo", "/actualites/neuve/")).status).toBe(404);
  // Published before: visitors see what it was.
  const before = await velo.read("velo", "/actualites/atelier/");
  await nour.save(known, "---\ntitle: Atelier\n---\nSans date.\n");
  const kept = await nour.publish(known);
  expect(kept.error).toMatch(/Il manque le champ « date ».* Cette fiche reste en ligne telle qu’elle était avant\./);
  expect(await velo.read("velo", "/actualites/atelier/")).toBe(before);
  // The others are not held back, and once mended it is said to be online, where it is.
  await nour.save("pages/index.md", "---\ntitle: Accueil\n---\nLe reste avance.\n");
  expect(await nour.publish("pages/index.md")).toEqual({ state: "live", url: `${velo.origin("velo")}/` });
  expect(await velo.read("velo", "/")).toContain("Le reste avance.");
  await nour.save(fresh, post("Neuve", "Oui."));
  expect(await nour.publish(fresh)).toEqual({ state: "live", url: `${velo.origin("velo")}/actualites/neuve/` });
  await nour.save(known, post("Atelier", "Avec sa date."));
  expect(await nour.publish(known)).toMatchObject({ state: "live" });
});

test("an entry for later is said to be for later, and a person is shown in the list", async () => {
  const nour = await editor();
  const [later, person] = ["posts/2026-05-04-plus-tard.md", "people/nour.md"];
  await nour.save(later, "---\ntitle: Plus tard\ndate: 2026-05-04\npublishAt: 2126-05-04 18:30\n---\nOui.\n", {
    base: null,
  });
  expect(await nour.publish(later)).toEqual({
    state: "live",
    notice: "Publié : cette fiche paraîtra le 4 mai 2126 à 18:30.",
  });
  await nour.save(person, "---\ntitle: Nour\n---\n", { base: null });
  expect(await nour.publish(person)).toEqual({ state: "live", url: `${velo.origin("velo")}/equipe/` });
});

test("a visitor writes to the association through the form of a page, without script or cookie", async () => {
  const page = await velo.read("velo", "/ecrire/");
  const action = /<form method="post" action="([^"]+)"/.exec(page)?.[1] ?? "";
  const post = (fields: Record<string, string>) =>
    velo.visit("velo", action, { method: "POST", body: new URLSearchParams(fields) });
  const fields = { name: "Zoé <b>", email: "zoe@visite.example", message: "Bonjour & merci" };

  const wrong = await post({ ...fields, email: "zoe" });
  expect(wrong.status).toBe(422);
  expect(await wrong.text()).toContain('value="Zoé &lt;b&gt;"');

  const review = await post(fields);
  expect(review.headers.getSetCookie()).toEqual([]);
  expect(review.headers.get("Content-Security-Policy")).toContain("default-src 'none'");
  const text = await review.text();
  expect(text).toContain("Bonjour &amp; merci");
  const token = /name="token" value="([^"]+)"/.exec(text)?.[1] ?? "";
  await new Promise((resolve) => setTimeout(resolve, 1_600));
  const sent = await post({ ...fields, token });
  expect([sent.status, sent.headers.get("Location")]).toEqual([303, `${action}merci/`]);
  expect(await velo.read("velo", `${action}merci/`)).toContain("votre message est parti");
  expect(velo.mails()).toEqual([
    expect.stringContaining("Reply-To: =?UTF-8?Q?Zo=C3=A9_=3Cb=3E?= <zoe@visite.example>"),
  ]);

  expect((await post({ ...fields, message: "x".repeat(70_000) })).status).toBe(413);
});

test("settings that cannot be built leave the site as it was, and say why", async () => {
  const admin = await editor("admin");
  const before = await velo.read("velo", "/");
  const good = (await admin.act("getEntry", { path: "site.yaml" })).data ?? "";
  await admin.save("site.yaml", siteYaml("velo", "timezone: Nulle/Part\n"));
  const failed = await admin.publish("site.yaml");
  expect(failed.state).toBe("failed");
  expect(failed.error).toMatch(/timezone.*La dernière version du site reste en ligne\.$/s);
  expect(await velo.read("velo", "/")).toBe(before);
  // What was live stays known as live; content goes on being saved; mended, all is published.
  const live = velo.git("velo", "log", "-1", "--format=%H", "main", "--", "posts");
  expect(await admin.published(live)).toMatchObject({ state: "live" });
  const nour = await editor();
  await nour.save("posts/2026-05-02-fete.md", post("Fête réparée", "Oui."));
  expect(await nour.publish("posts/2026-05-02-fete.md")).toMatchObject({ state: "failed" });
  await admin.save("site.yaml", good);
  expect(await admin.publish("site.yaml")).toMatchObject({ state: "live" });
  expect(await velo.read("velo", "/actualites/fete/")).toContain("Fête réparée");
});

test("a build that fails for no fault of the content says so, and the next publication is built at once", async () => {
  const admin = await editor("admin");
  const before = await velo.read("velo", "/");
  const good = (await admin.act("getEntry", { path: "site.yaml" })).data ?? "";
  // A theme that throws, as a fault of ours would.
  await admin.save("site.yaml", good.replace("name: plain", "name: broken"));
  expect(await admin.publish("site.yaml")).toEqual({
    state: "failed",
    error: "La fabrication du site a échoué. La dernière version du site reste en ligne. L’hébergeur en est prévenu.",
  });
  expect(velo.events.filter(({ kind }) => kind === "failed").length).toBeGreaterThan(0);
  expect(await velo.read("velo", "/")).toBe(before);
  await admin.save("site.yaml", good);
  expect(await admin.publish("site.yaml")).toMatchObject({ state: "live" });
  expect(await velo.read("velo", "/")).toBe(before);
});
