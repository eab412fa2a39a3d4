// The pages in a real browser: the whole quiz to its plan, with and without script, by keyboard alone, shared by a link, printed,
// in two languages; and what a person would stumble over.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, describe, test } from "node:test";
import { BASE, DESKTOP, PHONE, check, forgive, leave, open, requests, shot, shutDown } from "./harness.mjs";

after(shutDown);

const LADDER = "ai-engineer";
const quiz = (page) => page.locator("rungs-quiz");
const place = (page) => page.getByRole("heading", { level: 1 });

/** Answers question after question in the component. */
async function answer(page, answers, tap = false) {
  for (const [at, said] of answers.entries()) {
    await quiz(page).getByText(`Question ${at + 1} of 6`).waitFor();
    const choice = quiz(page).locator(`label.answer:has(input[value="${said}"])`);
    // Taps in quick succession at one place are a double tap, whose second is ignored.
    if (tap) {
      await page.waitForTimeout(320);
      await choice.tap();
    } else await choice.click();
  }
  // The last answer is shown before it is sent.
  const finish = quiz(page).getByRole("button", { name: "Finish" });
  if (await finish.isVisible().catch(() => false)) await finish.click();
}

async function finished(page, title) {
  await page.locator("#result").waitFor();
  assert.equal(await place(page).textContent(), `Your result: ${title}`);
}

const LINK = "#yes=q1,q2,q3,q4&no=q5&unsure=q6";

