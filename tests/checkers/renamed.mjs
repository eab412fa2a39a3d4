// Lets the conformance suite of the Model Context Protocol ask this service: node renamed.mjs URL COMMAND...
// runs the command with an address of its own for the service's as the last argument, and ends as it does.
//
// The suite calls tools, prompts and resources of its own names, which no service has but one made for it. On the way in, a
// message that names one of those below gets our name for the like, in its body and in Mcp-Name, and arguments that ours takes.
// On the way out, names of the suite stand again where ours were told back. All else passes as it is, both ways.
import { spawn } from "node:child_process";
import { createServer, request } from "node:http";

const [service, command, ...given] = process.argv.slice(2);

// What is called instead; its arguments by those of the suite; what the suite calls the question that is asked, and how its replies go
// on in the quiz, which has no question for a name or a colour.
const NAMES = {
  test_simple_text: { name: "list_levels" },
  test_logging_tool: { name: "list_levels" },
  test_error_handling: { name: "find_level" },
  test_streaming_elicitation: { name: "take_quiz" },
  test_input_required_result_elicitation: { name: "take_quiz", question: "user_name", replies: { name: "stop" } },
  test_input_required_result_request_state: { name: "take_quiz", replies: { ok: "stop" } },
  test_input_required_result_tampered_state: { name: "take_quiz", replies: { ok: "stop" } },
  test_input_required_result_multi_round: { name: "take_quiz", replies: { name: "yes", color: "stop" } },
  test_simple_prompt: { name: "take_the_quiz" },
  test_prompt_with_arguments: { name: "prepare_promotion_talk", arguments: { arg1: "level", arg2: "ladder" } },
  test_prompt_with_embedded_resource: { name: "mentor_phase", arguments: { resourceUri: "phase" } },
};
const VALUES = { testValue1: "mid", testValue2: "ai-engineer", "test://example-resource": "2" };
const ADDRESSES = {
  "test://static-text": { uri: "rungs://ladders/ai-engineer/quiz", ids: {} },
  "test://template/123/data": { uri: "rungs://ladders/ai-engineer/levels/mid", ids: { 123: "mid" } },
};
// What an answer asks its client: one question.
const QUESTION = "answer";

const known = (table, key) => (typeof key === "string" && Object.hasOwn(table, key) ? table[key] : undefined);

const withKeys = (object, key, value = (one) => one) =>
  Object.fromEntries(Object.entries(object ?? {}).map(([own, one]) => [key(own), value(one)]));

/** The message in our names and how its answer is told, or nothing where there is nothing of the suite's. */
function renamed(text) {
  let message;
  try {
    message = JSON.parse(text);
  } catch {
    return undefined;
  }
  const params = message?.params;
  const address = known(ADDRESSES, params?.uri);
  if (address) {
    const target = { from: params.uri, to: address.uri };
    params.uri = target.to;
    return { message, target, told: (answer) => echoed(answer, address.ids) };
  }
  const named = params?.ref ?? params;
  const fixture = known(NAMES, named?.name);
  if (!fixture) return undefined;
  const target = { from: named.name, to: fixture.name };
  named.name = target.to;
  const ours = (name) => fixture.arguments?.[name] ?? name;
  if (params.argument) params.argument.name = ours(params.argument.name);
  const sent = params.arguments;
  if (sent) params.arguments = withKeys(sent, ours, (value) => known(VALUES, value) ?? value);
  if (params.inputResponses) {
    const reply = (one) => {
      const answers = Object.keys(one?.content ?? {}).map((key) => fixture.replies?.[key]);
      return answers[0] ? { ...one, content: { answer: answers[0] } } : one;
    };
    params.inputResponses = withKeys(params.inputResponses, (key) => (key === fixture.question ? QUESTION : key), reply);
  }
  const ids = Object.fromEntries(Object.values(sent ?? {}).map((value) => [value, known(VALUES, value)]).filter(([, id]) => id));
  return { message, target, told: (answer) => asked(echoed(answer, ids), fixture.question) };
}

/** Ids stand between backquotes, or at the end of a part of an address. */
function echoed(answer, ids) {
  for (const [theirs, id] of Object.entries(ids)) answer = answer.replaceAll(new RegExp(`(?<=[\`/])${id}(?=[\`/"])`, "g"), theirs);
  return answer;
}

function asked(answer, question) {
  const told = JSON.parse(answer);
  if (!question || !told.result?.inputRequests) return answer;
  told.result.inputRequests = withKeys(told.result.inputRequests, (key) => (key === QUESTION ? question : key));
  return JSON.stringify(told);
}

async function whole(stream) {
  const parts = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

const proxy = createServer(async (incoming, outgoing) => {
  let body = await whole(incoming);
  const other = renamed(body.toString());
  // Names, values, order and repetition of all headers are the suite's own.
  const headers = [...incoming.rawHeaders];
  if (other) {
    body = Buffer.from(JSON.stringify(other.message));
    for (let at = 0; at < headers.length; at += 2) {
      if (/^content-length$/i.test(headers[at])) headers[at + 1] = String(body.length);
      // A header that says something else than the message does so still.
      if (/^mcp-name$/i.test(headers[at]) && headers[at + 1] === other.target.from) headers[at + 1] = other.target.to;
    }
  }
  const { hostname, port } = new URL(service);
  const onward = request({ hostname, port, method: incoming.method, path: incoming.url, headers }, async (answer) => {
    let told = await whole(answer);
    const headers = [...answer.rawHeaders];
    if (other) {
      told = Buffer.from(other.told(told.toString()));
      for (let at = 0; at < headers.length; at += 2) {
        if (/^content-length$/i.test(headers[at])) headers[at + 1] = String(told.length);
      }
    }
    outgoing.writeHead(answer.statusCode, headers).end(told);
  });
  onward.on("error", () => outgoing.destroy());
  onward.end(body);
});

proxy.listen(0, "127.0.0.1", () => {
  const child = spawn(command, [...given, `http://127.0.0.1:${proxy.address().port}/mcp`], { stdio: "inherit" });
  child.on("error", (error) => { throw error; });
  child.on("exit", (status) => process.exit(status ?? 1));
});
