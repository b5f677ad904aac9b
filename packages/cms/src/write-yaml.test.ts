import { parseYaml } from "@pivert/model";
import { expect, test } from "vitest";
import { writeField, type YamlValue } from "./write-yaml.ts";

const values: YamlValue[] = [
  "Un titre",
  "Pont-Vieux : la piste est là",
  "Prix: 3 €",
  "finit par deux-points:",
  "avec un # dièse",
  "- tiret",
  "@arobase",
  "'apostrophe'",
  'des "guillemets"',
  "« français »",
  "true",
  "null",
  "~",
  "05 61 00 00 00",
  "12",
  "1.5",
  "1e3",
  "0x1F",
  "2026-03-14",
  "2026-03-14 18:30",
  "18:30",
  "",
  " espace au début",
  "espace à la fin ",
  "deux\nlignes",
  "deux\nlignes\n",
  "trois\n\n\n",
  "\nvide au début",
  "  alinéa\nlignes",
  "tabulation\t",
  "é̄🚲",
  "\u2028séparateur",
  "media/affiche.jpg",
  "/asso/",
  "https://exemple.fr/?a=b&c#d",
  "---",
  3,
  -2.5,
  true,
  false,
  ["La vie de l'asso", "éclairage"],
  ["a, b", "[c]", "{d}", "e: f"],
  ["un nom".repeat(30), "autre"],
  [
    { label: "Accueil", to: "/", children: [{ label: "Sous", to: "/sous/" }] },
    { label: "Deux\nlignes", to: "/b/" },
  ],
  { email: "a@exemple.fr", address: "1, rue\n31000 Ville" },
  [["imbriqué"], ["encore"]],
];

test.each(values.map((value) => [value]))("%j is read back as it was written", (value) => {
  const text = `${writeField("avant", "x")}${writeField("champ", value)}${writeField("après", "y")}`;
  const { value: read, problems } = parseYaml(text, { file: "test" });
  expect(problems, text).toEqual([]);
  expect(read, text).toEqual({ avant: "x", champ: value, après: "y" });
});

test("what a person would leave plain is plain", () => {
  expect(writeField("title", "L'été à l'atelier")).toBe("title: L'été à l'atelier\n");
  expect(writeField("date", "2026-03-14")).toBe("date: 2026-03-14\n");
  expect(writeField("tags", ["vélo", "hiver"])).toBe("tags: [vélo, hiver]\n");
});