describe("the quiz on its page", () => {
  for (const [name, device] of [["phone", PHONE], ["desktop", DESKTOP]]) {
    for (const colorScheme of ["light", "dark"]) {
      test(`to the plan, on a ${name} in ${colorScheme}`, async () => {
        const page = await open(`${BASE}/`, device, { colorScheme });
        await quiz(page).getByText("Question 1 of 6").waitFor();
        await check(page);
        await shot(page, `page-start-${name}-${colorScheme}`);
        await answer(page, ["yes", "yes", "yes", "yes", "no", "unsure"], device === PHONE);
        await finished(page, "Mid AI Engineer");
        assert.equal(new URL(page.url()).hash, LINK);
        for (const id of ["why", "up", "plateau", "plan", "pay", "next", "keep"]) {
          assert.equal(await page.locator(`section#${id} h2`).count(), 1, id);
        }
        await check(page);
        await shot(page, `page-result-${name}-${colorScheme}`);
        for (const summary of await page.locator("summary").all()) await summary.click();
        await check(page);
        // No server has seen the answers in an address.
        const asked = requests(page).map((request) => request.url());
        assert.ok(asked.every((url) => !/q1|unsure/.test(new URL(url).search + new URL(url).pathname)), asked.join("\n"));
        await leave(page);
      });

      test(`the ladder, on a ${name} in ${colorScheme}`, async () => {
        const page = await open(`${BASE}/ladders/${LADDER}`, device, { colorScheme });
        await check(page);
        await shot(page, `page-ladder-${name}-${colorScheme}`);
        await leave(page);
      });
    }
  }

  test("by keyboard alone", async () => {
    const page = await open(`${BASE}/`);
    await quiz(page).getByText("Question 1 of 6").waitFor();
    // From the top of the page: past the way to the content and the navigation.
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to the content");
    await page.keyboard.press("Enter");
    for (let at = 1; at <= 6; at += 1) {
      await quiz(page).getByText(`Question ${at} of 6`).waitFor();
      await page.keyboard.press("Tab");
      await page.keyboard.press("Space");
      await page.keyboard.press("Enter");
    }
    await quiz(page).getByText("One more question").waitFor();
    await check(page);
    await shot(page, "page-qualifier");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    await page.keyboard.press("Enter");
    await finished(page, "Senior AI Engineer, approaching Staff AI Engineer");
    assert.equal(await page.evaluate(() => document.activeElement.localName), "h1");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), "#why");
    await check(page);
    await leave(page);
  });

  test("a link leads to the same result, and back to the answers", async () => {
    const page = await open(`${BASE}/${LINK}`);
    await finished(page, "Mid AI Engineer");
    await page.waitForFunction(() => !document.querySelector("[aria-busy]"));
    const posts = requests(page).filter((request) => request.method() === "POST" && new URL(request.url()).pathname === "/");
    assert.equal(posts.length, 1);
    const { ladder } = await (await fetch(`${BASE}/v1/ladders/${LADDER}/quiz`)).json();
    assert.equal(await page.locator("#share").inputValue(), `${BASE}/?version=${ladder.version}${LINK}`);
    await page.getByRole("link", { name: "Change answers" }).click();
    await quiz(page).getByText("Question 1 of 6").waitFor();
    assert.equal(await quiz(page).locator("label.answer input[value=yes]").isChecked(), true);
    assert.equal(new URL(page.url()).hash, "");
    await check(page);
    await answer(page, ["no", "no", "no", "no", "no", "no"]);
    await finished(page, "Pre-role, before Junior AI Engineer");
    await page.getByRole("link", { name: "Start again" }).click();
    await quiz(page).getByText("Question 1 of 6").waitFor();
    assert.equal(await quiz(page).locator("label.answer input:checked").count(), 0);
    await leave(page);
  });

  test("the plan follows hours, start, and what is met", async () => {
    const page = await open(`${BASE}/${LINK}`);
    await finished(page, "Mid AI Engineer");
    await page.locator("form.plan input[name=hours]").fill("20");
    await page.locator("form.plan input[name=start]").fill("2027-03-01");
    await page.locator("form.plan input[type=checkbox]").first().check();
    await page.getByRole("button", { name: "Plan again" }).click();
    await page.locator("time[datetime='2027-03-01']").first().waitFor({ state: "attached" });
    assert.equal(await page.locator("form.plan input[name=hours]").inputValue(), "20");
    assert.equal(await page.locator("form.plan input[type=checkbox]").first().isChecked(), true);
    assert.equal(new URL(page.url()).hash, LINK);
    await check(page);
    await leave(page);
  });

  test("a way within a result keeps its address, and so does another language", async () => {
    const page = await open(`${BASE}/${LINK}`);
    await finished(page, "Mid AI Engineer");
    await page.locator("nav.contents").getByRole("link", { name: "Your plan" }).click();
    assert.equal(new URL(page.url()).hash, LINK);
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Your plan");
    await page.reload();
    await finished(page, "Mid AI Engineer");
    await page.getByRole("link", { name: "Deutsch" }).click();
    await page.getByRole("heading", { name: "Dein Ergebnis: Mid AI Engineer" }).waitFor();
    assert.equal(new URL(page.url()).hash, LINK);
    await leave(page);
  });

  test("a service that does not answer is said so, and asked again", async () => {
    const page = await open(`${BASE}/`);
    const cut = (route) => (route.request().method() === "POST" && new URL(route.request().url()).pathname === "/" ? route.abort() : route.continue());
    await page.route("**/*", cut);
    await answer(page, ["yes", "yes", "yes", "yes", "no", "unsure"]);
    await page.getByRole("alert").filter({ hasText: "did not answer" }).waitFor();
    forgive(page, /ERR_FAILED/);
    await check(page);
    await shot(page, "page-no-answer");
    await page.unroute("**/*", cut);
    await page.getByRole("button", { name: "Try again" }).click();
    await finished(page, "Mid AI Engineer");
    assert.equal(await page.getByRole("alert").count(), 0);
    await leave(page);
  });

  test("a late answer is not shown over a newer one", async () => {
    const page = await open(`${BASE}/`);
    let first = true;
    await page.route("**/*", async (route) => {
      if (route.request().method() === "POST" && first) {
        first = false;
        await new Promise((done) => setTimeout(done, 1500));
      }
      await route.continue().catch(() => {});
    });
    await page.evaluate(() => (location.hash = "#yes=q1"));
    await page.waitForTimeout(200);
    await page.evaluate(() => (location.hash = "#yes=q1,q2,q3,q4,q5"));
    await finished(page, "Senior AI Engineer");
    await page.waitForTimeout(2000);
    await finished(page, "Senior AI Engineer");
    assert.equal(new URL(page.url()).hash, "#yes=q1,q2,q3,q4,q5");
    await leave(page);
  });

  test("files to take along", async () => {
    const page = await open(`${BASE}/${LINK}`);
    await finished(page, "Mid AI Engineer");
    for (const [name, file, begins] of [
      ["Plan as Markdown", "ai-engineer-plan.md", "# "],
      ["Plan as a picture", "ai-engineer-plan.svg", "<svg "],
      ["Milestones as a calendar", "ai-engineer-plan.ics", "BEGIN:VCALENDAR"],
      ["Result as JSON", "ai-engineer-placement.json", '{"ladder"'],
    ]) {
      const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name }).click()]);
      assert.equal(download.suggestedFilename(), file);
      assert.ok((await readFile(await download.path(), "utf8")).startsWith(begins), file);
    }
    await check(page);
    await leave(page);
  });

  test("in German", async () => {
    const page = await open(`${BASE}/`, PHONE, { locale: "de-DE" });
    await quiz(page).getByText("Frage 1 von 6").waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), "de");
    await check(page);
    await shot(page, "page-start-german");
    await page.getByRole("link", { name: "English" }).click();
    await quiz(page).getByText("Question 1 of 6").waitFor();
    assert.match(page.url(), /locale=en/);
    await page.goto(`${BASE}/?locale=de${LINK}`);
    await page.locator("#result").waitFor();
    assert.equal(await place(page).textContent(), "Dein Ergebnis: Mid AI Engineer");
    await check(page);
    await shot(page, "page-result-german");
    await page.goto(`${BASE}/ladders/${LADDER}?locale=de`);
    await check(page);
    await shot(page, "page-ladder-german");
    await leave(page);
  });
});

