// What every browser test stands on: one browser, contexts like people's devices, pages served from another origin than
// the service, and a record of everything that a page did and should not have done.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import path from "node:path";
import { chromium } from "playwright-core";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The service under test, without a slash at its end. */
export const BASE = (process.env.BASE ?? "http://127.0.0.1:8080").replace(/\/+$/, "");
const SHOTS = process.env.SHOTS;

export const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
export const DESKTOP = { viewport: { width: 1280, height: 800 } };

let browser;
const launch = () =>
  (browser ??= chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    // Chromium's own sandbox does not work for root, and nothing here loads a page from elsewhere.
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  }));

const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8" };

/**
 * A site of its own on a free port, and so of another origin than the service. `pages` maps paths to text; `folder` is
 * served as it is; `replace` is a list of [from, to] for every text. Reports of violated policies are kept in `reports`.
 */
export async function site({ pages = {}, folder, csp, replace = [] }) {
  const reports = [];
  const server = http.createServer((request, response) => {
    const name = new URL(request.url, "http://site").pathname;
    if (name === "/csp-report") {
      let body = "";
      request.on("data", (chunk) => (body += chunk));
      request.on("end", () => reports.push(body));
      response.writeHead(204).end();
      return;
    }
    let text = pages[name];
    if (text === undefined && folder && !name.includes("..")) {
      try {
        text = readFileSync(path.join(folder, name), "utf8");
      } catch {
        // Answered with 404 below.
      }
    }
    if (name === "/favicon.ico") response.writeHead(204).end();
    else if (text === undefined) response.writeHead(404).end();
    else {
      const headers = { "content-type": TYPES[path.extname(name)] ?? TYPES[".html"] };
      if (csp) headers["content-security-policy"] = `${csp}; report-uri /csp-report`;
      response.writeHead(200, headers);
      response.end(replace.reduce((done, [from, to]) => done.replaceAll(from, to), text));
    }
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  // A test that fails before it closes its site must not keep the program from ending.
  server.unref();
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    reports,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Another service than ours, which answers as `handler` says; its URL. */
export async function stub(handler) {
  const server = http.createServer(handler);
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  server.unref();
  return `http://127.0.0.1:${server.address().port}`;
}

/** A page with the given body that loads the web components from the service. */
export const embedding = (body, { lang = "en", dir = "ltr", head = "" } = {}) =>
  `<!DOCTYPE html><html lang="${lang}" dir="${dir}"><head><meta charset="utf-8"><title>Host</title>` +
  `<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">${head}` +
  `<script src="${BASE}/embed/rungs.js" defer></script></head><body><main><h1>Host</h1>${body}</main></body></html>`;

const watched = new WeakMap();

/** Opens `url` as on the given device; options are those of a Playwright context (colorScheme, javaScriptEnabled, locale ...). */
export async function open(url, device = DESKTOP, options = {}) {
  const context = await (await launch()).newContext({ locale: "en", ...device, ...options });
  const page = await context.newPage();
  const seen = { console: [], errors: [], requests: [] };
  watched.set(page, seen);
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && seen.console.push(message.text()));
  page.on("pageerror", (error) => seen.errors.push(String(error)));
  page.on("request", (request) => seen.requests.push(request));
  page.setDefaultTimeout(8000);
  await page.goto(url);
  return page;
}

/** What the page has asked for so far. */
export const requests = (page) => watched.get(page).requests;

/** Forgets the console messages of failures that a test brought about itself. */
export const forgive = (page, pattern) => {
  const seen = watched.get(page);
  seen.console = seen.console.filter((text) => !pattern.test(text));
};

/** No fault of access, nothing in the console, nothing asked of others, nothing wider than the screen. */
export async function check(page, { site, scope, rules = {} } = {}) {
  const seen = watched.get(page);
  assert.deepEqual(seen.errors, [], "errors of the page");
  assert.deepEqual(seen.console, [], "console");
  if (site) assert.deepEqual(site.reports, [], "reports of violated policies");
  const allowed = [new URL(BASE).origin, new URL(page.url()).origin];
  const foreign = seen.requests.map((request) => request.url()).filter((url) => !url.startsWith("data:") && !allowed.includes(new URL(url).origin));
  assert.deepEqual(foreign, [], "requests to others");
  const { scroll, client } = await page.evaluate(() => ({ scroll: document.documentElement.scrollWidth, client: document.documentElement.clientWidth }));
  assert.ok(scroll <= client, `the page scrolls sideways: ${scroll} > ${client}`);
  // Over the debugger's protocol, which no policy of the page holds back.
  await page.evaluate(`if (!window.axe) { ${axeSource} }`);
  const faults = await page.evaluate(
    async ([scope, rules]) => {
      const { violations } = await window.axe.run(scope ?? document, { rules, resultTypes: ["violations"] });
      return violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(({ target, failureSummary }) => `${target.flat().join(" >> ")}: ${failureSummary}`) }));
    },
    [scope, rules],
  );
  assert.deepEqual(faults, [], "axe");
}

/** A picture of the whole page, where SHOTS names a folder. */
export async function shot(page, name) {
  if (!SHOTS) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: path.join(SHOTS, `${name}.png`), fullPage: true });
}

/** Closes the page's context and all that belongs to it. */
export const leave = (page) => page.context().close();

/** To be called once, after the last test of a file. */
export const shutDown = async () => {
  await (await browser)?.close();
};
