/**
 * The one client of the protocol (docs/protocol.md): joins, syncs, applies frames, notices every gap and heals.
 *
 * Events on it: "change" (what the screen holds, or its status, is different), "events" (detail: those just applied),
 * "reset" (a snapshot replaced everything), "sent" (detail: a command's body, as it goes out), "answered" (detail: body
 * and answer, as soon as it comes), "late" (detail: questions whose command nothing confirmed in time), "moving" (the
 * page goes to another server). Screens read `state`, `presence`, `you`, `status`, and change things only by `command`; its
 * answer changes no screen, the events after it do. Until then it is `pending`, which a screen draws beside the state.
 */

/** @import { CommandType, Role } from "../../generated/protocol.js" */
/** @import { Answer, FeedEvent, Held, Listening, Opening, Presence, Pulse, Range, Status, SyncAnswer, Waiting, You } from "./types.js" */

import { io } from "socket.io-client";
import { uuid } from "../uuid.js";
import { seekOthers } from "./addresses.js";
import { comeAgain } from "./ending.js";
import { applyEvents, emptyState, fromSnapshot } from "./state.js";
import { Keeper } from "./keeper.js";
import { comingBack, isTimeToTell, spread } from "./pace.js";
import { Pending } from "./pending.js";
import { FOLLOWS, followPresence } from "./presence.js";

const PULSE = 2000;
const SILENCE = 2 * PULSE + 500;
const SYNC_WAIT = 5000;
const PROOF_WAIT = 1500; // for the answer that proves that a silent line still carries
const SYNC_AGAIN = 1000;
const ACK_WAIT = 8000;
const SHOWN_WAIT = 1500;
const REFUSED_AGAIN = [10000, 20000, 40000, 60000];
const BUSY_AGAIN = [500, 1000, 2000, 5000];
/** @type {Status[]} */
const CARRIES = ["in_step", "catching_up"];

export class Feed extends EventTarget {
  /**
   * `screen`: desk, rundown, prompter, head, overlay, calls or tickets. Without a token the cookie counts. `device`: how
   * this page names what it is open on, for the others to see. `keep`: what it holds is kept on this device, and a page
   * that opens without the server begins with it.
   *
   * @param {Opening} opening
   */
  constructor({ broadcast, screen, token, device, keep = false }) {
    super();
    this.screen = screen;
    this.state = emptyState(screen);
    this.pending = new Pending((numbers) => this._tell("late", numbers));
    /** @type {Presence} */ this.presence = { screens: [], claims: [], writing: [] };
    /** @type {You} */ this.you = { name: "", roles: [], mark: "" };
    /** @type {Status} */ this.status = "catching_up";
    /** @type {string | null} */ this.refusal = null;
    this.since = new Date();
    /** @type {string | null} */ this.epoch = null;
    /** @type {number | null} */ this.to = null;
    /** @type {Listening} */ this.addEventListener;
    /** @type {Listening} */ this.removeEventListener;

    /** @type {Range[]} */ this._kept = [];
    this._syncing = false;
    /** @type {number | undefined} */ this._again;
    /** @type {number | null | undefined} */ this._told;
    this._toldAt = 0;
    this._offset = 0;
    this._heard = Date.now();
    /** @type {Map<string, Waiting>} */ this._waiting = new Map();
    this._refusals = 0;
    this._listened = Date.now();
    this._keeper = keep ? new Keeper(this, `${broadcast}.${screen}`) : null;

    this._socket = io("/live", {
      transports: ["websocket"],
      auth: { broadcast, screen, ...FOLLOWS, ...(token && { token }), ...(device && { device }) },
      ...comingBack(screen),
    });
    this._socket.on("connect", () => this._connected());
    this._socket.on("disconnect", (reason) => this._disconnected(reason));
    this._socket.on("connect_error", (error) => this._failed(error));
    this._socket.on("events", (frame) => this._frame(frame));
    this._socket.on("pulse", (pulse) => this._pulse(pulse));
    followPresence(this._socket, (presence) => {
      this.presence = presence;
      this._changed();
    });
    this._socket.on("ending", ({ within }) => comeAgain(this._socket, within, (act, ms) => this._later(act, ms)));
    this._watch = setInterval(() => this._listen(), 500);
    seekOthers(this);
    // The network is back: not after the library's next pause but now.
    addEventListener("online", () =>
      this._socket.connected ? this._sync(PROOF_WAIT) : this._socket.disconnect().connect(),
    );
  }

  /**
   * Begins with what a page before this one held, as it stood `at`; the next sync goes on from there.
   *
   * @param {Held} held
   */
  begin({ state, epoch, to, at, offset }) {
    this.state = state;
    this.epoch = epoch;
    this.to = to;
    this._offset = offset;
    this._heard = at - offset;
    this.since = new Date(at);
  }

