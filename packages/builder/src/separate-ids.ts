/** Several texts on one page: each keeps its notes and headings to itself. */

/**
 * Gives the ids of a text, and what refers to them, a number of its own.
 * @param html sanitised HTML, in which `>` stands raw only at the end of a tag
 */
export function separateIds(html: string, number: number): string {
  return html.replace(/<[a-z][^>]*>/g, (tag) =>
    tag
      .replace(/ (id|for|headers|aria-describedby|aria-labelledby)="([^"]+)"/g, (_, name: string, ids: string) => {
        const own = ids.split(" ").map((id) => `${id}-${number}`);
        return ` ${name}="${own.join(" ")}"`;
      })
      .replace(/ href="#([^"]+)"/g, (_, id: string) => ` href="#${id}-${number}"`),
  );
}
