/** Sizes of files as visitors read them: `1,2 Mo`, `1.2 MB`. A kilobyte is 1,000 bytes, as in the SI. */

const UNITS: Record<string, readonly [string, string, string, string]> = {
  fr: ["o", "Ko", "Mo", "Go"],
  oc: ["o", "Ko", "Mo", "Go"],
  en: ["B", "KB", "MB", "GB"],
};

/** @param lang the page's language; others than English read as French does */
export function formatBytes(bytes: number, lang: string): string {
  const language = lang.split("-")[0] ?? "fr";
  const units = UNITS[language] ?? UNITS.fr;
  let [value, unit] = [bytes, 0];
  // 999.6 would show as 1,000: it is one of the next unit.
  while (value >= 999.5 && unit < 3) [value, unit] = [value / 1000, unit + 1];
  const shown = value < 9.95 && unit > 1 ? value.toFixed(1).replace(/\.0$/, "") : String(Math.round(value));
  return `${language === "en" ? shown : shown.replace(".", ",")}\u00a0${units?.[unit]}`;
}
