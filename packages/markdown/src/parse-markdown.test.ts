/** Our parser against remark-parse, which everyone knows, and what we ask of it beyond that. */
import { globSync, readFileSync } from "node:fs";
import { tests } from "commonmark-spec";
import type { Nodes, Root } from "mdast";
import remarkDirective from "remark-directive";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { type Processor, unified } from "unified";
import { describe, expect, test } from "vitest";
import { MAX_DEPTH, parseMarkdown } from "./parse-markdown.ts";

const remark = unified().use(remarkParse).use(remarkGfm).use(remarkDirective).use(withoutTextDirectives);

/** Directives within a line are text with us: remark-directive has no option for it. */
function withoutTextDirectives(this: Processor): void {
  const extensions = this.data().micromarkExtensions as { text?: object }[];
  Object.assign(extensions.at(-1) ?? {}, { text: {} });
}

function parse(markdown: string): Root {
  const parsed = parseMarkdown(markdown);
  if ("tooDeepAt" in parsed) throw new Error(`too deep at ${parsed.tooDeepAt}`);
  return parsed.tree;
}

/** A tree without positions and data, neighbouring texts joined, and the line of each node that has one in both. */
function plain(node: Nodes, other: Nodes | undefined): unknown {
  const { position, data, children, ...fields } = node as Nodes & { children?: Nodes[] };
  const line = other === undefined || other.position ? position?.start.line : undefined;
  const otherChildren = other && "children" in other ? joinTexts(other.children) : [];
  return {
    ...sorted(fields),
    line,
    children: children && joinTexts(children).map((child, index) => plain(child, otherChildren[index])),
  };
}