  /** What `begin` takes up again. @returns {Held} */
  get held() {
    return { state: this.state, epoch: this.epoch, to: this.to, at: this._heard + this._offset, offset: this._offset };
  }

  /** The server's time as a Date: a screen's own clock may be wrong. */
  now() {
    return new Date(Date.now() + this._offset);
  }

  /** Commands that no answer has come to yet. */
  get waiting() {
    return this._waiting.size;
  }

  /** @param {Role[]} roles */
  may(...roles) {
    return roles.some((role) => this.you.roles.includes(role));
  }

  /** The others who are on a ticket, by name. @param {string} ticket */
  othersOn(ticket) {
    const others = this.presence.claims.filter((claim) => claim.ticket === ticket && claim.mark !== this.you.mark);
    return [...new Set(others.map(({ by }) => by))];
  }

  /** Who holds a question: {by, mark}, or undefined. @param {number} number */
  claimOf(number) {
    return this.presence.claims.find((claim) => claim.question === number);
  }

  /**
   * Sends a command and resolves with the server's answer, {ok: true, seq, …} or {ok: false, error}, once this screen
   * shows what was done: who goes on from there must not act on what was before.
   * Until one comes, the same id is sent again: after a reconnect, and while the server is unavailable.
   *
   * @param {CommandType} type
   * @param {Record<string, unknown>} fields
   * @returns {Promise<Answer>}
   */
  command(type, fields = {}) {
    return new Promise((resolve) => {
      const body = { id: uuid(), type, ...fields };
      this._waiting.set(body.id, { body, resolve, tries: 0 });
      this._send(body.id);
      if (CARRIES.includes(this.status)) this.pending.sent(body);
      this._tell("sent", body);
    });
  }

  close() {
    clearInterval(this._watch);
    clearTimeout(this._again);
    this._socket.close();
  }

  // Connection

  _connected() {
    this._refusals = 0;
    this.refusal = null;
    this._heard = Date.now();
    this._kept = [];
    this._syncing = false;
    this._told = null; // a new line has not been told how far this screen is
    this._toldAt = 0;
    this._become("catching_up");
    this._sync();
    for (const id of this._waiting.keys()) this._send(id);
  }

  /** @param {string} reason */
  _disconnected(reason) {
    this._syncing = false;
    clearTimeout(this._again);
    this._become("out_of_touch");
    // The library comes back by itself, except where the server ended the connection.
    if (reason === "io server disconnect") this._later(() => this._socket.connect(), SYNC_AGAIN);
  }

  /** @param {Error} error */
  _failed(error) {
    if (this._socket.active) {
      this._become("out_of_touch");
      return;
    }
    // The server said no: shown, and asked again rarely, because rights may be given back.
    this.refusal = error.message;
    if (this._keeper) this._forget(this._keeper);
    this._become("refused");
    for (const [id, waiting] of [...this._waiting]) {
      this._settle(id, waiting, { ok: false, error: { code: error.message, detail: "" } });
    }
    const wait = REFUSED_AGAIN[Math.min(this._refusals, REFUSED_AGAIN.length - 1)];
    this._refusals += 1;
    this._later(() => this._socket.connect(), wait);
  }

  /** A kept screen that may not be seen any more goes dark, here and after a reload. @param {Keeper} keeper */
  _forget(keeper) {
    keeper.forget();
    this.state = emptyState(this.screen);
    this.epoch = this.to = null;
  }

  /** @type {(act: () => void, wait: number) => void} */
  _later(act, wait) {
    clearTimeout(this._again);
    this._again = setTimeout(act, wait);
  }

  // Catching up

  /** `wait`: milliseconds after which a line that brings no answer is given up. */
  _sync(wait = SYNC_WAIT) {
    if (this._syncing || !this._socket.connected) return;
    this._syncing = true;
    clearTimeout(this._again);
    if (this.status === "in_step") this._become("catching_up");
    const from = this.to === null ? {} : { epoch: this.epoch, since: this.to };
    const socket = this._socket;
    const line = socket.id;
    const asked = Date.now();
    /** @type {(error: Error | null, answer?: SyncAnswer) => void} */
    const answered = (error, answer) => {
      if (socket.id !== line) return; // an answer on a line that is gone; the new one syncs itself
      this._syncing = false;
      if (error && this._heard < asked) return this._drop();
      if (error || !answer || answer.error || answer.ok === false) {
        this._become("out_of_touch");
        this._later(() => this._sync(), SYNC_AGAIN);
        return;
      }
      this._synced(answer);
    };
    socket.timeout(wait).emit("sync", from, answered);
  }

