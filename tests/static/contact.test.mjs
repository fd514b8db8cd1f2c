import "./page.mjs";
import assert from "node:assert/strict";
import { describe, test } from "node:test";

const { networkOf, reach } = await import("../../static/parts/contact.js");

describe("how somebody is reached", () => {
  test("a number and an address stand without their kind, and lead where the device can follow", () => {
    assert.deepEqual(reach("tel:+79000000012"), { text: "+79000000012", href: "tel:+79000000012" });
    assert.deepEqual(reach("mailto:anna@example.org"), { text: "anna@example.org", href: "mailto:anna@example.org" });
    assert.deepEqual(reach("https://vk.com/anna"), { text: "vk.com/anna", href: "https://vk.com/anna" });
  });

  test("a network's own number leads to the page where there is one", () => {
    assert.deepEqual(reach("vk:123"), { text: "vk.com/id123", href: "https://vk.com/id123" });
    assert.deepEqual(reach("vk:-45"), { text: "vk.com/club45", href: "https://vk.com/club45" });
    assert.deepEqual(reach("ok:user:567"), { text: "ok.ru/profile/567", href: "https://ok.ru/profile/567" });
  });

  test("what only the network understands is shown to nobody", () => {
    for (const contact of ["max:rehearsal-3370", "max:17", "telegram:-5", "ok:chat:C1", "vk:rehearsal-0012"]) {
      assert.equal(reach(contact), null, contact);
      assert.equal(networkOf(contact), contact.split(":")[0]);
    }
  });

  test("free words stay as they were written; nothing is nothing", () => {
    assert.deepEqual(reach("Дом 5, постучать"), { text: "Дом 5, постучать", href: null });
    assert.deepEqual(reach("скажите: соседке"), { text: "скажите: соседке", href: null });
    assert.equal(networkOf("tel:+7900"), null);
    assert.equal(reach(null), null);
    assert.equal(reach(""), null);
  });
});
