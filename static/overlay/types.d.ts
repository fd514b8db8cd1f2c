/** What the graphic's files share. */

/** Its looks, as they come from outside; what is left out or not known stays as it was. */
export interface Looks {
  theme?: string;
  guides?: unknown;
  hold?: unknown;
  pictures?: unknown;
}

/** How wide a text is, in points at a size of 100. */
export type Measure = (text: string) => number;

/** A word of a text that is being set, and the width of the space before it. */
export interface Word {
  text: string;
  width: number;
  space: number;
}
