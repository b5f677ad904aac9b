/** What a site is made of: schemas, types and problems. No input or output. */
export { BLOCK_NAMES, BLOCKS, type BlockFields, type BlockName } from "./blocks.ts";
export { COLLECTION_NAMES, COLLECTIONS, type CollectionName, type Fields, type Repeat } from "./collections.ts";
export {
  CONTACT_PATH,
  CONTACT_TRAP,
  type ContactMessage,
  contactMessageSchema,
  contactRecipient,
} from "./contact.ts";
export { isTimeZone, isWholeDay, parseDate } from "./date.ts";
export { isWebAddress } from "./fields.ts";
export { isImageFile } from "./image-file.ts";
export { foldPath, refuseLogicalPath } from "./logical-path.ts";
export { metaOf, parseFields } from "./parse-fields.ts";
export {
  ContentError,
  formatProblem,
  PROBLEMS,
  type Problem,
  type ProblemCode,
  type ProblemFacts,
  problem,
  type Severity,
} from "./problem.ts";
export {
  formatRedirects,
  type ParsedRedirects,
  type ParseRedirectsOptions,
  parseRedirects,
  type Redirect,
} from "./redirects.ts";
export { type Site, siteSchema } from "./site.ts";
export { slugify } from "./slug.ts";
export { type Category, type Taxonomies, taxonomiesSchema } from "./taxonomies.ts";
export { formatYaml, type ParsedYaml, type ParseYamlOptions, parseYaml } from "./yaml.ts";
