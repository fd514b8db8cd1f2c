/** What the files of the prompter's control share. */

export type Kind = "gamepad" | "midi" | "hid";

/**
 * A controller as a driver found it. `key`: of this connection; `name`: by which its mapping is remembered; `label`: for
 * people. `standard`: a gamepad whose buttons stand where a browser says they do.
 */
export interface Controller {
  key: string;
  kind: Kind;
  name: string;
  label: string;
  standard?: boolean;
}

/**
 * What of a controller does what, as plain data. Its inputs are named `axis/…` (a value from -1 to 1), `button/…` (1 or 0)
 * and `step/…` (how many steps on or back).
 */
export interface Mapping {
  /** The axis that gives the speed. */
  input: string | null;
  /** Its value when it is let go. */
  rest: number;
  /** From there to full speed forwards; negative where its values fall. */
  reach: number;
  /** The part of the way around rest that moves nothing. */
  dead: number;
  /** The power to which the rest of the way is raised: 1 is a straight line. */
  curve: number;
  /** Lines a second at the end of the way. */
  top: number;
  /** The wheel that moves the text by whole lines, and by how many a step. */
  step: string | null;
  lines: number;
  /** A button's input → the name of what it does. */
  buttons: Record<string, string>;
}

/** What was heard: an input and its value. */
export type Heard = [input: string, value: number];

/** What a button or a wheel asks for. */
export type Asked = { act: string } | { lines: number };

/** Whom a driver tells. */
export interface Sink {
  found(controller: Controller): void;
  lost(key: string): void;
  heard(key: string, input: string, value: number): void;
}

/** As much of WebHID as is used: TypeScript has no types of it. */
export interface HidDevice extends EventTarget {
  readonly vendorId: number;
  readonly productId: number;
  readonly productName: string;
  readonly opened: boolean;
  open(): Promise<void>;
}

export interface HidReport extends Event {
  readonly data: DataView;
}

export interface HidChange extends Event {
  readonly device: HidDevice;
}

export interface Hid extends EventTarget {
  getDevices(): Promise<HidDevice[]>;
  requestDevice(wanted: { filters: { vendorId: number; productId: number }[] }): Promise<HidDevice[]>;
}
