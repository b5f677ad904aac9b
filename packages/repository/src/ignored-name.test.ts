import { expect, test } from "vitest";
import { isIgnoredName } from "./ignored-name.ts";

test.each([
  ".DS_Store",
  ".gitignore",
  ".gitattributes",
  ".github",
  ".obsidian",
  "._photo.jpg",
  ".a.md.swp",
  "a.md.swp",
  "a.md~",
  "~",
  "#a.md#",
  "Thumbs.db",
  "thumbs.DB",
  "desktop.ini",
  "Desktop.ini",
])("leaves out %s", (name) => expect(isIgnoredName(name)).toBe(true));

test.each([".", "..", ".git", ".GIT", ".Git", "a.md", "#a.md", "a~b.md", "swp", "Thumbs.db.md", "desktop.ini.md", ""])(
  "speaks of %s",
  (name) => expect(isIgnoredName(name)).toBe(false),
);
