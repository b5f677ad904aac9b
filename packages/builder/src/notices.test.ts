import { entry, testSite } from "@pivert/test-site";
import { describe, expect, test } from "vitest";

const SITE = (more = "") => `name: Essai
url: https://essai.example
theme: { name: plain }
legal:
  organisation: "Les amis <b> de l'essai"
  address: 1 rue X
  email: a@essai.example
  director: X
  host: { name: H, address: Y }
${more}`;

describe("the pages of the law", () => {
  test("are at the bottom of every page, and say nothing of what the site has not", async () => {
    await using site = testSite({ "site.yaml": SITE(), "pages/index.md": entry({ title: "Essai" }) });
    await site.build();
    for (const path of ["mentions-legales", "donnees-personnelles", "declaration-accessibilite"]) {
      expect(site.read("index.html")).toContain(`href="/${path}/"`);
      expect(site.read(`${path}/index.html`)).toContain("<h1");
    }
    const privacy = site.read("donnees-personnelles/index.html");
    expect(privacy).toContain("aucun cookie");
    expect(privacy).toContain("Les amis &lt;b&gt; de l’essai");
    expect(privacy).not.toMatch(/formulaire de contact|portrait|photographie|autres services/);
  });

  test("follow what the site does with data", async () => {
    await using site = testSite({
      "site.yaml": SITE("social: [{ label: M, url: 'https://m.example/' }]"),
      "pages/ecrire.md": entry({ title: "Écrire" }, '::contact{title="Un mot"}'),
      "people/a.md": entry({ title: "Ana" }),
      "albums/2026-01-01-fete.md": entry({ title: "Fête", date: "2026-01-01" }),
    });
    await site.build();
    const privacy = site.read("donnees-personnelles/index.html");
    for (const said of ["formulaire de contact", "portrait", "photographie", "autres services"])
      expect(privacy).toContain(said);
  });

  test("claim no conformity without an audit, and that of the audit after one", async () => {
    await using site = testSite({ "site.yaml": SITE() });
    await site.build();
    const statement = () => site.read("declaration-accessibilite/index.html");
    expect(statement()).toContain("n’est pas établie");
    site.write("site.yaml", SITE("  audit: { date: 2026-10-12, by: Sésame, rate: 72 }"));
    await site.build();
    expect(statement()).toMatch(/Partiellement conforme.*Sésame le 12 octobre 2026 a trouvé 72\s%/);
    expect(site.read("index.html")).toMatch(/Accessibilité\s: partiellement conforme/);
  });

  test("take in what an editor adds", async () => {
    await using site = testSite({
      "site.yaml": SITE(),
      "pages/donnees-personnelles.md": entry({ title: "Vos données" }, "Notre lettre a 300 lecteurs."),
    });
    const { report } = await site.build();
    expect(site.read("donnees-personnelles/index.html")).toMatch(/Vos données.*aucun cookie.*300 lecteurs/s);
    expect(report.problems).toEqual([]);
  });
});

describe("the image of a link", () => {
  test("is one of the site's, in its colour, written once", async () => {
    await using site = testSite({ "site.yaml": SITE(), "pages/a.md": entry({ title: "A" }) });
    const { written } = await site.build();
    const [card = "", ...others] = written.filter((file) => file.endsWith(".png"));
    expect(others).toEqual([]);
    expect(Buffer.from(site.read(card)).length).toBeGreaterThan(1000);
    site.write("pages/a.md", entry({ title: "B" }));
    expect((await site.build()).written.filter((file) => file.endsWith(".png"))).toEqual([]);
    site.write("site.yaml", SITE().replace("name: plain", 'name: plain, colour: "#b3401b"'));
    const after = await site.build();
    expect(after.removed).toContain(card);
    expect(after.written.filter((file) => file.endsWith(".png"))).toHaveLength(1);
  });
});
