/** What the text of one post may ask of its site, and whom it tells what it could not bring over. */

export interface ContentContext {
  postId: number;
  attachment: (id: number) => Attachment | undefined;
  /** Ids of the images attached to a post, in their order. */
  imagesOf: (postId: number) => readonly number[];
  /** The text of a block that several posts share. */
  reusableBlock: (id: number) => string | undefined;
  /** The title and address of a public post at an address of the site. */
  postAt: (address: string) => { title: string; link: string } | undefined;
  /** The JSON of the post's footnotes. */
  footnotes: string;
  notice: (about: ContentNotice, what: string) => void;
}

/** `lost`: text that is gone; `changed`: something became something else; `contact`: a form to set up again. */
export type ContentNotice = "lost" | "changed" | "contact" | "missing-file";

export interface Attachment {
  url: string;
  alt: string;
  /** HTML. */
  caption: string;
  title: string;
  /** The address of its own page. */
  link: string;
}
