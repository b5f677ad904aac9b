/** For themes: components, texts and types. */
export type * from "../views.ts";
