// Reads an AsyncAPI document on stdin and prints what @asyncapi/parser finds wrong with it, as JSON.

import { Parser } from "@asyncapi/parser";

let text = "";
for await (const portion of process.stdin) text += portion;
const { document, diagnostics } = await new Parser().parse(text);
const wrong = diagnostics
  .filter(({ severity }) => severity === 0)
  .map(({ message, path }) => `${path.join("/")}: ${message}`);
console.log(
  JSON.stringify({
    channels: document
      ? document
          .channels()
          .all()
          .map((one) => one.id())
      : null,
    wrong,
  }),
);
