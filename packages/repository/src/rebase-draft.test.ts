import { describe, expect, test } from "vitest";
import { publishDraft } from "./publish-draft.ts";
import { readDraft } from "./read-drafts.ts";
import { readFileAt } from "./read-file-at.ts";
import { rebaseDraft } from "./rebase-draft.ts";
import { saveDraft } from "./save-draft.ts";
import { git } from "./testing/git-repository.ts";
import { ADA, BOB, headOf, save, siteRepository } from "./testing/site-repository.ts";

const PATH = "pages/velo.md";
const ENTRY = { collection: "pages", slug: "velo" };
const text = (title: string, ...paragraphs: string[]) => `---\ntitle: ${title}\n---\n\n${paragraphs.join("\n\n")}\n`;
const VELO = text("Vélo", "Premier.", "Deuxième.", "Troisième.");

/** A draft of Ada's whose text Bob has published otherwise meanwhile. */
async function collision(mine: string, theirs: string) {
  const repository = await siteRepository({ [PATH]: VELO, "pages/a.md": "a\n" });
  await saveDraft({
    repository,
    entry: ENTRY,
    author: ADA,
    message: "Brouillon",
    changes: [{ path: PATH, content: mine }],
    status: "pending_review",
  });
  const { oids } = await save(repository, PATH, theirs, BOB);
  const publish = () => publishDraft({ repository, entry: ENTRY, author: ADA, message: "Publie" });
  await expect(publish()).rejects.toMatchObject({ code: "conflict", path: PATH, theirs: { oid: oids[PATH] } });
  const rebase = (keep: "mine" | "both", oid: string | null = oids[PATH] ?? null) =>
    rebaseDraft({ repository, entry: ENTRY, author: ADA, resolutions: { [PATH]: { theirs: oid, keep } } });
  const drafted = async () => {
    const draft = await readDraft(repository, ENTRY);
    return String((await readFileAt(repository, draft?.revision ?? "", PATH))?.content);
  };
  return { repository, publish, rebase, drafted };
}

