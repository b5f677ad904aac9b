/** Dates of SPIP: `2019-06-22 18:30:00`, partial (`1936-00-00`), absent (`0000-00-00`). */

export interface SpipDate {
  /** `2019-06-22 18:30`, or `2019-06-22` at midnight. */
  written: string;
  /** Whether month or day were not known. */
  partial: boolean;
}

/** `undefined` for no date. */
export function readDate(value: unknown): SpipDate | undefined {
  const [, year = "", month = "00", day = "00", hour = "00", minute = "00"] =
    /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2}))?/.exec(String(value ?? "")) ?? [];
  if (Number(year) < 1000) return undefined;
  const partial = month === "00" || day === "00";
  const asDay = `${year}-${month === "00" ? "01" : month}-${day === "00" ? "01" : day}`;
  const date = new Date(`${asDay}T00:00:00Z`);
  // The 31st of June, which some forms let through.
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== asDay) return undefined;
  const time =
    partial || (hour === "00" && minute === "00") || Number(hour) > 23 || Number(minute) > 59
      ? ""
      : ` ${hour}:${minute}`;
  return { written: `${asDay}${time}`, partial };
}
