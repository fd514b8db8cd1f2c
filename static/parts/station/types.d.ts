/** A station's own graphic, as the server tells of it (live/views/feed/graphics.py). */

export interface FilledField {
  at: string[];
  within: string[];
  source: string;
  value: string | number | boolean | null;
  number: boolean;
  most: number | null;
}

export interface StationGraphic {
  id: number;
  shows: "question" | "poll" | null;
  hash: string;
  defaults: Record<string, unknown>;
  fields: FilledField[];
}

/** What may go into fields, by its source's name; `options` once for each option of a poll. */
export interface Values {
  [source: string]: string | number | Option[] | undefined;
  options?: Option[];
}

export interface Option {
  option: string;
  share: number;
}

/** What a graphic answers to a call. */
export interface Answered {
  statusCode: number;
  statusMessage?: string;
  currentStep?: number;
}
