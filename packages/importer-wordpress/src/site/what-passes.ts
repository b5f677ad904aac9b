/** What of a WordPress site may become public here: an allow-list. Everything else stays behind, counted by its reason. */
import type { WpPost } from "./wordpress-site.ts";

/** Types that become entries, and where. Others become pages when they had public pages of their own. */
export const ENTRY_TYPES: Record<string, "posts" | "pages" | "events"> = {
  post: "posts",
  page: "pages",
  tribe_events: "events",
};

/** Types that are parts of something else, or of the machine. */
const PARTS = new Set(
  "attachment nav_menu_item revision wp_block wp_navigation wp_template wp_template_part wp_global_styles wp_font_family wp_font_face custom_css customize_changeset oembed_cache user_request tribe_venue tribe_organizer elementor_library elementor_snippet et_pb_layout fusion_template acf-field acf-field-group acf-post-type acf-taxonomy jp_img_sitemap jp_sitemap jp_sitemap_master popup reblex_reusable gblocks_templates".split(
    " ",
  ),
);

/** What visitors sent and shops keep: never public, whatever its status says. */
const PERSONAL =
  /^(?:feedback|flamingo_|wpcf7|nf_|wpforms|frm_|gf_|form|contact|shop_|wc_|order|subscription|customer|invoice|payment|donation|give_|user|member|ticket|tribe_(?:rsvp|tpp|tc|tickets|attendee)|scheduled-action|mc4wp|newsletter|mailpoet|es_|log|bp-email|um_|wpsc|edd_|amn_|mphb_|booking|wpbs|vfb|happyforms|ninja|caldera|cf7_|cfdb|message|inquiry|lead|applicant|candidature|inscription)/i;

export type Verdict = { passes: true } | { passes: false; reason: string };

/** Whether a post may be published, and the French reason why not. */
export function judgePost(post: WpPost, now: string): Verdict {
  const refuse = (reason: string): Verdict => ({ passes: false, reason });
  if (PARTS.has(post.type)) return refuse("éléments de fonctionnement");
  if (PERSONAL.test(post.type)) return refuse("messages et données de formulaires");
  if (post.password !== "") return refuse("protégés par un mot de passe");
  if (post.status !== "publish") return refuse(STATUSES[post.status] ?? "d’un autre statut");
  // An exporter may still call public what is dated in the future.
  if (post.date > now && !Object.hasOwn(ENTRY_TYPES, post.type)) return refuse("programmés");
  if (!Object.hasOwn(ENTRY_TYPES, post.type) && !hadPage(post)) return refuse("de types sans pages publiques");
  return { passes: true };
}

const STATUSES: Record<string, string> = {
  private: "privés",
  draft: "brouillons",
  "auto-draft": "brouillons",
  pending: "en attente de relecture",
  future: "programmés",
  trash: "à la corbeille",
};

/** Types that were never shown have addresses made of a query. */
function hadPage({ link, slug }: WpPost): boolean {
  return slug !== "" && URL.canParse(link) && new URL(link).search === "" && new URL(link).pathname !== "/";
}
