/** What the graphic's files share. */

/** Its looks, as they come from outside; what is left out or not known stays as it was. */
export interface Looks {
  theme?: string;
  guides?: unknown;
  hold?: unknown;
  pictures?: unknown;
}

/** What is drawn of a question; the protocol's own view of one is such. */
export interface ShownQuestion {
  number: number;
  text: string;
  air_text: string | null;
  source: string;
  author: { name: string | null } | null;
  locality: string | null;
  picture?: number | null;
}

/** What is drawn of a poll; the protocol's own view of one is such. */
export interface ShownPoll {
  id: number;
  question: string;
  options: { option: number; text: string; share: number; gone: boolean }[];
  voters: number;
}

/** The letters of a theme. */
export interface Face {
  family: string;
  weight: string;
}

/** How a question's text stands: its lines on their pages, and the sizes in points. */
export interface Laid {
  pages: string[][];
  size: number;
  whoSize: number;
}

/** How wide a text is, in points at a size of 100. */
export type Measure = (text: string) => number;

/** A word of a text that is being set, and the width of the space before it. */
export interface Word {
  text: string;
  width: number;
  space: number;
}