describe("without script", () => {
  test("the form is answered with the result, the qualifier between them", async () => {
    const page = await open(`${BASE}/`, PHONE, { javaScriptEnabled: false });
    assert.equal(await page.locator("fieldset").count(), 6);
    await shot(page, "page-start-no-script");
    await page.getByRole("button", { name: "Show my result" }).click();
    assert.match(await page.locator("[role=alert]").textContent(), /at least one/);
    for (const set of await page.locator("fieldset").all()) await set.getByLabel("Yes").check();
    await page.getByRole("button", { name: "Show my result" }).click();
    assert.equal(await place(page).textContent(), "One more question");
    await shot(page, "page-qualifier-no-script");
    await page.getByLabel("No", { exact: true }).check();
    await page.getByRole("button", { name: "Show my result" }).click();
    await finished(page, "Senior AI Engineer");
    assert.equal(await page.locator("#share").isVisible(), false);
    await shot(page, "page-result-no-script");
    await page.locator("form.plan input[name=hours]").fill("12");
    await page.getByRole("button", { name: "Plan again" }).click();
    assert.equal(await page.locator("form.plan input[name=hours]").inputValue(), "12");
    await page.getByRole("link", { name: "Start again" }).click();
    assert.equal(await page.locator("fieldset").count(), 6);
    await leave(page);
  });
});

describe("where scripts are held back", () => {
  test("the form is there all the same, and has no fault of access on the way to the result", async () => {
    const page = await open("about:blank", PHONE);
    await page.route(/\.js$/, (route) => route.abort());
    const whole = async () => {
      forgive(page, /ERR_FAILED/);
      await check(page);
    };
    await page.goto(`${BASE}/`);
    await page.getByRole("button", { name: "Show my result" }).waitFor();
    await page.waitForTimeout(1600);
    await whole();
    for (const set of await page.locator("fieldset").all()) await set.getByLabel("Yes").check();
    await page.getByRole("button", { name: "Show my result" }).click();
    await page.getByRole("heading", { name: "One more question" }).waitFor();
    await whole();
    await page.getByLabel("Yes").check();
    await page.getByRole("button", { name: "Show my result" }).click();
    await finished(page, "Senior AI Engineer, approaching Staff AI Engineer");
    await whole();
    await page.goto(`${BASE}/ladders/${LADDER}`);
    await whole();
    await leave(page);
  });
});

describe("the ladder to read", () => {
  test("criteria stay ticked in this browser and nowhere else", async () => {
    const page = await open(`${BASE}/ladders/${LADDER}`);
    const box = page.locator("#criterion-owned-incident input");
    await box.check();
    await page.reload();
    assert.equal(await box.isChecked(), true);
    assert.equal(await page.evaluate(() => localStorage.length), 1);
    assert.equal((await page.context().cookies()).length, 0);
    // What is ticked there is met in the plan of one's own quiz, and nobody hears of it who only looks at a link.
    await page.goto(`${BASE}/${LINK}`);
    await finished(page, "Mid AI Engineer");
    assert.equal(await page.locator("form.plan input[value=owned-incident]").isChecked(), false);
    const posted = () => requests(page).filter((request) => request.method() === "POST" && new URL(request.url()).pathname === "/");
    assert.ok(posted().every((request) => !/owned-incident/.test(request.postData())));
    await page.getByRole("link", { name: "Start again" }).click();
    await answer(page, ["yes", "yes", "yes", "yes", "no", "no"]);
    await finished(page, "Mid AI Engineer");
    assert.equal(await page.locator("form.plan input[value=owned-incident]").isChecked(), true);
    await page.goto(`${BASE}/ladders/${LADDER}`);
    await page.getByRole("button", { name: "Forget the ticks" }).first().click();
    assert.equal(await box.isChecked(), false);
    assert.equal(await page.evaluate(() => localStorage.length), 0);
    assert.ok(requests(page).every((request) => !/owned-incident/.test(request.url())));
    await check(page);
    await leave(page);
  });

  test("an anchor leads to its place", async () => {
    const page = await open(`${BASE}/ladders/${LADDER}#roadblock-rag-to-agents`);
    await page.waitForFunction(() => Math.abs(document.getElementById("roadblock-rag-to-agents").getBoundingClientRect().top) < 200);
    await leave(page);
  });

  test("prints without what is for the screen only", async () => {
    const page = await open(`${BASE}/ladders/${LADDER}`);
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    assert.equal(await page.locator("nav.contents").isVisible(), false);
    assert.equal(await page.locator("section#levels table").isVisible(), true);
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).color), "rgb(27, 36, 41)");
    const pdf = await page.pdf({ format: "A4" });
    const sheets = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length;
    assert.ok(sheets > 3 && sheets < 30, `${sheets} sheets`);
    await leave(page);
  });
});

