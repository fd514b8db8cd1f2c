/**
 * A lower third as a station may have one: a graphic of OGraf v1 written by its specification, with nothing of ours. It takes its
 * time to come, to change and to leave, and tries what a graphic in a frame must not be able to do.
 */

const SLOW = 250; // ms

/** What it may reach of the page around it: each is to fail. */
const REACHES = {
  cookie: () => document.cookie,
  storage: () => localStorage.length,
  page: () => parent.document.title,
  top: () => top.location.href,
  frame: () => frameElement.id,
  api: async () => (await fetch("/api/v1/broadcasts", { credentials: "include" })).status,
  elsewhere: async () => (await fetch("http://example.org/")).status,
  script: () => import(`${location.origin}/static/theme.css`),
  worker: () => navigator.serviceWorker.register("worker.js"),
};

export default class LowerThird extends HTMLElement {
  async load({ data }) {
    this.data = data;
    this.innerHTML = `<style>.third { position: absolute; left: 5%; bottom: 5%; padding: 20px 40px; background: navy; color: white; font: 60px sans-serif }</style>
      <div class="third" hidden><b class="who"></b><p class="words"></p></div>`;
    this.third = this.querySelector(".third");
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (data.style === "refuses") return { statusCode: 400, statusMessage: "Not today" };
    if (data.style === "silent") await new Promise(() => {});
    if (data.style === "curious") await this.look();
    return { statusCode: 200 };
  }

  async dispose() {
    this.innerHTML = "";
  }

  async playAction({ delta, goto, skipAnimation }) {
    const step = goto ?? (this.step ?? -1) + (delta ?? 1);
    if (step > 1) return (await this.stopAction({ skipAnimation }), { statusCode: 200, currentStep: undefined });
    this.step = step;
    this.say();
    this.third.hidden = false;
    await this.move(skipAnimation, [{ opacity: 0 }, { opacity: 1 }]);
    return { statusCode: 200, currentStep: step };
  }

  async updateAction({ data, skipAnimation }) {
    Object.assign(this.data, data);
    await this.move(skipAnimation, [{ opacity: 1 }, { opacity: 0.2 }, { opacity: 1 }]);
    this.say(); // once the motion is over: until then the former words stand
  }

  async stopAction({ skipAnimation }) {
    await this.move(skipAnimation, [{ opacity: 1 }, { opacity: 0 }]);
    this.third.hidden = true;
    this.step = undefined;
  }

  async customAction() {}

  say() {
    this.querySelector(".who").textContent = this.data.speaker.name;
    this.querySelector(".words").textContent = this.step === 1 ? this.data.speaker.place : this.data.text;
    parent.postMessage({ said: { name: this.data.speaker.name, text: this.data.text } }, "*"); // a test listens
  }

  async move(skipAnimation, frames) {
    if (!skipAnimation) await this.third.animate(frames, SLOW).finished;
  }

  async look() {
    const reached = [];
    for (const [what, reach] of Object.entries(REACHES)) {
      await Promise.resolve()
        .then(reach)
        .then(
          () => reached.push(what),
          () => null,
        );
    }
    this.dataset.reached = reached.join(" ") || "nothing";
  }
}
