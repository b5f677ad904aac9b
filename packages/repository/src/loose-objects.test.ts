import { expect, test } from "vitest";
import { collectGarbage } from "./collect-garbage.ts";
import { looseObjects } from "./loose-objects.ts";
import { git } from "./testing/git-repository.ts";
import { save, siteRepository } from "./testing/site-repository.ts";

test("counts as git does, before and after packing", async () => {
  const repository = await siteRepository({ "a.md": "a" });
  const before = Date.now();
  for (let index = 0; index < 5; index++) await save(repository, `posts/${index}.md`, `${index}`);
  const check = async () => {
    const counted = await looseObjects(repository);
    const said = git(repository, ["count-objects", "-v"]);
    expect(said).toContain(`count: ${counted.loose}\n`);
    expect(said).toContain(`packs: ${counted.packs}\n`);
    return counted;
  };
  const { loose, lastWrite } = await check();
  expect(loose).toBeGreaterThanOrEqual(15);
  expect(lastWrite).toBeGreaterThan(before - 2000);
  await collectGarbage(repository);
  expect(await check()).toMatchObject({ loose: 0, packs: 1 });
});