describe("every page", () => {
  const PATHS = ["/", "/?locale=de", `/ladders/${LADDER}`, `/ladders/${LADDER}?locale=de`];

  test("is valid HTML", async () => {
    const { FileSystemConfigLoader, HtmlValidate } = await import("html-validate");
    const config = JSON.parse(await readFile(new URL("../checkers/.htmlvalidate.json", import.meta.url), "utf8"));
    // Files of the same origin, under the names of their hashes.
    config.rules["require-sri"] = "off";
    // Several boxes under one name are a list.
    config.rules["form-dup-name"] = ["error", { shared: ["radio", "checkbox", "submit"] }];
    const validate = new HtmlValidate(new FileSystemConfigLoader({ ...config, root: true }));
    const form = (fields) => ({ method: "POST", body: new URLSearchParams(fields), headers: { accept: "text/html" } });
    const all = Object.fromEntries([1, 2, 3, 4, 5, 6].map((number) => [`answer.q${number}`, "yes"]));
    const replies = [
      ...PATHS.map((path) => [path, { headers: { accept: "text/html" } }]),
      ["/ladders/nothing", { headers: { accept: "text/html" } }],
      ["/", form({ "answer.q1": "yes", "answer.q2": "no" })],
      ["/?locale=de", form({ ...all, asked: "*" })],
      ["/", form(all)],
      ["/", form({})],
    ];
    for (const [path, init] of replies) {
      const text = await (await fetch(BASE + path, init)).text();
      const { results } = await validate.validateString(text);
      const faults = results.flatMap((result) => result.messages.map(({ ruleId, message, selector }) => `${ruleId}: ${message} (${selector})`));
      assert.deepEqual(faults, [], path);
    }
  });

  test("fits at 320 pixels, at twice the size of text, and from right to left", async () => {
    for (const path of [...PATHS, `/${LINK}`]) {
      const page = await open(BASE + path, { viewport: { width: 320, height: 700 } });
      await page.waitForTimeout(300);
      await check(page);
      await page.evaluate(() => {
        document.documentElement.style.fontSize = "200%";
        document.documentElement.dir = "rtl";
      });
      const { scroll, client } = await page.evaluate(() => ({ scroll: document.documentElement.scrollWidth, client: document.documentElement.clientWidth }));
      assert.ok(scroll <= client + 1, `${path} scrolls sideways: ${scroll} > ${client}`);
      await leave(page);
    }
  });

  test("the first view is small and soon at hand", async () => {
    const page = await open("about:blank", PHONE);
    const session = await page.context().newCDPSession(page);
    await session.send("Network.enable");
    await session.send("Network.setCacheDisabled", { cacheDisabled: true });
    // A fast phone network and a processor at a quarter of its speed, by the browser's own clock.
    await session.send("Network.emulateNetworkConditions", { offline: false, latency: 40, downloadThroughput: 1_250_000, uploadThroughput: 625_000 });
    await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
    let bytes = 0;
    session.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
    await page.addInitScript(() => {
      const look = () => {
        if (document.querySelector("rungs-quiz")?.shadowRoot?.querySelector("fieldset")) window.answerable = performance.now();
        else requestAnimationFrame(look);
      };
      look();
    });
    await page.goto(`${BASE}/`);
    await page.waitForFunction(() => window.answerable);
    assert.ok(bytes > 5_000 && bytes < 60_000, `${bytes} bytes`);
    const ready = Math.round(await page.evaluate(() => window.answerable));
    console.log(`first view of /: ${bytes} bytes; the first question can be answered ${ready} ms after the address was opened`);
    await leave(page);
  });

  test("a page of trouble is a page", async () => {
    const page = await open(`${BASE}/ladders/nothing`);
    assert.equal(await place(page).textContent(), "That did not work");
    forgive(page, /404/);
    await check(page);
    await shot(page, "page-trouble");
    await leave(page);
  });
});
