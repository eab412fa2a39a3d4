// Asks the service with the official TypeScript SDKs of the Model Context Protocol, the first line (sdk) and the second (client), which
// hold each result against its declared schema: node mcp_client.mjs URL PROGRAM
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { Client as FirstClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as FirstTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

const calls = JSON.parse(readFileSync(new URL("mcp_calls.json", import.meta.url), "utf8"));
const url = new URL("/mcp", process.argv[2]);
const command = process.argv[3];
const about = { name: "tests/contract", version: "1" };
const quiz = "rungs://ladders/ai-engineer/quiz";
const allYes = Array(7).fill("yes");
// After the fifth nothing could change the placement any more, and nothing more is asked.
const mixed = ["yes", "yes", "unsure", "no", "yes"];

const textOf = (result) => result.content.map((block) => block.text).join("");

async function everyTool(client) {
  const { tools } = await client.listTools();
  assert.deepEqual(tools.map((tool) => tool.name), Object.keys(calls));
  for (const { name, description, outputSchema, annotations } of tools) {
    assert.ok(description && outputSchema && annotations.readOnlyHint, name);
    const result = await client.callTool({ name, arguments: calls[name].arguments });
    assert.ok(!result.isError && textOf(result).includes(calls[name].says), `${name}: ${textOf(result)}`);
    assert.ok(result.structuredContent.sources.length > 0 && result.structuredContent.ladder.id, name);
  }
}

async function errors(client) {
  const result = await client.callTool({ name: "find_level", arguments: {} });
  assert.ok(result.isError && textOf(result).includes("/level") && textOf(result).includes("What to do:"), textOf(result));
  const refused = (asking, ...codes) => assert.rejects(asking, (error) => codes.includes(error.code));
  await refused(client.callTool({ name: "no_such_tool", arguments: {} }), -32602);
  await refused(client.getPrompt({ name: "no_such_prompt" }), -32602);
  await refused(client.readResource({ uri: `${quiz}/nothing` }), -32602, -32002);
}

async function whatIsRead(client) {
  const { resources } = await client.listResources();
  assert.ok(resources.length > 10 && resources.some((resource) => resource.uri === quiz));
  for (const { uri, mimeType } of resources) {
    const { contents } = await client.readResource({ uri });
    assert.deepEqual(contents.map((one) => [one.uri, one.mimeType, one.text.startsWith("# ")]), [[uri, mimeType, true]]);
  }
  const { resourceTemplates } = await client.listResourceTemplates();
  assert.equal(resourceTemplates.length, 4);
  const uri = resourceTemplates.map((one) => one.uriTemplate).find((template) => template.includes("{level}"));
  const { completion } = await client.complete({ ref: { type: "ref/resource", uri }, argument: { name: "level", value: "s" } });
  assert.deepEqual(completion.values, ["senior", "staff"]);
}

async function whatIsPrompted(client) {
  const { prompts } = await client.listPrompts();
  const own = { take_the_quiz: {}, prepare_promotion_talk: { level: "mid" }, mentor_phase: { phase: "2" } };
  assert.deepEqual(prompts.map((prompt) => prompt.name), Object.keys(own));
  for (const name of Object.keys(own)) {
    const { messages } = await client.getPrompt({ name, arguments: own[name] });
    assert.deepEqual(messages.map((message) => message.content.type), ["text", "resource"], name);
  }
  const ref = { type: "ref/prompt", name: "mentor_phase" };
  const { completion } = await client.complete({ ref, argument: { name: "phase", value: "" } });
  assert.equal(completion.values[0], "1");
}

/** Question and answer by plain calls: the receipt is that of score_quiz for the same answers. */
async function quizInWords(client, replies) {
  const given = { answers: {}, qualifiers: {} };
  const take = async (said) => (await client.callTool({ name: "take_quiz", arguments: said })).structuredContent;
  let turn = await take({});
  for (const answer of replies) {
    assert.equal(turn.status, "asking");
    given[turn.question.kind === "question" ? "answers" : "qualifiers"][turn.question.id] = answer;
    turn = await take({ state: turn.state, answer });
  }
  assert.equal(turn.status, "finished");
  const { structuredContent } = await client.callTool({ name: "score_quiz", arguments: given });
  assert.equal(turn.result.receipt, structuredContent.receipt);
  return turn.result.receipt;
}

/** One call, while the client puts each question before its user. */
async function quizByForms(connect, replies) {
  const left = [...replies];
  const client = await connect((form) => {
    const choices = form.requestedSchema.properties.answer.oneOf.map((choice) => choice.const);
    assert.deepEqual(choices, ["yes", "no", "unsure", "back", "stop"]);
    return { action: "accept", content: { answer: left.shift() } };
  });
  const { structuredContent } = await client.callTool({ name: "take_quiz", arguments: {} });
  await client.close();
  assert.equal(structuredContent.status, "finished");
  assert.deepEqual(left, []);
  return structuredContent.result.receipt;
}

async function quizDeclined(connect) {
  const client = await connect(() => ({ action: "decline" }));
  const { structuredContent } = await client.callTool({ name: "take_quiz", arguments: {} });
  await client.close();
  assert.equal(structuredContent.status, "stopped");
}

const second = (transport, version, options) => async (fill) => {
  const client = new Client(about, { ...options, capabilities: fill ? { elicitation: { form: {} } } : {} });
  if (fill) client.setRequestHandler("elicitation/create", (request) => fill(request.params));
  await client.connect(transport());
  assert.equal(client.getNegotiatedProtocolVersion(), version);
  return client;
};
const stateless = { versionNegotiation: { mode: { pin: "2026-07-28" } } };
const first = async () => {
  const client = new FirstClient(about);
  const transport = new FirstTransport(url);
  await client.connect(transport);
  assert.equal(transport.protocolVersion, "2025-11-25");
  return client;
};
const http = () => new StreamableHTTPClientTransport(url);
const stdio = () => new StdioClientTransport({ command, args: ["mcp"], env: process.env });

// The last member: whether the service can ask by forms, which over HTTP takes 2026-07-28.
const ways = [
  ["sdk, HTTP, 2025-11-25", first, false],
  ["client, HTTP, 2025-06-18", second(http, "2025-06-18", { supportedProtocolVersions: ["2025-06-18"] }), false],
  ["client, HTTP, 2025-11-25", second(http, "2025-11-25"), false],
  ["client, HTTP, 2026-07-28", second(http, "2026-07-28", stateless), true],
  ["client, stdio, 2025-11-25", second(stdio, "2025-11-25"), true],
  ["client, stdio, 2026-07-28", second(stdio, "2026-07-28", stateless), true],
];
for (const [name, connect, forms] of ways) {
  const client = await connect();
  assert.ok(client.getInstructions(), name);
  await everyTool(client);
  await errors(client);
  await whatIsRead(client);
  await whatIsPrompted(client);
  for (const replies of [allYes, mixed]) {
    const receipt = await quizInWords(client, replies);
    if (forms) assert.equal(await quizByForms(connect, replies), receipt);
  }
  await client.close();
  if (forms) await quizDeclined(connect);
  console.log(`TypeScript, ${name}: ${Object.keys(calls).length} tools, resources, prompts, the quiz`);
}
