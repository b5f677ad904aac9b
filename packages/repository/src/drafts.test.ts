import { describe, expect, test } from "vitest";
import { commit } from "./commit.ts";
import { discardDraft } from "./discard-draft.ts";
import { publishDraft } from "./publish-draft.ts";
import { listDrafts, readDraft } from "./read-drafts.ts";
import { readFileAt } from "./read-file-at.ts";
import { saveDraft } from "./save-draft.ts";
import { git } from "./testing/git-repository.ts";
import { ADA, BOB, headOf, save, siteRepository } from "./testing/site-repository.ts";

const VELO = "---\ntitle: Vélo\n---\n\nPremier.\n\nDeuxième.\n\nTroisième.\n";
const SITE = { "pages/velo.md": VELO, "pages/a.md": "a\n", "pages/a/b.md": "b\n", "redirects.csv": "from,to\n" };
const ENTRY = { collection: "pages", slug: "velo" };
const DRAFT = { entry: ENTRY, author: ADA, message: "Brouillon" };

/** Saves the draft of `pages/velo.md` with another text. */
async function draft(repository: string, content: string, author = ADA) {
  return saveDraft({ ...DRAFT, repository, author, changes: [{ path: "pages/velo.md", content }] });
}

const publish = (repository: string) => publishDraft({ repository, entry: ENTRY, author: ADA, message: "Publie" });
const show = (repository: string, path: string) => git(repository, ["show", `main:${path}`]);

describe("a draft", () => {
  test("is kept apart until it is published", async () => {
    const repository = await siteRepository(SITE);
    const before = await headOf(repository);
    const content = VELO.replace("Premier", "1er");
    const { revision, oids } = await draft(repository, content);
    expect(await headOf(repository)).toBe(before);
    const expected = {
      entry: ENTRY,
      author: ADA,
      message: "Brouillon",
      updatedAt: expect.stringMatching(/Z$/),
      revision,
      base: before,
      status: "draft",
      files: [{ path: "pages/velo.md", oid: oids["pages/velo.md"], isNew: false }],
    };
    expect(await readDraft(repository, ENTRY)).toEqual(expected);
    expect(await listDrafts(repository)).toEqual([expected]);
    expect(String((await readFileAt(repository, revision, "pages/velo.md"))?.content)).toBe(content);
    const published = await publish(repository);
    expect(await headOf(repository)).toBe(published.revision);
    expect(show(repository, "pages/velo.md")).toBe(content.trimEnd());
    expect(await listDrafts(repository)).toEqual([]);
    expect(git(repository, ["log", "-1", "--format=%an %ae %P %B"])).toBe(`${ADA.name} ${ADA.email} ${before} Publie`);
    git(repository, ["fsck", "--full", "--strict"]);
  });

  test("keeps its earlier saves, and names all who made them", async () => {
    const repository = await siteRepository(SITE);
    await draft(repository, VELO.replace("Premier", "1"), BOB);
    await draft(repository, VELO.replace("Premier", "2"));
    await draft(repository, VELO.replace("Premier", "3"), BOB);
    expect(git(repository, ["rev-list", "--count", "main..drafts/pages/velo"])).toBe("3");
    await publish(repository);
    expect(git(repository, ["log", "-1", "--format=%an%n%B"])).toBe(
      `${ADA.name}\nPublie\n\nCo-authored-by: ${BOB.name} <${BOB.email}>`,
    );
    expect(git(repository, ["rev-list", "--count", "main"])).toBe("2");
  });

  test("has new files, removed and moved ones", async () => {
    const repository = await siteRepository(SITE);
    const image = Buffer.from([1, 2, 3]);
    const changes = [
      { path: "pages/bicyclette.md", movedFrom: "pages/velo.md", content: VELO.replace("Vélo", "Bicyclette") },
      { path: "media/velo.jpg", content: image },
    ];
    const { oids } = await saveDraft({ ...DRAFT, repository, changes });
    expect((await readDraft(repository, ENTRY))?.files).toEqual([
      { path: "pages/bicyclette.md", movedFrom: "pages/velo.md", oid: oids["pages/bicyclette.md"], isNew: true },
      { path: "media/velo.jpg", oid: oids["media/velo.jpg"], isNew: true },
    ]);
    const extraChanges = [{ path: "redirects.csv", addLine: "/velo/,/bicyclette/" }];
    await publishDraft({ repository, entry: ENTRY, author: ADA, message: "Publie", extraChanges });
    expect(git(repository, ["log", "-1", "--find-renames=50", "--name-status", "--format="])).toBe(
      "A\tmedia/velo.jpg\nR070\tpages/velo.md\tpages/bicyclette.md\nM\tredirects.csv",
    );
    const entry = { collection: "pages", slug: "a" };
    await saveDraft({ ...DRAFT, entry, repository, changes: [{ path: "pages/a.md", delete: true }] });
    expect((await readDraft(repository, entry))?.files).toEqual([{ path: "pages/a.md", oid: null, isNew: false }]);
  });

  test("stands beside those of entries with a like name", async () => {
    const repository = await siteRepository(SITE);
    const slugs = [
      "a",
      "a/b",
      "a-b",
      "a.b",
      "A",
      "été",
      "ete",
      "été/à",
      "a%2Fb",
      "x".repeat(190),
      `${"à/".repeat(60)}x`,
    ];
    for (const slug of slugs.slice(0, 10))
      await saveDraft({
        ...DRAFT,
        repository,
        entry: { collection: "pages", slug },
        changes: [{ path: "a.md", content: slug }],
      });
    const drafts = await listDrafts(repository);
    expect(new Set(drafts.map(({ entry }) => entry.slug))).toEqual(new Set(slugs.slice(0, 10)));
    git(repository, ["pack-refs", "--all"]);
    expect(await listDrafts(repository)).toEqual(drafts);
    for (const { entry } of drafts) await discardDraft(repository, entry);
    expect(await listDrafts(repository)).toEqual([]);
    expect(git(repository, ["for-each-ref", "--format=%(refname)"])).toBe("refs/heads/main");
  });

  test("is not begun by a save that changes nothing", async () => {
    const repository = await siteRepository(SITE);
    expect((await draft(repository, VELO)).revision).toBe(await headOf(repository));
    expect(await listDrafts(repository)).toEqual([]);
  });

  test("can be discarded, once or twice, and begun again", async () => {
    const repository = await siteRepository(SITE);
    await draft(repository, "x\n");
    await discardDraft(repository, ENTRY);
    await discardDraft(repository, ENTRY);
    expect(await readDraft(repository, ENTRY)).toBeUndefined();
    await draft(repository, "y\n");
    expect((await listDrafts(repository)).length).toBe(1);
  });

  test.each([
    { collection: "../x", slug: "a" },
    { collection: "Pages", slug: "a" },
    { collection: "pages/x", slug: "a" },
    { collection: "", slug: "a" },
    { collection: "pages", slug: "" },
    { collection: "pages", slug: "../a" },
    { collection: "pages", slug: "a\nPivert-Base: 0" },
    { collection: "pages", slug: "-a" },
  ])("has no such name: %j", async (entry) => {
    const repository = await siteRepository(SITE);
    const saving = saveDraft({ ...DRAFT, repository, entry, changes: [{ path: "a.md", content: "x" }] });
    await expect(saving).rejects.toMatchObject({ code: "refused" });
    await expect(readDraft(repository, entry)).rejects.toMatchObject({ code: "refused" });
  });

  test("believes only its own words, not a message that imitates them", async () => {
    const repository = await siteRepository(SITE);
    const base = await headOf(repository);
    const message = `Titre\n\nPivert-Entry: pages b\nPivert-Base: ${"0".repeat(40)}`;
    await saveDraft({ ...DRAFT, repository, message, changes: [{ path: "pages/velo.md", content: "x\n" }] });
    expect(await readDraft(repository, ENTRY)).toMatchObject({ base, entry: ENTRY, message });
  });
});

