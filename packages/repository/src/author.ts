export interface Author {
  name: string;
  email: string;
}

/** An author, and when: as a commit has it. */
export interface Signature extends Author {
  date: Date;
}

/** `name <email> seconds +hhmm`: what could be taken for the end of a name or of a line is left out, as git does. */
export function formatSignature({ name, email, date }: Signature): string {
  const seconds = Math.floor(date.getTime() / 1000);
  const offset = -date.getTimezoneOffset();
  const clock = `${Math.floor(Math.abs(offset) / 60)}`.padStart(2, "0") + `${Math.abs(offset) % 60}`.padStart(2, "0");
  return `${clean(name)} <${clean(email)}> ${seconds} ${offset < 0 ? "-" : "+"}${clock}`;
}

/** The reverse; `undefined` for what is no signature. */
export function parseSignature(text: string): Signature | undefined {
  const [, name, email, seconds] = /^(.*?) ?<([^>]*)> (-?\d+)(?: [+-]\d+)?$/.exec(text) ?? [];
  if (name === undefined || email === undefined) return undefined;
  return { name, email, date: new Date(Number(seconds) * 1000) };
}

function clean(text: string): string {
  const line = text
    .toWellFormed()
    .replace(/[\0-\x1f\x7f<>]+/g, " ")
    .replace(/^[\s.,:;"'\\]+|[\s.,:;"'\\]+$/g, "");
  // Git refuses a commit by nobody.
  return line === "" ? "?" : line;
}