describe("a draft that conflicts with what is published", () => {
  test("keeps its own text, knowing theirs, and is published", async () => {
    const mine = text("Vélo", "Premier.", "Deuxième d’Ada.", "Troisième.");
    const theirs = text("Vélo", "Premier.", "Deuxième de Bob.", "Troisième.");
    const { repository, publish, rebase, drafted } = await collision(mine, theirs);
    await rebase("mine");
    expect(await drafted()).toBe(mine);
    const draft = await readDraft(repository, ENTRY);
    expect(draft).toMatchObject({ base: await headOf(repository), status: "pending_review", message: "Brouillon" });
    expect(draft?.files).toMatchObject([{ path: PATH, isNew: false }]);
    await publish();
    expect(git(repository, ["show", `main:${PATH}`])).toBe(mine.trimEnd());
    // What Bob wrote is one commit back, and nobody but Ada wrote the draft.
    expect(git(repository, ["show", `main~1:${PATH}`])).toBe(theirs.trimEnd());
    expect(git(repository, ["log", "-1", "--format=%an%n%B", "main"])).toBe("Ada Lovelace\nPublie");
    git(repository, ["fsck", "--full", "--strict"]);
  });

  test("has both texts where they collide, and what else either changed", async () => {
    const { publish, rebase, drafted } = await collision(
      text("Vélo d’Ada", "Premier d’Ada.", "Deuxième d’Ada.", "Troisième."),
      text("Vélo de Bob", "Premier.", "Deuxième de Bob.", "Troisième.", "Quatrième de Bob."),
    );
    await rebase("both");
    const both = text(
      "Vélo d’Ada",
      "Premier d’Ada.",
      "Deuxième de Bob.",
      "Deuxième d’Ada.",
      "Troisième.",
      "Quatrième de Bob.",
    );
    expect(await drafted()).toBe(both);
    await publish();
  });

  test("has both texts of a new file that both made", async () => {
    const repository = await siteRepository({ "pages/a.md": "a\n" });
    const changes = [{ path: PATH, content: text("Vélo d’Ada", "Un texte d’Ada.") }];
    await saveDraft({ repository, entry: ENTRY, author: ADA, message: "Brouillon", changes });
    const { oids } = await save(repository, PATH, text("Vélo de Bob", "Un texte de Bob."), BOB);
    const resolutions = { [PATH]: { theirs: oids[PATH] ?? null, keep: "both" } as const };
    await rebaseDraft({ repository, entry: ENTRY, author: ADA, resolutions });
    const draft = await readDraft(repository, ENTRY);
    const file = await readFileAt(repository, draft?.revision ?? "", PATH);
    expect(String(file?.content)).toBe(text("Vélo d’Ada", "Un texte de Bob.", "Un texte d’Ada."));
  });

  test("is not put upon a version that nobody has seen", async () => {
    const { repository, rebase, drafted } = await collision(
      VELO.replace("Premier", "Ada"),
      VELO.replace("Premier", "Bob"),
    );
    await save(repository, PATH, VELO.replace("Premier", "Encore Bob"), BOB);
    const before = git(repository, ["for-each-ref"]);
    await expect(rebase("mine")).rejects.toMatchObject({ code: "conflict", theirs: { message: `Enregistre ${PATH}` } });
    expect(git(repository, ["for-each-ref"])).toBe(before);
    expect(await drafted()).toContain("Ada");
  });

  test("brings back what was removed, when its author knows", async () => {
    const repository = await siteRepository({ [PATH]: VELO, "pages/a.md": "a\n" });
    const mine = VELO.replace("Premier", "Ada");
    const changes = [{ path: PATH, content: mine }];
    await saveDraft({ repository, entry: ENTRY, author: ADA, message: "Brouillon", changes });
    git(repository, ["update-ref", "refs/heads/main", withoutFile(repository)]);
    const publish = () => publishDraft({ repository, entry: ENTRY, author: ADA, message: "Publie" });
    await expect(publish()).rejects.toMatchObject({ code: "conflict", theirs: { oid: null } });
    const resolutions = { [PATH]: { theirs: null, keep: "mine" } as const };
    await rebaseDraft({ repository, entry: ENTRY, author: ADA, resolutions });
    await publish();
    expect(git(repository, ["show", `main:${PATH}`])).toBe(mine.trimEnd());
  });
});

/** A commit upon `main` without the file. */
function withoutFile(repository: string): string {
  const [line = ""] = git(repository, ["ls-tree", "main:pages"]).split("\n");
  const pages = git(repository, ["mktree"], `${line}\n`);
  const tree = git(repository, ["mktree"], `040000 tree ${pages}\tpages\n`);
  return git(repository, ["commit-tree", tree, "-p", "main", "-m", "Retire"]);
}

test("a draft that does not conflict follows what is published, several times over", async () => {
  const repository = await siteRepository({ [PATH]: VELO, "pages/a.md": "a\n" });
  const edit = (content: string, author = ADA) =>
    saveDraft({ repository, entry: ENTRY, author, message: "Brouillon", changes: [{ path: PATH, content }] });
  await edit(VELO.replace("Premier", "1er"));
  for (let round = 0; round < 3; round++) {
    await save(repository, "pages/a.md", `a${round}\n`, BOB);
    await rebaseDraft({ repository, entry: ENTRY, author: ADA });
    const draft = await readDraft(repository, ENTRY);
    expect(draft?.base).toBe(await headOf(repository));
    expect(String((await readFileAt(repository, draft?.revision ?? "", "pages/a.md"))?.content)).toBe(`a${round}\n`);
  }
  await edit(VELO.replace("Premier", "Le premier"), BOB);
  await publishDraft({ repository, entry: ENTRY, author: ADA, message: "Publie" });
  expect(git(repository, ["log", "-1", "--format=%B", "main"])).toBe(
    `Publie\n\nCo-authored-by: ${BOB.name} <${BOB.email}>`,
  );
});

test("there is no draft to put anywhere", async () => {
  const repository = await siteRepository({ [PATH]: VELO });
  await expect(rebaseDraft({ repository, entry: ENTRY, author: ADA })).rejects.toMatchObject({ code: "unknown-draft" });
});