describe("a conflict of drafts", () => {
  test("a second editor who saves upon an older draft is told", async () => {
    const repository = await siteRepository(SITE);
    const opened = { "pages/velo.md": git(repository, ["rev-parse", "main:pages/velo.md"]) };
    const saving = (content: string, author = ADA) =>
      saveDraft({ ...DRAFT, repository, author, expected: opened, changes: [{ path: "pages/velo.md", content }] });
    const first = await saving("un\n", BOB);
    await expect(saving("deux\n")).rejects.toMatchObject({
      code: "conflict",
      theirs: { author: "Bob", content: "un\n", oid: first.oids["pages/velo.md"], message: "Brouillon" },
    });
    const expected = { "pages/velo.md": first.oids["pages/velo.md"] ?? null };
    await saveDraft({ ...DRAFT, repository, expected, changes: [{ path: "pages/velo.md", content: "deux\n" }] });
  });

  test("a draft begun upon an older page is told", async () => {
    const repository = await siteRepository(SITE);
    const expected = { "pages/velo.md": git(repository, ["rev-parse", "main:pages/velo.md"]) };
    await save(repository, "pages/velo.md", "de Bob\n", BOB);
    const saving = saveDraft({ ...DRAFT, repository, expected, changes: [{ path: "pages/velo.md", content: "x\n" }] });
    await expect(saving).rejects.toMatchObject({ code: "conflict", theirs: { author: "Bob" } });
    expect(await listDrafts(repository)).toEqual([]);
  });
});

