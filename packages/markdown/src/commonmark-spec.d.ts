declare module "commonmark-spec" {
  /** The cases, in which `→` stands for a tab. */
  export const tests: { number: number; section: string; markdown: string; html: string }[];
}
