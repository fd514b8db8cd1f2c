// The peer: a bare Socket.IO server. It takes the same posts over HTTP and emits to every screen an event of the
// same fields as ours. It checks nothing, stores nothing and forgets everything.
import { createServer } from "node:http";
import { Server } from "socket.io";

const port = Number(process.argv[2]);
let number = 0;

function event(question) {
  const at = new Date().toISOString();
  number += 1;
  return {
    seq: number,
    at,
    type: "question.received",
    by: null,
    question: number,
    state: "new",
    view: {
      number,
      state: "new",
      version: 1,
      rank: null,
      text: question.text,
      air_text: null,
      source: "api",
      author: { name: question.author.name, contact: null, profile: null },
      locality: null,
      topic: null,
      asked_at: null,
      received_at: at,
      askers: 1,
      merged_into: null,
      decline: null,
      notes: { presenter: null, head: null },
      wanted: false,
      promises: [],
      attachments: [],
      author_change: null,
      caller: null,
      graphic: false,
      answer: null,
      moved: null,
    },
  };
}

const http = createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    if (request.method === "POST") {
      const shown = event(JSON.parse(Buffer.concat(chunks).toString()));
      screens.emit("events", { epoch: "bench", from: number - 1, to: number, events: [shown] });
    }
    const body = JSON.stringify({ number, broadcast: "bench", state: "new", version: 1 });
    response.writeHead(201, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) });
    response.end(body);
  });
});

http.keepAliveTimeout = 75000; // As ours.

const io = new Server(http, { transports: ["websocket"], pingInterval: 10000, pingTimeout: 8000 });
const screens = io.of("/live");
screens.on("connection", (socket) => socket.on("sync", (body, answer) => answer({ to: number })));
http.listen(port, "127.0.0.1", 1024);
