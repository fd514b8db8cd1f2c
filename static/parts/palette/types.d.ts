/** One line of the palette. */
export interface Item {
  group: string;
  label: string;
  /** Whose it is, or what else is said of it. */
  of?: string;
  /** The key that does the same. */
  key?: string;
  /** Why it cannot be done now; empty where it can. */
  why?: string;
  /** `apart`: a page is opened in a tab of its own. */
  act: (apart: boolean) => unknown;
}

/** What a live screen offers of its own. */
export interface Offer {
  slug?: string;
  /** Its verbs, by the tables that its keys are heard by. */
  verbs?: () => Item[];
  /** What it finds by words or a number, at once. */
  known?: (query: string) => Item[];
  /** What the server finds by words. */
  find?: (query: string) => Promise<Item[]>;
  /** Where nothing may come before what is shown in full screen. */
  bare?: boolean;
}

/** What `/palette.json` says. */
export interface Place {
  label: string;
  of: string;
  url: string;
}
export interface Told {
  places: Place[];
  administration: Place[];
  help: Place[];
  languages: Array<{ code: string; label: string }>;
  csrf: string;
}
