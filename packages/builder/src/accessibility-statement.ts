/**
 * The accessibility statement of a site (law of 11 February 2005, article 47; decree 2019-768): a draft from its data.
 * It claims nothing that nobody has checked: without an audit, conformity is said to be unknown.
 */
import type { Site } from "@pivert/model";
import { noticeContact, noticeLines, noticeSection, noticeText } from "./notice-html.ts";

/** The three states of the decree; `undefined` when no audit says. */
export function conformity({ legal: { audit } }: Site): "full" | "partial" | "none" | undefined {
  if (!audit) return undefined;
  return audit.rate >= 100 ? "full" : audit.rate >= 50 ? "partial" : "none";
}

/** HTML of the statement. @param day the day of the audit, as visitors read it */
export function accessibilityStatement(site: Site, lang: string, day: (written: string) => string): string {
  const texts = TEXTS[lang.slice(0, 2) as keyof typeof TEXTS] ?? TEXTS.fr;
  const text = (value: string) => noticeText(value, lang);
  const name = site.legal.organisation ?? site.name;
  const { audit } = site.legal;
  const state = conformity(site);
  return [
    `<p>${text(texts.aim(name))}</p>`,
    noticeSection("conformite", texts.state, [
      text(state ? `${texts.states[state]}.` : texts.unknown),
      audit && text(texts.audit(audit.by, day(audit.date), audit.rate)),
      text(texts.means),
    ]),
    noticeSection("contact", texts.contact[0], [text(texts.contact[1]), noticeLines(noticeContact(site))]),
    noticeSection("recours", texts.recourse[0], [
      text(texts.recourse[1]),
      `<a href="https://formulaire.defenseurdesdroits.fr/">formulaire.defenseurdesdroits.fr</a>`,
      text("Défenseur des droits\nLibre réponse 71120\n75342 Paris CEDEX 07"),
    ]),
  ].join("");
}

/** What the link to the statement says: the decree wants the state in it. */
export function accessibilityLabel(site: Site, lang: string): string {
  const texts = TEXTS[lang.slice(0, 2) as keyof typeof TEXTS] ?? TEXTS.fr;
  const state = conformity(site);
  return state ? `${texts.title} : ${texts.states[state].toLowerCase()}` : texts.title;
}

interface Texts {
  title: string;
  aim: (association: string) => string;
  state: string;
  states: Record<"full" | "partial" | "none", string>;
  unknown: string;
  audit: (by: string, day: string, rate: number) => string;
  means: string;
  contact: [title: string, text: string];
  recourse: [title: string, text: string];
}

const fr: Texts = {
  title: "Accessibilité",
  aim: (name) =>
    `${name} souhaite que ce site serve à tout le monde, quels que soient l’appareil, la vue, l’ouïe ou les gestes de chacun.`,
  state: "État de conformité",
  states: { full: "Totalement conforme", partial: "Partiellement conforme", none: "Non conforme" },
  unknown:
    "Ce site n’a pas fait l’objet d’un audit : sa conformité au référentiel général d’amélioration de l’accessibilité (RGAA) n’est pas établie.",
  audit: (by, day, rate) => `L’audit mené par ${by} le ${day} a trouvé ${rate} % des critères du RGAA respectés.`,
  means:
    "Ses pages sont vérifiées par des outils à chaque changement de son moteur : contrastes, structure, clavier, petits écrans. Ces vérifications ne remplacent pas un audit, et ne voient ni la clarté d’un texte ni la justesse d’une description d’image.",
  contact: [
    "Signaler un obstacle",
    "Si vous ne parvenez pas à lire une page ou à utiliser ce site, écrivez-nous : nous vous donnerons l’information autrement, et nous corrigerons ce qui peut l’être.",
  ],
  recourse: [
    "Voies de recours",
    "Si vous nous avez signalé un obstacle et que notre réponse ne vous convient pas, vous pouvez saisir le Défenseur des droits :",
  ],
};

const en: Texts = {
  title: "Accessibility",
  aim: (name) => `${name} wants this site to serve everyone, whatever their device, sight, hearing or gestures.`,
  state: "State of conformity",
  states: { full: "Fully conforming", partial: "Partly conforming", none: "Not conforming" },
  unknown: "This site has not been audited: its conformity to the French standard (RGAA) is not known.",
  audit: (by, day, rate) => `The audit by ${by} on ${day} found ${rate}% of the criteria of the RGAA met.`,
  means:
    "Its pages are checked by tools at each change of its engine: contrast, structure, keyboard, small screens. These checks do not replace an audit.",
  contact: [
    "Report an obstacle",
    "If you cannot read a page or use this site, write to us: we will give you the information in another way, and mend what can be mended.",
  ],
  recourse: [
    "Complaints",
    "If you have reported an obstacle and our answer does not suit you, you may turn to the French Defender of Rights:",
  ],
};

const oc: Texts = {
  title: "Accessibilitat",
  aim: (name) => `${name} vòl qu’aqueste site servisca a totes, quin que siá l’aparelh, la vista o lo gèste de cadun.`,
  state: "Estat de conformitat",
  states: { full: "Totalament conforme", partial: "Parcialament conforme", none: "Pas conforme" },
  unknown: "Aqueste site es pas estat auditat : sa conformitat al referencial francés (RGAA) es pas establida.",
  audit: (by, day, rate) => `L’audit menat per ${by} lo ${day} a trobat ${rate} % dels critèris del RGAA respectats.`,
  means: "Sas paginas son verificadas per d’espleches a cada cambiament de son motor. Aquò remplaça pas un audit.",
  contact: [
    "Senhalar un empach",
    "Se podètz pas legir una pagina, escrivètz-nos : vos donarem l’informacion autrament.",
  ],
  recourse: ["Recors", "Se nòstra responsa vos conven pas, podètz sasir lo Defensor dels dreches :"],
};

const TEXTS = { fr, en, oc };
