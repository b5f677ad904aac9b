/** The paper of this theme, for what is computed from it; the same values stand in `styles/tokens.css`. */
export const PAPER = { light: "#fbf7f0", dark: "#1d1b18" };

/** Where the accent is hardest to read: on tinted paper by day, on cards at night. */
export const HARDEST = { light: "#f2eadd", dark: "#2d2a25" };
