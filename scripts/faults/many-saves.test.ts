/** Two editors on each of many sites, all at the same time, on a text of their own and on one that both want. */
import { expect, test } from "vitest";
import { type Editor, logIn } from "../platform/editor.ts";
import { postText, testHost } from "./test-host.ts";

const SITES = process.env.PIVERT_LONG ? 100 : 4;
const SAVES = 10;
const SHARED = "posts/ancien-0.md";

/** What one editor was told: marks of what is saved, and by whom a save was outdated. */
interface Told {
  saved: string[];
  outdated: string[];
}

test(`of ${SITES * SAVES} saves over ${SITES} sites none is lost, and who is outdated is told by whom`, {
  timeout: 1_800_000,
}, async () => {
  const sites = Array.from({ length: SITES }, (_, index) => `asso-${index}`);
  const host = await testHost(sites, 1);
  const editors: { site: string; who: "site" | "host"; editor: Editor }[] = [];
  // One after the other: many log-ins at once from one address are slowed down, as guesses would be.
  for (const site of sites)
    for (const who of ["site", "host"] as const)
      editors.push({ site, who, editor: await logIn(host.platform, site, who) });
  const told = await Promise.all(editors.map(({ site, who, editor }) => saveAll(editor, `${site}-${who}`)));
  for (const site of sites) {
    const history = host.git(site, "log", "--all", "--patch", "--format=");
    const expected = told.flatMap(({ saved }, index) => (editors[index]?.site === site ? saved : []));
    expect(expected).toHaveLength(SAVES);
    expect(expected.filter((mark) => !history.includes(`Voici ${mark}.`))).toEqual([]);
  }
  expect(host.findDamage()).toEqual([]);
  const outdated = told.flatMap((one) => one.outdated);
  expect(outdated.length).toBeGreaterThan(0);
  for (const words of outdated) expect(words).toMatch(/^\p{Lu}\S+ .* a modifié .* depuis que vous avez ouvert/u);
  console.log(`${SITES * SAVES} saves over ${SITES} sites: 0 lost, ${outdated.length} told of a conflict`);
});

/** Saves until half of a site's saves are done; one that is outdated is sent again upon what the other has saved. */
async function saveAll(editor: Editor, name: string): Promise<Told> {
  const told: Told = { saved: [], outdated: [] };
  const base: Record<string, string | null> = { [SHARED]: (await editor.open(SHARED)).id };
  for (let save = 0; save < SAVES / 2; ) {
    const mark = `${name}-${save}-fin`;
    const path = save % 2 === 0 ? SHARED : `posts/${name}.md`;
    const { status, text } = await editor.save(path, postText(name, `Voici ${mark}.`), base[path] ?? null);
    const answer = JSON.parse(text);
    if (status === 409) {
      told.outdated.push(answer.error);
      base[path] = answer.conflict.id;
      continue;
    }
    if (status !== 200) throw new Error(`${status}: ${text}`);
    told.saved.push(mark);
    base[path] = answer.files.find((file: { path: string }) => file.path === path).id;
    save++;
  }
  return told;
}
