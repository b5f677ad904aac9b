/** What the bench asks of a site generator. */
import type { BenchSite } from "../make-content.ts";
import type { Command } from "../run-measured.ts";

export interface Tool {
  name: string;
  /** Why it cannot run on this machine; `undefined` when it can. */
  missing(): string | undefined;
  /** Writes what all its sites share: templates, stylesheet. */
  prepare(): void;
  /** Writes a site in its own format, with the same texts as every other tool. */
  convert(site: BenchSite): void;
  /** The folder of the files that a web server would serve. */
  outOf(site: string): string;
  /** Forgets an earlier build: the next one is cold. */
  clean(site: string): void;
  /** The command that builds one site. */
  build(site: string): Command;
}
