import { parseDate, type Site } from "@pivert/model";

/** The dates between which an entry is online. */
interface Dated {
  publishAt?: string;
  unpublishAt?: string;
}

/** The moment nearest to now, in milliseconds, at which an entry is online; now for one without dates. */
export function momentToShow(entry: Dated | undefined, { timeZone }: Pick<Site, "timeZone">, now: number): number {
  const [from, until] = [entry?.publishAt, entry?.unpublishAt].map((written) =>
    written === undefined ? undefined : parseDate(written, timeZone),
  );
  if (from !== undefined && now < from) return from;
  return until !== undefined && until <= now ? until - 1 : now;
}
