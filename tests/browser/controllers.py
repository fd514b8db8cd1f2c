"""Controllers that are not there: what a browser tells of a gamepad, a MIDI pedal and a shuttle, said by a test."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Page, expect

PAD = "Wireless Controller (STANDARD GAMEPAD Vendor: 0000 Product: 0001)"

OUTSIDE = """(() => {
  const pads = [null, null, null, null];
  const granted = (name) => sessionStorage.getItem(`outside/${name}`) === 'yes';
  const grant = (name) => sessionStorage.setItem(`outside/${name}`, 'yes');
  const told = (type, more) => Object.assign(new Event(type), more);
  const port = {id: 'p1', name: 'Pedal', manufacturer: 'Studio', state: 'connected', onmidimessage: null};
  const access = Object.assign(new EventTarget(), {inputs: new Map([[port.id, port]])});
  const shuttle = Object.assign(new EventTarget(), {vendorId: 0x0b33, productId: 0x20, opened: false});
  shuttle.open = async () => { shuttle.opened = true; };
  const hid = Object.assign(new EventTarget(), {
    getDevices: async () => (granted('hid') ? [shuttle] : []),
    requestDevice: async ({filters}) => { outside.filters = filters; grant('hid'); return [shuttle]; },
  });
  navigator.getGamepads = () => pads;
  navigator.permissions.query = async ({name}) => ({state: granted(name) ? 'granted' : 'prompt'});
  navigator.requestMIDIAccess = async (options) => {
    outside.asked = options ?? null;
    grant('midi');
    return access;
  };
  Object.defineProperty(navigator, 'hid', {value: hid, configurable: true});
  const port_is = (state) => { port.state = state; access.dispatchEvent(new Event('statechange')); };
  window.outside = {
    pad(axes, pressed = []) {
      const buttons = Array.from({length: 16}, (_, n) => {
        const value = pressed.includes(n) ? 1 : 0;
        return {pressed: value === 1, value};
      });
      const before = pads[0];
      pads[0] = {index: 0, id: 'NAME', connected: true, mapping: 'standard', axes, buttons};
      if (!before) dispatchEvent(new Event('gamepadconnected'));
    },
    padGone(said) {
      pads[0] = null;
      if (said) dispatchEvent(new Event('gamepaddisconnected'));
    },
    midi(...data) { port.onmidimessage?.({data: Uint8Array.from(data)}); },
    midiGone() { port_is('disconnected'); },
    midiBack() { port_is('connected'); },
    report(...bytes) {
      const data = new DataView(Uint8Array.from(bytes).buffer);
      shuttle.dispatchEvent(told('inputreport', {data}));
    },
    shuttleGone() {
      shuttle.opened = false;
      hid.dispatchEvent(told('disconnect', {device: shuttle}));
    },
  };
})();""".replace("NAME", PAD)
"""Stands in for the browser's own ways to devices. A permission lasts with the tab, as a person's does."""

PEDAL = {"input": "axis/1/cc11", "rest": 0, "reach": 1, "dead": 0.1, "curve": 1, "top": 6}
STICK = {"input": "axis/1", "rest": 0, "reach": 1, "dead": 0.1, "curve": 1, "top": 6}
RING = {"input": "axis/shuttle", "rest": 0, "reach": 1, "dead": 0, "curve": 1, "top": 6, "step": "step/jog"}

KNOWN = [
    {
        "name": f"gamepad/{PAD}",
        "kind": "gamepad",
        "label": "Wireless Controller",
        "mapping": STICK | {"buttons": {"button/0": "toggle"}},
    },
    {"name": "midi/Studio Pedal", "kind": "midi", "label": "Studio Pedal", "mapping": PEDAL},
    {
        "name": "hid/2867:32",
        "kind": "hid",
        "label": "ShuttleXpress",
        "mapping": RING | {"buttons": {"button/6": "toggle"}},
    },
]
"""What the computer remembers of them, once they have been taught."""

TAUGHT = f"""
  sessionStorage.setItem('outside/midi', 'yes');
  sessionStorage.setItem('outside/hid', 'yes');
  localStorage.setItem('prompter/controllers', JSON.stringify({json.dumps(KNOWN)}));
"""

PUSHES = {
    "gamepad": "outside.pad([0, 1])",
    "midi": "outside.midi(0xb0, 11, 127)",
    "hid": "outside.report(7, 0, 0, 0, 0)",
}
RESTS = {"gamepad": "outside.pad([0, 0])", "midi": "outside.midi(0xb0, 11, 0)", "hid": "outside.report(0, 0, 0, 0, 0)"}
GOES = {"gamepad": "outside.padGone(false)", "midi": "outside.midiGone()", "hid": "outside.shuttleGone()"}

STANDS = """async () => {
  const {scroll} = document.querySelector('live-prompter').reel;
  const frame = () => new Promise(requestAnimationFrame);
  await frame();
  const before = scroll.position;
  await frame();
  await frame();
  return scroll.position === before && !scroll.moving;
}"""

MOVED = """async () => {
  const {scroll} = document.querySelector('live-prompter').reel;
  const before = scroll.position;
  const frame = () => new Promise(requestAnimationFrame);
  for (let n = 0; n < 600 && Math.abs(scroll.position - before) < 30; n += 1) await frame();
  return scroll.position - before;
}"""


def do(page: Page, script: str) -> None:
    """Says it, and lets a frame in which a gamepad is read go by."""
    page.evaluate(
        f"async () => {{ {script}; for (let n = 0; n < 2; n += 1) await new Promise(requestAnimationFrame); }}"
    )


def moved(page: Page) -> float:
    """How far the text goes by itself now, in px, as soon as that is more than a little."""
    found: float = page.evaluate(MOVED)
    return found


def stands(page: Page) -> bool:
    found: bool = page.evaluate(STANDS)
    return found


def leads(page: Page) -> Any:
    return page.evaluate("document.querySelector('live-prompter').control.mixer.leads")


def dialog(page: Page) -> None:
    page.keyboard.press("Shift+P")
    expect(page.get_by_role("heading", name="Управление суфлёром")).to_be_visible()


def leave(page: Page) -> None:
    """Closes it: what is heard moves the presenter's text again."""
    page.keyboard.press("Escape")
    expect(page.locator("prompter-control")).to_have_count(0)
