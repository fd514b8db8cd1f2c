/** Imports a package's main file as a renderer would, and says what calls its class answers to. */

import { pathToFileURL } from "node:url";

class Element {}

globalThis.HTMLElement = Element;
globalThis.document = { createTreeWalker: () => ({}), createComment: () => ({}) };

const { default: Graphic } = await import(pathToFileURL(process.argv[2]));
const calls = ["load", "dispose", "playAction", "stopAction", "updateAction", "customAction"];
const answered = calls.filter((call) => typeof Graphic.prototype[call] === "function");
console.log(JSON.stringify({ element: Graphic.prototype instanceof Element, answered }));
