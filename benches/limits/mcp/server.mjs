// The tool score_quiz on the official TypeScript SDK: the same ladder, the same scoring, an answer of the same members.
//
// Usage: node server.mjs PORT LADDER.json
//
// One session, JSON answers and no output schema: the fastest way that the SDK has.

import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";

import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { z } from "zod";

const [port, file] = process.argv.slice(2);
const ladder = JSON.parse(readFileSync(file, "utf8"));
const { questions, qualifiers, routing } = ladder.quiz;
const rules = routing.toSorted((one, other) => other.precedence - one.precedence);

const placeOf = ({ outcome }) => {
  const index = ladder.levels.findIndex((level) => level.id === outcome.level);
  return {
    level: outcome.level,
    title: ladder.levels[index]?.title ?? null,
    phase: outcome.phase,
    standing: outcome.standing,
    next_level: ladder.levels[index + 1]?.id ?? null,
  };
};

const ruleFor = (yes, leading) =>
  rules.find(
    ({ when }) => yes >= when.yes_min && yes <= when.yes_max && when.qualifiers.every((id) => leading.includes(id)),
  );

// All subsets of a list that have a size.
const subsets = (list, size) =>
  size === 0
    ? [[]]
    : list.flatMap((first, index) => subsets(list.slice(index + 1), size - 1).map((rest) => [first, ...rest]));

const REASONS = {
  yes: ["counted", "Counts as one yes."],
  no: ["not_counted", "Counts as not yes."],
  unsure: ["open", "Counts as not yes for now; a yes would add one."],
};

const base64 = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

const sign = (claims) => {
  const signed = `${base64({ alg: "HS256", kid: "0123456789abcdef", typ: "rungs-receipt" })}.${base64(claims)}`;
  return `${signed}.${createHmac("sha256", "secret").update(signed).digest("base64url")}`;
};

const score = ({ answers, qualifiers: said = {} }) => {
  const given = questions.filter(({ id }) => answers[id]);
  const counts = { yes: 0, no: 0, unsure: 0, unanswered: questions.length - given.length, questions: questions.length };
  for (const { id } of given) counts[answers[id]] += 1;
  const leading = qualifiers.map(({ id }) => id).filter((id) => said[id] === "yes");
  const rule = ruleFor(counts.yes, leading);
  const place = placeOf(rule);
  // What open answers can still change.
  const range = [];
  for (let yes = counts.yes; yes <= counts.yes + counts.unsure + counts.unanswered; yes += 1) {
    const possible = placeOf(ruleFor(yes, leading));
    if (range.at(-1)?.phase !== possible.phase) range.push(possible);
  }
  const notYes = questions.map(({ id }) => id).filter((id) => answers[id] !== "yes");
  let needed = 1;
  while (counts.yes + needed <= questions.length && placeOf(ruleFor(counts.yes + needed, leading)).phase === place.phase) {
    needed += 1;
  }
  const toAdvance = subsets(notYes, needed);
  const stages = [...new Set(questions.map(({ stage }) => stage))];
  const profile = stages.map((stage) => {
    const of = questions.filter((question) => question.stage === stage);
    return { stage, yes: of.filter(({ id }) => answers[id] === "yes").length, of: of.length };
  });
  const phase = ladder.phases.find((phase) => phase.number === place.phase);
  const level = ladder.levels.find(({ id }) => id === phase.level);
  const next = ladder.levels[ladder.levels.indexOf(level) + 1];
  const roadblocks = ladder.roadblocks.filter(({ levels }) => levels.includes(level.id));
  const at = `/ladders/${ladder.id}?version=${ladder.version}&locale=en`;
  const source = (kind, id, title, fragment) => ({ id, kind, link: `${at}#${fragment}`, title });
  const stamp = { id: ladder.id, version: ladder.version, hash: ladder.ladder.hash };
  return {
    ladder: stamp,
    placement: place,
    counts,
    decided: range.length === 1,
    range,
    rule: { id: rule.id, text: `${rule.when.yes_min} to ${rule.when.yes_max} yes` },
    reasons: given.map(({ id }) => {
      const [effect, text] = REASONS[answers[id]];
      return { id, answer: answers[id], effect, text };
    }),
    profile,
    unevenness: null,
    to_advance: toAdvance,
    to_advance_total: toAdvance.length,
    plateau: { level: level.id, ...level.plateau },
    roadblocks: roadblocks.map(({ id, title, remedy }) => ({ id, title, remedy })),
    criteria: phase.criteria.map(({ id, text, measure }) => ({ id, kind: phase.criteria_kind, to: next.id, text, measure })),
    self_reported: true,
    receipt: sign({
      answers,
      ladder: { hash: stamp.hash, id: stamp.id, version: stamp.version },
      outcome: { level: place.level, phase: place.phase, standing: place.standing },
      qualifiers: said,
      rule: rule.id,
    }),
    sources: [
      source("level", level.id, level.title, `level-${level.id}`),
      source("phase", phase.id, phase.title, phase.id),
      ...roadblocks.map(({ id, title }) => source("roadblock", id, title, `roadblock-${id}`)),
      ...phase.criteria.map(({ id, text }) => source("criterion", id, text, `criterion-${id}`)),
    ],
    not_in_ladder: [],
  };
};

const text = ({ placement, counts, range, rule, reasons, plateau, sources }) =>
  [
    `# Placement: ${placement.title}, phase ${placement.phase}`,
    `Not decided yet: ${range.map(({ title, phase }) => `**${title}** (phase ${phase})`).join(", ")}.`,
    "Self-reported: these are the answers as given, and nobody has reviewed them.",
    `Of ${counts.questions} questions: ${counts.yes} yes, ${counts.no} no, ${counts.unsure} unsure, ${counts.unanswered} not answered.`,
    `The rule that decides: ${rule.text} (\`${rule.id}\`).`,
    reasons.map(({ id, answer, text }) => `- ${id}, ${answer}: ${text}`).join("\n"),
    `## ${plateau.title}`,
    plateau.summary,
    sources.map(({ id, link, title }) => `- [${title}](${link}) \`${id}\``).join("\n"),
  ].join("\n\n");

const answer = z.enum(["yes", "no", "unsure"]);
const server = new McpServer({ name: "score", version: "1.0.0" });
server.registerTool(
  "score_quiz",
  {
    title: "Score the quiz",
    description: "Places a person on the ladder by their answers.",
    inputSchema: { answers: z.record(z.string(), answer), qualifiers: z.record(z.string(), answer).optional() },
  },
  (sent) => {
    const structuredContent = score(sent);
    return { content: [{ type: "text", text: text(structuredContent) }], structuredContent };
  },
);
const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => "session", enableJsonResponse: true });
await server.connect(transport);

createServer((request, response) => {
  if (request.method === "GET") response.end();
  else transport.handleRequest(request, response).catch(() => response.destroy());
}).listen(Number(port), "127.0.0.1");
