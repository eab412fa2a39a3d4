// What an integrator writes against the generated types: compiled, and then run against the service.
import createClient from "openapi-fetch";
import type { paths } from "./api.js";

// Without the second argument the Markdown that every answer also comes in makes a union of each.
const client = createClient<paths, "application/json" | "application/problem+json">({ baseUrl: process.argv[2] ?? "" });
const ladder = "ai-engineer";

const read = await client.GET("/v1/ladders/{ladder}", { params: { path: { ladder } } });
if (read.data === undefined) throw new Error(`the ladder was not read: ${JSON.stringify(read.error)}`);

const scored = await client.POST("/v1/ladders/{ladder}/quiz/score", {
  params: { path: { ladder } },
  body: { answers: { q1: "yes" } },
});
if (scored.data === undefined) throw new Error(`the quiz was not scored: ${JSON.stringify(scored.error)}`);
const level: string | null | undefined = scored.data.placement.level;
if (level !== "junior") throw new Error(`one yes is a junior, and the service said ${level}`);

const refused = await client.POST("/v1/ladders/{ladder}/quiz/score", {
  params: { path: { ladder } },
  body: { answers: {} },
});
if (refused.response.status !== 422 || refused.error === undefined) throw new Error("no answers at all were not refused");
const title: string | null | undefined = refused.error.title;
console.log(`one yes: ${level}; no answers: ${refused.response.status} ${title}`);
