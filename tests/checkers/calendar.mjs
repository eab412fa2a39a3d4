// Reads a calendar with the parser that Thunderbird's calendar uses: node calendar.mjs FILE
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const calendar = new ICAL.Component(ICAL.parse(readFileSync(process.argv[2], "utf8")));
const events = calendar.getAllSubcomponents("vevent").map((event) => new ICAL.Event(event));
if (events.length < 2) throw new Error("too few events");
for (const event of events) {
  if (!event.startDate.isDate) throw new Error(`${event.summary}: not a whole day`);
  if (!event.uid || !event.summary || !event.description) throw new Error(`${event.summary}: something is missing`);
}
console.log(`${events.length} events, ${events[0].startDate} to ${events.at(-1).startDate}`);
