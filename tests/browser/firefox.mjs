// The main paths in Firefox, by WebDriver BiDi: the quiz to its result, the ladder in two languages, and the web component on another
// site under a strict policy. WebDriver BiDi cannot turn script off; without script is tried in Chromium.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import puppeteer from "puppeteer-core";
import { BASE, embedding, site } from "./harness.mjs";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PHONE = { width: 360, height: 740 };
const DESKTOP = { width: 1280, height: 800 };
const ANSWERS = ["yes", "yes", "yes", "yes", "no", "unsure"];

let browser;
before(async () => {
  browser = await puppeteer.launch({ browser: "firefox", executablePath: process.env.FIREFOX, headless: true });
});
after(() => browser?.close());

/** Opens `url`; whatever the page reports in the console or throws is kept in `page.faults`. */
async function open(url, { viewport = DESKTOP } = {}) {
  const page = await browser.newPage();
  page.faults = [];
  page.on("console", (message) => ["error", "warn"].includes(message.type()) && page.faults.push(message.text()));
  page.on("pageerror", (error) => page.faults.push(String(error)));
  page.setDefaultTimeout(15000);
  await page.setViewport(viewport);
  await page.goto(url);
  return page;
}

/** Nothing was reported, nothing is wider than the screen, and axe finds no fault. */
async function check(page) {
  assert.deepEqual(page.faults, []);
  const { scroll, client } = await page.evaluate(() => ({ scroll: document.documentElement.scrollWidth, client: document.documentElement.clientWidth }));
  assert.ok(scroll <= client, `the page scrolls sideways: ${scroll} > ${client}`);
  await page.evaluate(`if (!window.axe) { ${axeSource} }`);
  const faults = await page.evaluate(async () => (await window.axe.run(document, { resultTypes: ["violations"] })).violations.map(({ id, nodes }) => `${id}: ${nodes[0].failureSummary}`));
  assert.deepEqual(faults, []);
}

/** Answers every question of the component. */
async function answer(page) {
  for (const [at, given] of ANSWERS.entries()) {
    await page.waitForFunction((at) => document.querySelector("rungs-quiz").shadowRoot?.textContent.includes(`Question ${at} of 6`), {}, at + 1);
    await page.locator(`rungs-quiz >>> label.answer:has(input[value="${given}"])`).click();
  }
}

describe("Firefox", () => {
  for (const [name, viewport] of [["phone", PHONE], ["desktop", DESKTOP]]) {
    test(`takes the quiz to its result on a ${name}`, async () => {
      const page = await open(`${BASE}/`, { viewport });
      await answer(page);
      await page.waitForSelector("#result");
      assert.equal(await page.$eval("h1", (title) => title.textContent), "Your result: Mid AI Engineer");
      assert.equal(new URL(page.url()).hash, "#yes=q1,q2,q3,q4&no=q5&unsure=q6");
      await check(page);
      await page.close();
    });

    for (const locale of ["en", "de"]) {
      test(`shows the ladder in ${locale} on a ${name}`, async () => {
        const page = await open(`${BASE}/ladders/ai-engineer?locale=${locale}`, { viewport });
        assert.equal(await page.$eval("html", (html) => html.lang), locale);
        await check(page);
        await page.close();
      });
    }
  }

  test("takes the quiz in the web component of another site, under a strict policy", async () => {
    const csp =
      // Firefox asks for the host's icon.
      `default-src 'none'; img-src 'self'; script-src ${BASE}; connect-src ${BASE}; style-src 'none'; base-uri 'none'; form-action 'none'; ` +
      "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
    const host = await site({ pages: { "/": embedding('<rungs-quiz ladder="ai-engineer"></rungs-quiz>') }, csp });
    const page = await open(`${host.origin}/`);
    await answer(page);
    await page.waitForFunction(() => document.querySelector("rungs-quiz").shadowRoot.querySelector("h2 [part=level]")?.textContent === "Mid AI Engineer");
    assert.deepEqual(page.faults, []);
    assert.deepEqual(host.reports, []);
    await page.close();
    host.close();
  });
});
