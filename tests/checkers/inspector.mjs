// Asks the service with the command line of the official inspector of the Model Context Protocol, and looks at what it prints:
// node inspector.mjs URL PROGRAM
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";

const tools = Object.keys(JSON.parse(readFileSync(new URL("mcp_calls.json", import.meta.url), "utf8")));
const quiz = "rungs://ladders/ai-engineer/quiz";
const http = ["--server-url", new URL("/mcp", process.argv[2]).href, "--transport", "http"];
// It does not hand its environment on.
const settings = Object.entries(process.env).filter(([name]) => name.startsWith("RUNGS_"));
const stdio = [...settings.flatMap((setting) => ["-e", setting.join("=")]), process.argv[3], "mcp", "--transport", "stdio"];

const asked = [
  // With --strict an error in a tool's schema ends it with another status than 0.
  ["tools/list", ["--strict"], (result) => assert.deepEqual(result.tools.map((tool) => tool.name), tools)],
  ["tools/call", ["--tool-name", "list_levels", "--tool-arg", "limit=2"], ({ structuredContent }) => {
    assert.deepEqual(structuredContent.items.map((level) => level.id), ["junior", "mid"]);
  }],
  ["tools/call", ["--tool-name", "take_quiz"], ({ structuredContent }) => {
    assert.equal(structuredContent.status, "asking");
    assert.ok(structuredContent.state && structuredContent.question.id === "q1");
  }],
  ["resources/list", [], (result) => assert.ok(result.resources.some((resource) => resource.uri === quiz))],
  ["resources/templates/list", [], (result) => assert.equal(result.resourceTemplates.length, 4)],
  ["resources/read", ["--uri", quiz], ({ contents: [quiz] }) => assert.match(quiz.text, /^# [^]*## Questions/)],
  ["prompts/get", ["--prompt-name", "prepare_promotion_talk", "--prompt-args", "level=mid"], ({ messages }) => {
    assert.ok(messages[0].content.text.includes("check_readiness") && messages[1].content.resource.text.startsWith("# Phase 1"));
  }],
];

async function inspect(way, target) {
  for (const [method, own, holds] of asked) {
    const all = ["--cli", ...target, "--method", method, ...own, "--format", "json", "--quiet"];
    const { stdout } = await promisify(execFile)("inspector", all, { maxBuffer: 1 << 26 });
    const { result } = JSON.parse(stdout);
    assert.ok(result, `${way}, ${method}: ${stdout}`);
    holds(result);
  }
  console.log(`${way}: ${asked.length} methods`);
}

// Its words for versions with a handshake and for those without.
await Promise.all([
  inspect("HTTP, legacy", [...http, "--protocol-era", "legacy"]),
  inspect("HTTP, modern", [...http, "--protocol-era", "modern"]),
  inspect("stdio, legacy", [...stdio, "--protocol-era", "legacy"]),
  inspect("stdio, modern", [...stdio, "--protocol-era", "modern"]),
]);