describe("publishing", () => {
  test("puts a draft and what main changed since together", async () => {
    const repository = await siteRepository(SITE);
    await draft(repository, VELO.replace("Premier", "1er"));
    await save(repository, "pages/velo.md", VELO.replace("Troisième", "3e"), BOB);
    await save(repository, "pages/a.md", "autre\n", BOB);
    await publish(repository);
    expect(show(repository, "pages/velo.md")).toBe(VELO.replace("Premier", "1er").replace("Troisième", "3e").trimEnd());
    expect(show(repository, "pages/a.md")).toBe("autre");
  });

  test("puts a move and what main changed since together", async () => {
    const repository = await siteRepository(SITE);
    const moved = { path: "pages/b.md", movedFrom: "pages/velo.md", content: VELO.replace("Premier", "1er") };
    await saveDraft({ ...DRAFT, repository, changes: [moved] });
    await save(repository, "pages/velo.md", VELO.replace("Troisième", "3e"), BOB);
    await publish(repository);
    expect(show(repository, "pages/b.md")).toBe(VELO.replace("Premier", "1er").replace("Troisième", "3e").trimEnd());
    expect(git(repository, ["ls-tree", "--name-only", "main", "pages/velo.md"])).toBe("");
  });

  test.each<[string, string | undefined, string | undefined]>([
    ["changed the same line", VELO.replace("Premier", "1er"), VELO.replace("Premier", "Premièrement")],
    ["removed what the draft changed", VELO.replace("Premier", "1er"), undefined],
    ["changed what the draft removed", undefined, VELO.replace("Premier", "1er")],
  ])("is a conflict when main %s", async (_what, ours, theirs) => {
    const repository = await siteRepository(SITE);
    const path = "pages/velo.md";
    const change = (content: string | undefined) =>
      content === undefined ? ({ path, delete: true } as const) : { path, content };
    await saveDraft({ ...DRAFT, repository, changes: [change(ours)] });
    await commit({ repository, changes: [change(theirs)], author: BOB, message: "De Bob" });
    const before = git(repository, ["for-each-ref"]);
    await expect(publish(repository)).rejects.toMatchObject({
      code: "conflict",
      path,
      theirs: { author: "Bob", message: "De Bob", ...(theirs === undefined ? { oid: null } : { content: theirs }) },
    });
    expect(git(repository, ["for-each-ref"])).toBe(before);
  });

  test("is a conflict when both made the same new file, or changed an image", async () => {
    const repository = await siteRepository({ ...SITE, "media/a.jpg": Buffer.from([0]) });
    for (const path of ["pages/new.md", "media/a.jpg"]) {
      await saveDraft({ ...DRAFT, repository, changes: [{ path, content: Buffer.from([1]) }] });
      await save(repository, path, "2", BOB);
      await expect(publish(repository)).rejects.toMatchObject({ code: "conflict", path });
      await discardDraft(repository, ENTRY);
    }
  });

  test("is done once, however often it is asked", async () => {
    const repository = await siteRepository(SITE);
    const moved = { path: "pages/b.md", movedFrom: "pages/velo.md" };
    const { revision: saved } = await saveDraft({ ...DRAFT, repository, changes: [moved] });
    const { revision } = await publish(repository);
    // As if the program had been killed before the draft was ended.
    git(repository, ["update-ref", "refs/heads/drafts/pages/velo", saved]);
    expect((await publish(repository)).revision).toBe(revision);
    expect(await listDrafts(repository)).toEqual([]);
    await expect(publish(repository)).rejects.toMatchObject({ code: "unknown-draft" });
  });

  test("does not publish what the editor has not seen", async () => {
    const repository = await siteRepository(SITE);
    const { revision } = await draft(repository, "un\n");
    await draft(repository, "deux\n", BOB);
    const publishing = publishDraft({ repository, entry: ENTRY, author: ADA, message: "Publie", revision });
    await expect(publishing).rejects.toMatchObject({
      code: "conflict",
      path: "pages/velo.md",
      theirs: { author: "Bob" },
    });
  });

  test("of 20 drafts at once loses none", async () => {
    const repository = await siteRepository(SITE);
    const entries = Array.from({ length: 20 }, (_, index) => ({ collection: "pages", slug: `n${index}` }));
    const publishing = entries.map(async (entry) => {
      await saveDraft({
        ...DRAFT,
        repository,
        entry,
        changes: [{ path: `pages/${entry.slug}.md`, content: entry.slug }],
      });
      return publishDraft({ repository, entry, author: ADA, message: "Publie" });
    });
    const revisions = (await Promise.all(publishing)).map(({ revision }) => revision);
    expect(new Set(revisions).size).toBe(20);
    expect(git(repository, ["rev-list", "--count", "main"])).toBe("21");
    expect(git(repository, ["ls-tree", "--name-only", "main", "pages/"]).match(/n\d+\.md/g)).toHaveLength(20);
  });
});
