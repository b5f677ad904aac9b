/** The few words of visitors that the builder itself writes. */
const WORDS = {
  fr: {
    home: "Accueil",
    legal: "Mentions légales",
    privacy: "Données personnelles",
    accessibility: "Déclaration d’accessibilité",
    notFound: "Page introuvable",
    pastEvents: "Rendez-vous passés",
  },
  en: {
    home: "Home",
    legal: "Legal notice",
    privacy: "Privacy",
    accessibility: "Accessibility statement",
    notFound: "Page not found",
    pastEvents: "Past events",
  },
  oc: {
    home: "Acuèlh",
    legal: "Mencions legalas",
    privacy: "Donadas personalas",
    accessibility: "Declaracion d’accessibilitat",
    notFound: "Pagina introbabla",
    pastEvents: "Rendètz-vos passats",
  },
} as const;

export function words(lang: string): Record<keyof (typeof WORDS)["fr"], string> {
  return WORDS[lang.slice(0, 2) as keyof typeof WORDS] ?? WORDS.fr;
}
