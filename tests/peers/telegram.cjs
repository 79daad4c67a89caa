// npm's telegram-test-api, with one person at its own client. Each line that comes in is one act: {"act", "words", "message"}.
"use strict";
const { createRequire } = require("node:module");
const { createInterface } = require("node:readline");

const TelegramServer = createRequire(`${process.cwd()}/`)("telegram-test-api");
const [port, token, person] = process.argv.slice(2);
const KEPT = 3600; // seconds: with its own default the peer would forget messages while we talk

const server = new TelegramServer({ port: Number(port), host: "127.0.0.1", storeTimeout: KEPT });
const client = server.getClient(token, { userId: Number(person), chatId: Number(person) });

const acts = {
  command: ({ words }) => client.sendCommand(client.makeCommand(words)),
  write: ({ words }) => client.sendMessage(client.makeMessage(words)),
  tap: ({ words, message }) =>
    client.sendCallback(client.makeCallbackQuery(words, { message: { message_id: message } })),
};

async function main() {
  await server.start();
  console.log("listening");
  for await (const line of createInterface({ input: process.stdin })) {
    const asked = JSON.parse(line);
    await acts[asked.act](asked);
  }
  await server.stop();
}

main().catch((problem) => {
  console.error(problem.message);
  process.exit(1);
});
