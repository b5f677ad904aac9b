/** What a theme says of itself in its `theme.json`: read by its components, by the builder and by forms. */

/** A colour of each scheme, `#rrggbb`. */
export interface Scheme {
  light: string;
  dark: string;
}

export interface ThemeAbout {
  /** Its name, in French. */
  label: string;
  /** For whom it is, in a French sentence. */
  description: string;
  /** The page's background; the same values stand in the theme's stylesheet. */
  paper: Scheme;
  /** The backgrounds on which a text is hardest to read: the darkest by day, the lightest at night. */
  hardest: Scheme;
}