function sorted(fields: object): object {
  const present = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined);
  const inner = present.map(([name, value]) => [name, isRecord(value) ? sorted(value) : value] as const);
  return Object.fromEntries(inner.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isRecord(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function joinTexts(nodes: readonly Nodes[]): Nodes[] {
  const joined: Nodes[] = [];
  for (const node of nodes) {
    const last = joined.at(-1);
    if (node.type === "text" && last?.type === "text") {
      joined[joined.length - 1] = { ...last, value: last.value + node.value };
    } else {
      joined.push(node);
    }
  }
  return joined;
}

function expectEqual(markdown: string): void {
  const ours = parse(markdown);
  const theirs = remark.parse(markdown);
  // remark's email addresses have no position: there lines are not compared.
  expect(plain(ours, theirs)).toEqual(plain(theirs, theirs));
}

describe("equal to remark-parse, remark-gfm and remark-directive", () => {
  test.each(tests)("CommonMark case $number", ({ markdown }) => {
    expectEqual(markdown.replaceAll("→", "\t"));
  });

  const sites = new URL("../../../sites/", import.meta.url).pathname;
  const files = globSync("**/*.md", { cwd: sites }).map((file) => ({ file }));
  test.skipIf(files.length === 0).each(files)("$file", ({ file }) => {
    expectEqual(readFileSync(`${sites}${file}`, "utf8").replace(/^---\n[\s\S]*?\n---\n/, ""));
  });

  test.each([
    // Times, ratios, shortcodes, colons in addresses and in words
    "Rendez-vous à 18:30, au 3:4 ou à 18h30 :smile: !\n",
    "Voir https://fr.wikipedia.org/wiki/Aide:Accueil et https://fr.wikipedia.org/wiki/Été_(saison).\n",
    "Contact:Jean[moi](http://x.fr) et Inscriptions:[ici](u)\n",
    "mailto:foo@bar.com et foo@bar.com:voilà\n",
    "http://localhost:4321/a:b\n",
    "Note:[^1]suite x:y[lien](u) et :a{b=c} :d[e]{f}\n\n[^1]: a\n",
    "👍:a[👍]{b} été:été :été\n",
    "<b title=':a[b]'>:c[d]</b> `:e[f]` <mailto:g@h.fr>\n",
    // Blocks
    '::video{url="https://x.fr" title="Le « film »"}\n',
    ":::figure{src=a.jpg alt='a'}\nLégende *riche*\n:::\n",
    "::::details{title=A}\n:::figure{src=a}\nx\n:::\n::::\n",
    ":::details{title=A}\n:::figure{src=a}\nx\n:::\n:::\n",
    ":::details{title=A}\njamais fermé\n",
    "> :::details{title=A}\n> x\n> :::\n",
    "- :::details{title=A}\n  x\n  :::\n- b\n",
    "texte\n:::a\nb\n:::\ntexte\n",
    "texte\n::a\ntexte\n",
    "::a suite\n\n::video[texte](x)\n",
    ":::note Attention\ntexte\n:::\n",
    ":::note{a=b}c\ntexte\n:::\n",
    "::: note\ntexte\n:::\n",
    ":::note[Titre *x*]\ntexte\n:::\n",
    "::video{title='l’été' x=\"l'été\" y=z}\n",
    '::a{x="&eacute;t&#233; &amp; &#x22;cie&quot; & &rien;"}\n',
    "::v{.x .y #i a=1 a=2}\n",
    // Notes
    "Note[^1] et encore[^1] et [^deux].\n\n[^1]: Une note\n    suite\n\n    para\n\n[^deux]: Autre\n",
    "[^1]: avant\n\ntexte[^1] x[^é]\n\n[^é]: y\n",
    "> [^1]: dans\n\nx[^1] [^absente]\n",
    // GFM
    "| a | b |\n|---|:-:|\n| `x\\|y` | :smile: |\n| 1 |\n",
    "| a |\n|-\n| b\n> q\n",
    "- [ ] à faire\n- [x] fait\n1. [ ] num\n",
    "~~barré~~ ~un~ ~~~x~~~\n",
    "www.exemple.fr/a_(b) (www.exemple.fr) http://a.fr?x=&amp;y «http://a.fr» a+b@c.org, a@b_c.fr\n",
    // Emphasis beside French punctuation
    "L'association *l'*Étoile** de **la**, **«gras»**et **gras :**suite *a*b\n",
    "Prix : 10€*ttc* et **50**€\n",
    // Line endings, spaces, characters
    "Ligne  \nbrisée\\\nencore\n",
    "a\r\nb\r\n\r\n- c\r\n- d\r\n",
    "a\rb\r\rc\r",
    "\ufeffBonjour\u00a0: b\u202f!\n",
    "\0 nul\n",
    "&nbsp;&eacute;&#233;&#xE9;&inexistant; &#0; &#xD800;\n",
    "\tcode\n\n \tcode2\n",
    // Raw HTML
    "<div>\n\n**gras**\n\n</div>\n",
    "<div>texte</div>\n<!-- commentaire\n\nsuite -->\n",
    '<b>gras</b> <i\nclass="x">i</i> <a href="x"\n>lien</a>\n',
    "<script>\nalert(1)\n\n</script>\ntexte\n",
    // Lists and quotes
    "- a\n\n\n- b\n\n  c\n   - d\n",
    "1) un\n2) deux\n\n3. trois\n10. a\n    b\n",
    "> a\nb\n> c\n\n> - d\n> - e\nf\n",
    "1986\\. Une année\n",
    // Definitions
    "[a]: /b 'titre'\n\n[a] et [A] et [à]\n\n[À]: /c\n",
    '[foo]: /u\n  "t\n  u"\n\n[foo]\n',
    "[lien](media/a b.pdf) [lien](<media/a b.pdf>) [a](b(c)d)\n",
    '![alt *riche* `code`](a.jpg "t") [![alt](a.jpg)](b)\n',
    // What other dialects have, and we have not
    "[[wiki]] $x$ ==surligné== H~2~O x^2^ {.class}\n\n# T {#id}\n\nterme\n: définition\n\n+++\na\n+++\n",
  ])("%j", (markdown) => {
    expectEqual(markdown);
  });
});

describe("differs from remark, knowingly", () => {
  test.each([
    {
      why: "satteri takes addresses without quotes that hold `=`: what the author meant",
      markdown: "::video{url=https://x.fr/a?b=c title='it'}\n",
      ours: { type: "leafDirective", name: "video", attributes: { url: "https://x.fr/a?b=c", title: "it" } },
    },
    {
      why: "satteri wants ASCII names of fields: the block is then reported as wrong, and its line stays",
      markdown: "::a{é=1}\n",
      ours: { type: "leafDirective", name: "a", attributes: { "1": "" } },
    },
    {
      why: "satteri reads a quote mark after a backslash as part of the value",
      markdown: '::a{x="b\\"c"}\n',
      ours: { type: "leafDirective", name: "a", attributes: { x: 'b\\"c' } },
    },
    {
      why: "satteri takes a reference to what looks like a note but is a definition for text; both keep the words",
      markdown: "[^a b]\n\n[^a b]: x\n",
      ours: { type: "paragraph" },
    },
    {
      why: "satteri links to hosts that begin with a dot; both show the same words",
      markdown: "http://.fr\n",
      ours: { type: "paragraph" },
    },
    {
      why: "in satteri three colons at the start of a line end a note, as they end a paragraph",
      markdown: "[^1]: n\n:::\n",
      ours: { type: "footnoteDefinition" },
    },
  ])("$why", ({ markdown, ours }) => {
    expect(parse(markdown).children[0]).toMatchObject(ours);
    expect(plain(parse(markdown), undefined)).not.toEqual(plain(remark.parse(markdown), undefined));
  });
});

test("an address that its author escaped is no link", () => {
  const kinds = (markdown: string) => plain(parse(markdown), undefined);
  expect(JSON.stringify(kinds("a https\\://b.example, www\\.c.example, d\\@e.example"))).not.toContain('"link"');
  expect(JSON.stringify(kinds("a https\\://b.example https://b.example"))).toContain('"link"');
});

describe("depth and size", () => {
  const quotes = (levels: number) => `${"> ".repeat(levels)}a`;

  test("as deep as allowed", () => {
    // The text and its paragraph are two levels, the root a third.
    expect("tree" in parseMarkdown(quotes(MAX_DEPTH - 3))).toBe(true);
    expect(parseMarkdown(`un\n\n${quotes(MAX_DEPTH - 2)}`)).toEqual({ tooDeepAt: 3 });
  });

  test.each([
    ["quotes", quotes(200)],
    ["lists", `${"- ".repeat(200)}a`],
    ["numbered lists", `${"1. ".repeat(200)}a`],
    ["lists by indentation", Array.from({ length: 200 }, (_, level) => `${"  ".repeat(level)}- a`).join("\n")],
    ["emphasis", `${"*a _b ".repeat(200)}${"_ *".repeat(200)}`],
    ["blocks", Array.from({ length: 200 }, (_, level) => `${":".repeat(203 - level)}details`).join("\n")],
    ["100,000 quotes", quotes(100_000)],
    ["100,000 lists", `un\n\n${"- ".repeat(100_000)}a`],
  ])("200 levels and more: %s", (_, markdown) => {
    expect(parseMarkdown(markdown)).toHaveProperty("tooDeepAt");
  });

  test("a rule of 900 dashes is no list", () => {
    expect(parse("- ".repeat(900)).children[0]?.type).toBe("thematicBreak");
  });

  test("100,000 directives that are none are text", () => {
    expect(parse(":a[".repeat(100_000)).children).toMatchObject([
      { type: "paragraph", children: [{ type: "text", value: ":a[".repeat(100_000) }] },
    ]);
    expect(parse(":a{b=':c{d=".repeat(50)).children).toMatchObject([{ type: "paragraph" }]);
  });
});
