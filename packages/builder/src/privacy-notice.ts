/**
 * The privacy notice of a site (GDPR, articles 13 and 14), from its data and from what its pages do: what is true of
 * every site of ours, then the form, the people and the photographs that this one has.
 */
import type { Site } from "@pivert/model";
import { noticeContact, noticeLines, noticeSection, noticeText } from "./notice-html.ts";

/** What a site does with personal data. */
export interface DataUses {
  contactForm: boolean;
  people: boolean;
  photographs: boolean;
  /** Links to other services, such as networks or a mailing list. */
  elsewhere: boolean;
}

/** HTML of the notice. */
export function privacyNotice(site: Site, lang: string, uses: DataUses): string {
  const texts = TEXTS[lang.slice(0, 2) as keyof typeof TEXTS] ?? TEXTS.fr;
  const text = (value: string) => noticeText(value, lang);
  const name = site.legal.organisation ?? site.name;
  const [title, ...sentences] = texts.visit;
  return [
    noticeSection(
      "visite",
      title,
      sentences.map((sentence) => text(sentence)),
    ),
    noticeSection("formulaire", texts.form[0], uses.contactForm ? [text(texts.form[1](name))] : []),
    noticeSection("personnes", texts.people[0], [
      uses.people && text(texts.people[1]),
      uses.photographs && text(texts.people[2]),
    ]),
    noticeSection("ailleurs", texts.elsewhere[0], uses.elsewhere ? [text(texts.elsewhere[1])] : []),
    noticeSection("journaux", texts.logs[0], [text(texts.logs[1](site.legal.host?.name))]),
    noticeSection("droits", texts.rights[0], [
      text(texts.rights[1](name)),
      noticeLines(noticeContact(site)),
      `${text(texts.rights[2])} <a href="https://www.cnil.fr/fr/plaintes">www.cnil.fr</a>.`,
    ]),
  ].join("");
}

interface Texts {
  visit: [title: string, ...sentences: string[]];
  form: [title: string, text: (association: string) => string];
  people: [title: string, people: string, photographs: string];
  elsewhere: [title: string, text: string];
  logs: [title: string, text: (host: string | undefined) => string];
  rights: [title: string, text: (association: string) => string, complaint: string];
}

const fr: Texts = {
  visit: [
    "Votre visite",
    "Ce site ne dépose aucun cookie, n’enregistre rien dans votre navigateur et ne mesure pas votre visite. C’est pourquoi il ne vous demande aucun accord en arrivant.",
    "Il n’appelle aucun autre site tant que vous ne l’avez pas demandé par un clic : une vidéo, une carte ou un son d’ailleurs sont d’abord un simple lien.",
  ],
  form: [
    "Le formulaire de contact",
    (name) =>
      `Votre nom, votre adresse électronique et votre message sont envoyés par courriel à ${name}, qui s’en sert pour vous répondre, et pour rien d’autre. C’est vous qui les donnez, en écrivant (RGPD, article 6, 1, a). Ce site n’en garde aucune copie. L’association les garde le temps de vous répondre, un an au plus.`,
  ],
  people: [
    "Les personnes montrées",
    "Les membres de l’équipe nommés ici le sont au titre de leur fonction. Leur portrait n’est publié qu’avec leur accord écrit ; il est retiré à leur demande.",
    "Vous êtes sur une photographie et vous ne le souhaitez pas, ou votre enfant y est : écrivez-nous, elle sera retirée sans que vous ayez à dire pourquoi.",
  ],
  elsewhere: [
    "Les liens vers d’autres services",
    "Nos pages mènent à des services qui ne dépendent pas de nous : réseaux, listes de diffusion, paiement. Ce que vous y faites relève de leurs propres règles.",
  ],
  logs: [
    "Les journaux du serveur",
    (host) =>
      `Comme tous les serveurs, celui qui héberge ce site${host ? ` (${host})` : ""} peut noter l’adresse du réseau, l’heure et la page demandée, pour la sécurité du service et la recherche de pannes. Nous ne les consultons pas.`,
  ],
  rights: [
    "Vos droits",
    (name) =>
      `Responsable de ces données : ${name}. Vous pouvez demander à les voir, à les corriger, à les effacer, ou vous opposer à leur usage :`,
    "Si la réponse ne vous convient pas, vous pouvez saisir la CNIL :",
  ],
};

const en: Texts = {
  visit: [
    "Your visit",
    "This site sets no cookie, stores nothing in your browser and does not measure your visit. That is why it asks you for no consent.",
    "It calls no other site until you ask for it with a click: a video, a map or a sound from elsewhere is a plain link first.",
  ],
  form: [
    "The contact form",
    (name) =>
      `Your name, your e-mail address and your message are e-mailed to ${name}, who use them to answer you and for nothing else. You give them yourself, by writing (GDPR, article 6, 1, a). This site keeps no copy. The association keeps them until it has answered you, and one year at most.`,
  ],
  people: [
    "The people shown",
    "Members of the team are named for what they do in it. A portrait is published only with written consent, and removed on request.",
    "If you or your child are in a photograph and would rather not be, write to us: it will be removed, and you need not say why.",
  ],
  elsewhere: [
    "Links to other services",
    "Our pages lead to services that are not ours: networks, mailing lists, payment. What you do there follows their own rules.",
  ],
  logs: [
    "The server’s logs",
    (host) =>
      `Like all servers, the one this site is on${host ? ` (${host})` : ""} may note the network address, the time and the page asked for, for the safety of the service and to find faults. We do not read them.`,
  ],
  rights: [
    "Your rights",
    (name) =>
      `Responsible for these data: ${name}. You may ask to see them, to correct them, to erase them, or object to their use:`,
    "If the answer does not suit you, you may complain to the CNIL:",
  ],
};

const oc: Texts = {
  visit: [
    "Vòstra visita",
    "Aqueste site depausa pas cap de cookie, enregistra pas res dins vòstre navigador e mesura pas vòstra visita.",
    "Sona pas cap d’autre site tant que l’avètz pas demandat amb un clic.",
  ],
  form: [
    "Lo formulari de contacte",
    (name) =>
      `Vòstre nom, vòstra adreça e vòstre messatge son mandats per corrièl a ${name}, que s’en servís per vos respondre, e per pas res mai. Aqueste site ne garda pas cap de còpia. L’associacion los garda un an al mai.`,
  ],
  people: [
    "Las personas mostradas",
    "Un retrach es pas publicat que amb l’acòrdi escrich de la persona ; es levat a sa demanda.",
    "Se sètz sus una fotografia e o volètz pas, escrivètz-nos : serà levada.",
  ],
  elsewhere: [
    "Los ligams cap a d’autres servicis",
    "Nòstras paginas menan a de servicis que son pas nòstres. Çò que i fasètz seguís lors pròprias règlas.",
  ],
  logs: [
    "Los jornals del servidor",
    (host) =>
      `Lo servidor qu’alberga aqueste site${host ? ` (${host})` : ""} pòt notar l’adreça del ret, l’ora e la pagina demandada, per la seguretat del servici.`,
  ],
  rights: [
    "Vòstres dreches",
    (name) =>
      `Responsable d’aquelas donadas : ${name}. Podètz demandar de las veire, de las corregir o de las escafar :`,
    "Podètz tanben sasir la CNIL :",
  ],
};

const TEXTS = { fr, en, oc };
