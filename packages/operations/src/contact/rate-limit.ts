/** How often something may be done by one subject; kept in memory, for the process that answers visitors. */

export interface RateLimit {
  /** Counts one try. @returns 0 when it may be done now, or how many seconds to wait */
  take(subject: string, now: number): number;
}

/** More subjects than this are not remembered: the oldest are forgotten first. */
const MOST_SUBJECTS = 50_000;

/** @param most how many tries are let through in any `periodMs` */
export function openRateLimit(most: number, periodMs: number): RateLimit {
  const tries = new Map<string, number[]>();
  return {
    take(subject, now) {
      const recent = (tries.get(subject) ?? []).filter((at) => now - at < periodMs);
      if (recent.length >= most) return Math.max(1, Math.ceil(((recent.at(-most) ?? now) + periodMs - now) / 1000));
      tries.delete(subject);
      tries.set(subject, [...recent, now]);
      if (tries.size > MOST_SUBJECTS) tries.delete(tries.keys().next().value ?? "");
      return 0;
    },
  };
}
