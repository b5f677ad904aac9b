/** Telephone numbers: as a link, and as text that a line never breaks. */

/** `05 61 99 00 14` as `tel:0561990014`. */
export function phoneHref(phone: string): string {
  return `tel:${phone.replace(/[^\d+]/g, "")}`;
}

/** With no-break spaces and hyphens. */
export function phoneText(phone: string): string {
  return phone.replaceAll(" ", "\u00a0").replaceAll("-", "\u2011");
}