  /** @param {SyncAnswer} answer */
  _synced(answer) {
    this._heard = Date.now();
    if (answer.you) this.you = answer.you;
    const kept = this._kept;
    this._kept = [];
    if (answer.snapshot) {
      this.state = fromSnapshot(this.screen, answer.snapshot);
      this.epoch = answer.epoch;
      this.to = answer.to;
      this.pending.happened([], answer.to);
      this.dispatchEvent(new Event("reset"));
    } else if (!this._apply(answer)) {
      return this._startOver();
    }
    for (const frame of kept) {
      const to = this.to ?? 0;
      if (frame.epoch !== this.epoch || frame.stale || frame.from > to) return this._sync();
      if (frame.to > to && !this._apply(frame)) return this._startOver();
    }
    this._become("in_step");
  }

  /** Forgets the number, so that the next sync brings a snapshot. */
  _startOver() {
    this.to = null;
    this._sync();
  }

  /** @param {Range} frame */
  _frame(frame) {
    this._heard = Date.now();
    const to = this.to ?? 0;
    if (this._syncing) {
      this._kept.push(frame);
    } else if (frame.epoch !== this.epoch || frame.stale || frame.from > to || frame.to < to) {
      this._sync();
    } else if (!this._apply(frame)) {
      this._startOver();
    }
  }

  /** False when the events alone no longer tell what this screen should hold. @param {Range} range */
  _apply(range) {
    const to = this.to ?? 0;
    const events = range.events.filter((event) => event.seq > to);
    const lost = applyEvents(this.state, events);
    this.to = Math.max(to, range.to);
    const rendered = events.filter((event) => !event.broken);
    this.pending.happened(events, this.to);
    if (rendered.length) this._tell("events", rendered);
    else this._changed();
    return !lost;
  }

  /** @param {Pulse} pulse */
  _pulse(pulse) {
    this._heard = Date.now();
    spread(this._socket, this.screen, pulse.screens);
    const offset = Date.parse(pulse.time) - Date.now();
    if (Math.abs(offset - this._offset) > 250) this._offset = offset;
    if (!this._syncing && (pulse.epoch !== this.epoch || pulse.to !== this.to)) this._sync();
    else if (!this._syncing && this._told !== this.to && isTimeToTell(this.screen, this._heard - this._toldAt)) {
      this._told = this.to;
      this._toldAt = this._heard;
      this._socket.emit("seen", { to: this.to });
    }
  }

  _listen() {
    const now = Date.now();
    const slept = now - this._listened > SILENCE;
    this._listened = now;
    if (!this._socket.connected || this._syncing || now - this._heard <= SILENCE) return;
    if (slept) this._drop();
    else this._sync(PROOF_WAIT);
  }

  /** A line that carries nothing looks open for minutes: it is closed here, and the library makes a new one. */
  _drop() {
    this._socket.io.engine.close();
  }

  // Commands

  /** @param {string} id */
  _send(id) {
    const waiting = this._waiting.get(id);
    if (!waiting || !this._socket.connected) return;
    clearTimeout(waiting.timer);
    /** @type {(error: Error | null, answer?: Answer) => void} */
    const answered = (error, answer) => {
      if (this._waiting.get(id) !== waiting) return;
      if (!error && answer && !(answer.error && answer.error.code === "unavailable")) {
        this._settle(id, waiting, answer);
      } else {
        const wait = BUSY_AGAIN[Math.min(waiting.tries, BUSY_AGAIN.length - 1)];
        waiting.tries += 1;
        waiting.timer = setTimeout(() => this._send(id), wait);
      }
    };
    this._socket.timeout(ACK_WAIT).emit("command", waiting.body, answered);
  }

  /** @type {(id: string, waiting: Waiting, answer: Answer) => void} */
  _settle(id, waiting, answer) {
    clearTimeout(waiting.timer);
    this._waiting.delete(id);
    this.pending.answered(waiting.body, answer, this.to);
    this._tell("answered", { body: waiting.body, answer });
    this._shown(answer.seq).then(() => waiting.resolve(answer));
  }

  /**
   * Until the log's number `seq` is applied; no longer than a moment, since a cut line may bring it late.
   *
   * @param {number | undefined} seq
   * @returns {Promise<void>}
   */
  _shown(seq) {
    if (seq === undefined || this.to === null || this.to >= seq) return Promise.resolve();
    return new Promise((resolve) => {
      const look = () => {
        if (this.to !== null && this.to < seq) return;
        clearTimeout(patience);
        this.removeEventListener("change", look);
        resolve();
      };
      const patience = setTimeout(() => (this.removeEventListener("change", look), resolve()), SHOWN_WAIT);
      this.addEventListener("change", look);
    });
  }

  /** @param {Status} status */
  _become(status) {
    if (status === "out_of_touch" && this.status !== status) this.since = new Date(this._heard + this._offset);
    this.status = status;
    if (!CARRIES.includes(status)) this.pending.clear();
    this._changed();
  }

  /**
   * What has happened, and that the screen may be different for it.
   *
   * @type {(type: "events" | "sent" | "answered" | "late", detail: unknown) => void}
   */
  _tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
    this._changed();
  }

  _changed() {
    this.dispatchEvent(new Event("change"));
  }
}
