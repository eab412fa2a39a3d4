import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { after, before, describe, test } from "node:test";
import zlib from "node:zlib";
import { BASE, check, DESKTOP, embedding, forgive, leave, open, PHONE, requests, shot, shutDown, site, stub } from "./harness.mjs";

const LADDER = "ai-engineer";
const QUIZ = `<rungs-quiz ladder="${LADDER}"></rungs-quiz>`;
const STRICT =
  `default-src 'none'; script-src ${BASE}; connect-src ${BASE}; style-src 'none'; base-uri 'none'; form-action 'none'; ` +
  "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

const api = async (path, body, headers = {}) => {
  const response = await fetch(`${BASE}${path}`, {
    method: body ? "POST" : "GET",
    headers: { Accept: "application/json", "Accept-Language": "en", ...(body && { "Content-Type": "application/json" }), ...headers },
    body: body && JSON.stringify(body),
  });
  return response.json();
};
const score = (answers, qualifiers = {}) => api(`/v1/ladders/${LADDER}/quiz/score`, { answers, qualifiers });
const all = (answer) => Object.fromEntries(["q1", "q2", "q3", "q4", "q5", "q6"].map((id) => [id, answer]));

/** A page of the host's site, opened; `leave(page)` closes both. */
const embed = async (body, { device = DESKTOP, csp = STRICT, context = {}, ...document } = {}) => {
  const host = await site({ pages: { "/": embedding(body, document) }, csp });
  const page = await open(`${host.origin}/`, device, context);
  page.host = host;
  page.on("close", host.close);
  return page;
};

/** Keeps what the elements tell, on the page's document. */
const listen = (page) =>
  page.evaluate(() => {
    document.told = [];
    for (const type of ["rungs-answer", "rungs-placement", "rungs-error"]) {
      document.addEventListener(type, (event) => document.told.push({ type, from: event.target.id, composed: event.composed, detail: structuredClone(event.detail) }));
    }
  });
const told = (page, type) => page.evaluate((type) => document.told.filter((event) => !type || event.type === type), type);

const card = (page, nth = 0) => page.locator("rungs-quiz").nth(nth);
const question = (quiz) => quiz.locator("legend");
const position = (quiz) => quiz.locator("[part=position]");
const pick = async (quiz, answer, tap = false) => {
  const label = quiz.locator(`label.answer:has(input[value=${answer}])`);
  await (tap ? label.tap() : label.click());
};
/** Answers by pointer until the question changes or the result comes. */
const run = async (quiz, answers, tap = false) => {
  for (const answer of answers) {
    const before = await question(quiz).textContent();
    // Taps in quick succession at one place are a double tap, whose second is ignored; nobody answers that fast.
    if (tap) await quiz.page().waitForTimeout(320);
    await pick(quiz, answer, tap);
    await quiz.locator("legend", { hasText: before }).waitFor({ state: "detached" });
  }
};
const level = (quiz) => quiz.locator("h2 [part=level]");
const focused = (page) =>
  page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return { name: element?.localName, part: element?.getAttribute("part"), text: element?.textContent, value: element?.value };
  });

after(shutDown);

describe("the whole quiz", () => {
  for (const [name, device] of [["phone", PHONE], ["desktop", DESKTOP]]) {
    for (const colorScheme of ["light", "dark"]) {
      test(`by pointer on a ${name} in ${colorScheme}, under a strict policy`, async () => {
        const page = await embed(QUIZ, { device, context: { colorScheme } });
        await listen(page);
        const quiz = card(page);
        const { questions, title } = await api(`/v1/ladders/${LADDER}/quiz`);
        await quiz.getByRole("heading", { name: title }).waitFor();
        assert.equal(await position(quiz).textContent(), "Question 1 of 6");
        await check(page, { site: page.host });
        await shot(page, `quiz-first-${name}-${colorScheme}`);

        const answers = ["yes", "no", "yes", "yes", "yes", "unsure"];
        for (const [at, answer] of answers.entries()) {
          assert.equal(await question(quiz).textContent(), questions[at].text);
          if (at === 2) {
            await quiz.locator("label.answer").first().hover();
            await check(page, { site: page.host });
            await shot(page, `quiz-third-${name}-${colorScheme}`);
          }
          await run(quiz, [answer], device === PHONE);
          if (at < 5) assert.equal((await focused(page)).part, "question");
        }
        await level(quiz).waitFor();
        assert.equal(await level(quiz).textContent(), "Mid AI Engineer");
        assert.equal((await focused(page)).name, "h2");
        assert.equal(await quiz.locator("[part=counts]").textContent(), "4 yes, 1 no, 1 not sure");
        assert.match(await quiz.locator("[part=possible]").textContent(), /Senior AI Engineer/);
        assert.equal(await quiz.locator("[aria-current]").textContent(), "Mid AI EngineerYou are here");
        assert.equal(await quiz.locator("[part~=rung]").count(), 4);
        assert.deepEqual(await quiz.locator("[part=advance] li").allTextContents(), [questions[1].text, questions[5].text]);
        assert.match(await quiz.locator("[part=plateau]").textContent(), /From RAG to agents/);
        await check(page, { site: page.host });
        await shot(page, `result-${name}-${colorScheme}`);
        await quiz.locator("summary").click();
        assert.equal(await quiz.locator(".reasons li").count(), 6);
        assert.match(await quiz.locator(".reasons li").nth(1).textContent(), /Your answer: No\. Counts as not yes\./);
        await check(page, { site: page.host });
        await shot(page, `result-why-${name}-${colorScheme}`);

        const plan = new URL(await quiz.getByRole("link", { name: "Your whole plan" }).getAttribute("href"));
        assert.equal(plan.origin, new URL(BASE).origin);
        assert.equal(plan.search, `?ladder=${LADDER}`);
        assert.equal(plan.hash, "#yes=q1,q3,q4,q5&no=q2&unsure=q6");
        assert.equal((await told(page, "rungs-answer")).length, 6);
        await leave(page);
      });
    }
  }

  test("by keyboard alone", async () => {
    const page = await embed(QUIZ);
    const quiz = card(page);
    await question(quiz).waitFor();
    const press = async (...keys) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    // The first radio has the focus and none is chosen: space chooses it.
    await press("Tab", "Space");
    assert.equal(await position(quiz).textContent(), "Question 1 of 6", "choosing with the keyboard does not go on");
    await press("ArrowDown");
    assert.equal((await focused(page)).value, "no");
    await press("ArrowDown", "ArrowUp", "ArrowUp");
    assert.equal((await focused(page)).value, "yes");
    assert.equal(await position(quiz).textContent(), "Question 1 of 6", "looking around does not go on");
    await press("Enter");
    await page.waitForFunction(() => true);
    assert.equal(await position(quiz).textContent(), "Question 2 of 6");
    assert.equal((await focused(page)).part, "question");
    // One announcement: the group with the question for its name, the position for its description, and no live region.
    const { questions } = await api(`/v1/ladders/${LADDER}/quiz`);
    assert.equal(await quiz.getByRole("group", { name: questions[1].text, exact: true }).getAttribute("aria-describedby"), "position");
    assert.equal((await quiz.locator("[role=alert], [role=status], [aria-live]").allTextContents()).join(""), "");
    await shot(page, "quiz-keyboard-focus");
    // Next by its button; Back with everything kept.
    await press("Tab", "Space", "Tab");
    assert.equal((await focused(page)).text, "Back");
    await shot(page, "quiz-keyboard-button");
    await press("Tab");
    assert.equal((await focused(page)).text, "Next");
    await press("Enter");
    assert.equal(await position(quiz).textContent(), "Question 3 of 6");
    await press("Tab", "Tab");
    assert.equal((await focused(page)).text, "Back");
    await press("Enter");
    assert.equal(await position(quiz).textContent(), "Question 2 of 6");
    assert.equal((await focused(page)).part, "question");
    await press("Tab");
    assert.equal((await focused(page)).value, "yes", "the kept answer is where the focus comes first");
    await press("Enter");
    for (let at = 3; at <= 6; at += 1) {
      assert.equal(await position(quiz).textContent(), `Question ${at} of 6`);
      await press("Tab", "Space", "ArrowDown", "Enter");
    }
    await level(quiz).waitFor();
    assert.equal(await level(quiz).textContent(), "Junior AI Engineer");
    assert.equal((await focused(page)).name, "h2");
    await press("Tab");
    assert.equal((await focused(page)).name, "summary");
    await check(page, { site: page.host });
    await leave(page);
  });
});

describe("asking", () => {
  test("goes back and forth and keeps every answer", async () => {
    const page = await embed(QUIZ);
    const quiz = card(page);
    await run(quiz, ["yes", "no", "unsure"]);
    for (const [at, answer] of [[3, "unsure"], [2, "no"], [1, "yes"]]) {
      await quiz.getByRole("button", { name: "Back" }).click();
      assert.equal(await position(quiz).textContent(), `Question ${at} of 6`);
      assert.ok(await quiz.locator(`input[value=${answer}]`).isChecked());
    }
    assert.equal(await quiz.getByRole("button", { name: "Back" }).count(), 0);
    // The same answer again goes on, too.
    await run(quiz, ["yes"]);
    assert.equal(await position(quiz).textContent(), "Question 2 of 6");
    await leave(page);
  });

  test("asks the qualifier only where its answer matters", async () => {
    const page = await embed(QUIZ);
    await listen(page);
    const quiz = card(page);
    const { qualifiers, questions } = await api(`/v1/ladders/${LADDER}/quiz`);
    await run(quiz, Array(6).fill("yes"));
    assert.equal(await question(quiz).textContent(), qualifiers[0].text);
    assert.equal(await position(quiz).textContent(), "One more question");
    assert.equal((await told(page, "rungs-placement")).length, 0, "there is no result yet");
    await check(page, { site: page.host });
    await shot(page, "quiz-qualifier");

    // Back, and no longer six: the qualifier is not asked.
    await quiz.getByRole("button", { name: "Back" }).click();
    assert.equal(await question(quiz).textContent(), questions[5].text);
    await run(quiz, ["no"]);
    await level(quiz).waitFor();
    assert.equal((await told(page, "rungs-placement")).at(-1).detail.placement.phase, 3);

    // Six again, and it is.
    await quiz.getByRole("button", { name: "Change answers" }).click();
    assert.equal(await position(quiz).textContent(), "Question 1 of 6");
    await run(quiz, Array(6).fill("yes"));
    await run(quiz, ["yes"]);
    await level(quiz).waitFor();
    const [answer] = (await told(page, "rungs-answer")).slice(-1);
    assert.deepEqual(answer.detail.question, qualifiers[0]);
    assert.deepEqual(answer.detail.qualifiers, { [qualifiers[0].id]: "yes" });
    const placement = (await told(page, "rungs-placement")).at(-1).detail;
    assert.deepEqual(placement, await score(all("yes"), { [qualifiers[0].id]: "yes" }));
    assert.match(await quiz.locator(".lead").textContent(), /on the way to Staff AI Engineer/);
    assert.match(await quiz.getByRole("link", { name: "Your whole plan" }).getAttribute("href"), /#yes=q1,q2,q3,q4,q5,q6,leads-cross-team$/);
    await check(page, { site: page.host });
    await shot(page, "result-approaching");

    // Changing answers comes by the qualifier again, with what was said.
    await quiz.getByRole("button", { name: "Change answers" }).click();
    await run(quiz, Array(6).fill("yes"));
    assert.ok(await quiz.locator("input[value=yes]").isChecked());
    assert.equal(await position(quiz).textContent(), "One more question");
    await leave(page);
  });

  test("a qualifier can be skipped", async () => {
    const page = await embed(`<rungs-quiz ladder="${LADDER}" answers="yes=q1,q2,q3,q4,q5"></rungs-quiz>`);
    const quiz = card(page);
    await run(quiz, ["yes"]);
    assert.equal(await position(quiz).textContent(), "One more question");
    await quiz.getByRole("button", { name: "Show the result" }).click();
    await level(quiz).waitFor();
    assert.equal(await level(quiz).textContent(), "Senior AI Engineer");
    await leave(page);
  });

  test("questions can be skipped, but not all", async () => {
    const page = await embed(QUIZ);
    const quiz = card(page);
    for (let at = 1; at < 6; at += 1) {
      await quiz.getByRole("button", { name: "Skip" }).click();
      assert.equal(await position(quiz).textContent(), `Question ${at + 1} of 6`);
    }
    await quiz.getByRole("button", { name: "Show the result" }).click();
    assert.match(await quiz.getByRole("alert").textContent(), /at least one question/);
    assert.equal(await position(quiz).textContent(), "Question 6 of 6");
    assert.equal((await focused(page)).text, "Show the result");
    await check(page, { site: page.host });
    await shot(page, "quiz-nothing-answered");
    await run(quiz, ["no"]);
    await level(quiz).waitFor();
    assert.equal(await level(quiz).textContent(), "Before the first level");
    assert.equal(await quiz.locator("[part=counts]").textContent(), "1 no, 5 not answered");
    assert.equal(await quiz.locator("[part=advance] li").count(), 3);
    assert.match(await quiz.locator("[part=result]").textContent(), /and 3 more/);
    assert.equal(await quiz.locator("[aria-current]").count(), 0);
    await check(page, { site: page.host });
    await shot(page, "result-pre-role");
    await leave(page);
  });

  test("a double click is not an answer to the next question", async () => {
    const page = await embed(QUIZ);
    const quiz = card(page);
    await question(quiz).waitFor();
    // The second click comes in the very moment in which the next question has come.
    await quiz.evaluate((element) => {
      const second = new MutationObserver(() => {
        second.disconnect();
        element.shadowRoot.querySelector("label.answer").dispatchEvent(new MouseEvent("click", { detail: 2, bubbles: true, cancelable: true }));
      });
      second.observe(element.shadowRoot.querySelector(".card"), { childList: true });
    });
    await pick(quiz, "yes");
    await quiz.getByText("Question 2 of 6").waitFor();
    assert.equal(await quiz.locator("input:checked").count(), 0);
    await quiz.locator("label.answer").first().dblclick();
    await quiz.getByText("Question 3 of 6").waitFor();
    assert.equal(await quiz.locator("input:checked").count(), 0);
    await leave(page);
  });

  test("when any two of several answers would do, it says so", async () => {
    const page = await embed(`<rungs-quiz ladder="${LADDER}" answers="yes=q1&no=q2,q3,q4,q5,q6"></rungs-quiz>`, { device: PHONE });
    const quiz = card(page);
    await level(quiz).waitFor();
    assert.equal((await focused(page)).name, "body", "a result that nobody asked for does not take the focus");
    await quiz.getByText("A yes to any 2 of these would move you up:").waitFor();
    assert.equal(await quiz.locator("[part=advance] li").count(), 5);
    await check(page, { site: page.host });
    await shot(page, "result-some-phone");
    await leave(page);
  });

  test("other sets of several answers are shown as groups, three at the most", async () => {
    const page = await embed("", { csp: null });
    await page.route("**/score*", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...(await response.json()), to_advance: [["q2"], ["q3", "q4"], ["q3", "q5"], ["q4", "q5", "q6"], ["q3", "q6"]], to_advance_total: 5 } });
    });
    await page.evaluate(() => {
      const quiz = document.createElement("rungs-quiz");
      quiz.setAttribute("ladder", "ai-engineer");
      quiz.setAttribute("answers", "yes=q1&no=q2,q3,q4,q5,q6");
      document.querySelector("main").append(quiz);
    });
    const quiz = card(page);
    await level(quiz).waitFor();
    assert.deepEqual(await quiz.locator(".set").evaluateAll((sets) => sets.map((set) => set.querySelectorAll("li").length)), [1, 2, 2]);
    await quiz.getByText("and 2 more").waitFor();
    await check(page);
    await shot(page, "result-sets");
    await leave(page);
  });

  test("starting again forgets everything", async () => {
    const page = await embed(`<rungs-quiz ladder="${LADDER}" answers="yes=q1,q2,q3&no=q4,q5&unsure=q6"></rungs-quiz>`);
    const quiz = card(page);
    await level(quiz).waitFor();
    assert.deepEqual(await quiz.evaluate((element) => element.placement), await score({ ...all("yes"), q4: "no", q5: "no", q6: "unsure" }));
    await quiz.getByRole("button", { name: "Start again" }).click();
    assert.equal(await position(quiz).textContent(), "Question 1 of 6");
    assert.equal((await focused(page)).part, "question");
    assert.equal(await quiz.locator("input:checked").count(), 0);
    assert.equal(await quiz.evaluate((element) => element.placement), null);
    await run(quiz, ["yes", "yes"]);
    await quiz.evaluate((element) => element.restart());
    assert.equal(await position(quiz).textContent(), "Question 1 of 6");
    await leave(page);
  });
});

describe("telling the page", () => {
  test("events carry the API's own objects", async () => {
    const page = await embed(QUIZ);
    await listen(page);
    const quiz = card(page);
    const { ladder, questions } = await api(`/v1/ladders/${LADDER}/quiz`);
    const given = ["yes", "yes", "no", "unsure", "yes", "no"];
    await run(quiz, given);
    await level(quiz).waitFor();
    const answers = {};
    const expected = given.map((answer, at) => {
      answers[questions[at].id] = answer;
      return { type: "rungs-answer", from: "", composed: true, detail: { ladder, question: questions[at], answer, answers: { ...answers }, qualifiers: {} } };
    });
    expected.push({ type: "rungs-placement", from: "", composed: true, detail: await score(answers) });
    assert.deepEqual(await told(page), expected);
    assert.deepEqual(await quiz.evaluate((element) => element.placement), expected.at(-1).detail);
    await leave(page);
  });

  test("a quiz that only reports shows no result", async () => {
    const page = await embed(`<rungs-quiz ladder="${LADDER}" results="report"></rungs-quiz>`);
    await listen(page);
    const quiz = card(page);
    await run(quiz, ["yes", "yes", "no", "no", "no"]);
    await quiz.getByRole("button", { name: "Finish" }).waitFor();
    await run(quiz, ["no"]);
    await quiz.locator("[part=done]").waitFor();
    assert.equal((await focused(page)).part, "done");
    assert.deepEqual((await told(page, "rungs-placement")).map(({ detail }) => detail), [await score({ ...all("no"), q1: "yes", q2: "yes" })]);
    assert.equal(await quiz.getByText("Junior").count(), 0);
    assert.ok(!requests(page).some((request) => request.url().includes("/levels")), "what is not shown is not asked for");
    await check(page, { site: page.host });
    await shot(page, "quiz-done");
    await leave(page);
  });

  test("prefilled answers start at the first open question", async () => {
    const page = await embed(`<rungs-quiz ladder="${LADDER}" answers="yes=q1,nonsense&no= q2&unsure=q4"></rungs-quiz>`);
    await listen(page);
    const quiz = card(page);
    await question(quiz).waitFor();
    assert.equal(await position(quiz).textContent(), "Question 3 of 6");
    await run(quiz, ["yes"]);
    assert.ok(await quiz.locator("input[value=unsure]").isChecked());
    await run(quiz, ["unsure", "no", "no"]);
    await level(quiz).waitFor();
    assert.deepEqual((await told(page, "rungs-placement"))[0].detail, await score({ q1: "yes", q2: "no", q3: "yes", q4: "unsure", q5: "no", q6: "no" }));
    assert.equal((await told(page, "rungs-answer")).length, 3, "what was known or stays as it was is no event");
    await leave(page);
  });

  test("several on one page do not know of each other", async () => {
    const page = await embed(`<rungs-quiz id="a" ladder="${LADDER}"></rungs-quiz><rungs-quiz id="b" ladder="${LADDER}" locale="de"></rungs-quiz>`);
    await listen(page);
    const [a, b] = [card(page, 0), card(page, 1)];
    await run(a, ["yes", "yes"]);
    await run(b, ["no"]);
    await run(a, ["no"]);
    assert.equal(await position(a).textContent(), "Question 4 of 6");
    assert.equal(await position(b).textContent(), "Frage 2 von 6");
    assert.deepEqual((await told(page)).map(({ from }) => from), ["a", "a", "b", "a"]);
    assert.deepEqual((await told(page)).filter(({ from }) => from === "b").map(({ detail }) => detail.answers), [{ q1: "no" }]);
    await check(page, { site: page.host });
    await leave(page);
  });
});

describe("attributes", () => {
  test("German", async () => {
    const page = await embed(QUIZ, { lang: "de-AT", device: PHONE });
    const quiz = card(page);
    await question(quiz).waitFor();
    assert.equal(await position(quiz).textContent(), "Frage 1 von 6");
    await shot(page, "quiz-german-phone");
    await run(quiz, ["yes", "yes", "no", "no", "no", "unsure"], true);
    await level(quiz).waitFor();
    assert.equal(await quiz.locator("[part=counts]").textContent(), "2-mal ja, 3-mal nein und 1-mal nicht sicher");
    assert.ok(await quiz.getByRole("button", { name: "Antworten ändern" }).isVisible());
    await check(page, { site: page.host });
    await shot(page, "result-german-phone");
    const asked = requests(page).filter((request) => request.url().includes("/v1/") && request.method() !== "OPTIONS");
    for (const request of asked) assert.equal((await request.allHeaders())["accept-language"], "de-AT");
    await leave(page);
  });

  test("a changed attribute takes effect, and several at once ask once", async () => {
    const page = await embed(QUIZ);
    await listen(page);
    const quiz = card(page);
    await run(quiz, ["yes", "no"]);
    const before = requests(page).filter((request) => request.url().includes("/quiz")).length;

    await quiz.evaluate((element) => element.setAttribute("locale", "de"));
    await quiz.getByText("Frage 3 von 6").waitFor();
    await quiz.getByRole("button", { name: "Zurück" }).click();
    assert.ok(await quiz.locator("input[value=no]").isChecked(), "another language keeps the answers");

    await quiz.evaluate((element) => {
      element.setAttribute("locale", "en");
      element.setAttribute("version", "0.0.1");
      element.setAttribute("version", "1.3.0");
      element.setAttribute("answers", "yes=q1");
    });
    await quiz.getByText("Question 2 of 6").waitFor();
    const after = requests(page).filter((request) => request.url().includes("/quiz"));
    assert.equal(after.length, before + 2);
    assert.equal(new URL(after.at(-1).url()).searchParams.get("version"), "1.3.0");
    await run(quiz, Array(5).fill("no"));
    await level(quiz).waitFor();
    assert.equal((await told(page, "rungs-placement")).at(-1).detail.ladder.version, "1.3.0");
    assert.match(await quiz.getByRole("link").getAttribute("href"), /\?ladder=ai-engineer&version=1\.3\.0#/);

    await quiz.evaluate((element) => element.setAttribute("results", "report"));
    await quiz.locator("[part=done]").waitFor();
    await leave(page);
  });

  test("words of the ladder in another language than the interface are marked", async () => {
    const page = await embed("", { csp: null });
    await page.route("**/quiz", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), "content-language": "en" } });
    });
    await page.evaluate(() => {
      for (const locale of ["de", "en-GB"]) {
        const quiz = document.createElement("rungs-quiz");
        quiz.setAttribute("ladder", "ai-engineer");
        quiz.setAttribute("locale", locale);
        document.querySelector("main").append(quiz);
      }
    });
    await question(card(page, 1)).waitFor();
    await question(card(page, 0)).waitFor();
    assert.equal(await card(page, 0).locator(".card").getAttribute("lang"), "de");
    assert.equal(await question(card(page, 0)).getAttribute("lang"), "en");
    assert.equal(await card(page, 1).locator(".card").getAttribute("lang"), null);
    assert.equal(await question(card(page, 1)).getAttribute("lang"), null);
    await leave(page);
  });

  test("an element that is moved keeps its place", async () => {
    const page = await embed(`${QUIZ}<div id="elsewhere"></div>`);
    const quiz = card(page);
    await run(quiz, ["yes"]);
    await quiz.evaluate((element) => document.querySelector("#elsewhere").append(element));
    assert.equal(await position(quiz).textContent(), "Question 2 of 6");
    await run(quiz, ["yes"]);
    await leave(page);
  });

  test("what stands inside the element is for browsers without the script", async () => {
    const body = `<rungs-quiz ladder="${LADDER}"><p id="fallback">Without a script</p></rungs-quiz>`;
    const page = await embed(body);
    await question(card(page)).waitFor();
    assert.ok(!(await page.locator("#fallback").isVisible()));
    await leave(page);
    const plain = await embed(body, { context: { javaScriptEnabled: false } });
    assert.ok(await plain.locator("#fallback").isVisible());
    await leave(plain);
  });
});

describe("failures", () => {
  test("an unknown ladder says so", async () => {
    const page = await embed('<rungs-quiz ladder="no-such-ladder"></rungs-quiz>', { head: "" });
    await listen(page);
    const quiz = card(page);
    const alert = quiz.getByRole("alert");
    await alert.waitFor();
    assert.match(await alert.textContent(), /There is no ladder "no-such-ladder"/);
    await quiz.getByRole("button", { name: "Try again" }).click();
    await page.waitForFunction(() => document.told.length > 0);
    const [{ type, detail }] = await told(page);
    assert.equal(type, "rungs-error");
    assert.deepEqual([detail.type, detail.status], ["/problems/not-found", 404]);
    await quiz.getByRole("button", { name: "Try again" }).waitFor();
    assert.equal((await focused(page)).text, "Try again", "the focus is not lost on the way");
    forgive(page, /404/);
    await check(page, { site: page.host });
    await shot(page, "error");
    await quiz.evaluate((element) => element.setAttribute("ladder", "ai-engineer"));
    await question(quiz).waitFor();
    await leave(page);
  });

  test("a missing attribute says so", async () => {
    const page = await embed('<rungs-quiz></rungs-quiz><rungs-level ladder="ai-engineer" level="none-such"></rungs-level>');
    assert.match(await card(page).getByRole("alert").textContent(), /attribute “ladder”/);
    assert.match(await page.locator("rungs-level").getByRole("alert").textContent(), /no level “none-such”/);
    await check(page, { site: page.host });
    await leave(page);
  });

  test("a service that is down, and is back", async () => {
    const page = await embed(QUIZ);
    await listen(page);
    const quiz = card(page);
    await run(quiz, Array(5).fill("yes"));
    await page.context().setOffline(true);
    await pick(quiz, "no");
    const alert = quiz.getByRole("alert").filter({ hasText: "does not answer" });
    await alert.waitFor();
    assert.equal((await focused(page)).text, "Try again");
    const [{ detail }] = await told(page, "rungs-error");
    assert.deepEqual(Object.keys(detail), ["title", "detail"]);
    await page.context().setOffline(false);
    await page.keyboard.press("Enter");
    await level(quiz).waitFor();
    assert.equal((await focused(page)).name, "h2");
    assert.deepEqual((await told(page, "rungs-placement"))[0].detail, await score({ ...all("yes"), q6: "no" }), "no answer is lost");
    forgive(page, /ERR_INTERNET_DISCONNECTED/);
    await check(page, { site: page.host });
    await leave(page);
  });

  test("an endpoint where nothing useful answers, and another that does", async () => {
    const wrong = await stub((_, response) => response.writeHead(502, { "access-control-allow-origin": "*", "content-type": "text/html" }).end("<h1>Bad gateway</h1>"));
    const page = await embed(`<rungs-quiz ladder="${LADDER}" endpoint="${wrong}/"></rungs-quiz>`, { csp: null });
    const quiz = card(page);
    await quiz.getByText("answered with the status 502").waitFor();
    await quiz.evaluate((element, base) => element.setAttribute("endpoint", base), BASE);
    await question(quiz).waitFor();
    await leave(page);
  });
});

describe("badges and bands", () => {
  const PARTS =
    `<p><rungs-level ladder="${LADDER}" level="junior"></rungs-level> <rungs-level ladder="${LADDER}" level="mid"></rungs-level> ` +
    `<rungs-level ladder="${LADDER}" level="staff"></rungs-level></p><rungs-bands ladder="${LADDER}"></rungs-bands>`;
  for (const [name, device] of [["phone", PHONE], ["desktop", DESKTOP]]) {
    for (const colorScheme of ["light", "dark"]) {
      test(`on a ${name} in ${colorScheme}`, async () => {
        const page = await embed(PARTS, { device, context: { colorScheme } });
        const badge = page.locator("rungs-level").nth(1);
        await badge.getByRole("link", { name: "Mid AI Engineer" }).waitFor();
        assert.equal(await badge.getByRole("link").getAttribute("href"), `${BASE}/ladders/ai-engineer#level-mid`);
        assert.equal(await badge.locator("[part=rank]").textContent(), "Level 2 of 4 · AI Engineer");
        assert.equal(await badge.locator("[part=tenure]").textContent(), "1.5 to 4 years of experience");
        assert.equal(await page.locator("rungs-level").nth(2).locator("[part=tenure]").textContent(), "8 or more years of experience");
        const bands = page.locator("rungs-bands");
        await bands.locator("li").first().waitFor();
        const amounts = (await bands.locator("[part=amount]").allTextContents()).map((text) => text.replace(/\s/g, " "));
        assert.deepEqual(amounts, ["$90,000 – $135,000", "Not published", "$180,000 – $220,000 and more", "$350,000 – $550,000 and more"]);
        assert.equal(await bands.locator("figcaption").textContent(), "Pay bands United States, USD per year");
        await check(page, { site: page.host });
        await shot(page, `parts-${name}-${colorScheme}`);
        await leave(page);
      });
    }
  }

  test("in German, filtered, and with nothing to show", async () => {
    const page = await embed(
      `<rungs-level ladder="${LADDER}" level="mid" locale="de"></rungs-level><rungs-bands ladder="${LADDER}" locale="de" level="senior"></rungs-bands>` +
        `<rungs-bands ladder="${LADDER}" region="DE"></rungs-bands>`,
    );
    const [german, none] = [page.locator("rungs-bands").first(), page.locator("rungs-bands").last()];
    await german.locator("li").waitFor();
    assert.equal((await german.locator("[part=amount]").textContent()).replace(/\s/g, " "), "180.000–220.000 $ und mehr");
    assert.equal(await german.locator("figcaption").textContent(), "Gehaltsspannen Vereinigte Staaten, USD im Jahr");
    await none.getByText("There are no pay bands").waitFor();
    await page.locator("rungs-level").getByText("1,5 bis 4 Jahre Berufserfahrung").waitFor();
    await check(page, { site: page.host });
    await shot(page, "parts-german");
    await german.evaluate((element) => element.setAttribute("level", "junior"));
    await german.getByText("Junior AI Engineer").waitFor();
    await leave(page);
  });

  test("a band with one end says it and fades where the other one is missing", async () => {
    const page = await embed(`<rungs-bands ladder="${LADDER}"></rungs-bands><rungs-bands ladder="${LADDER}" locale="de"></rungs-bands>`);
    await page.route("**/compensation*", async (route) => {
      const response = await route.fetch();
      const list = await response.json();
      Object.assign(list.items[0], { min: null, max: "120000", open: false, published: true });
      Object.assign(list.items[2], { min: "190000", max: null, open: true });
      Object.assign(list.items[3], { min: "300000", max: null, open: true });
      await route.fulfill({ response, json: list });
    });
    await page.reload();
    const [english, german] = [page.locator("rungs-bands").first(), page.locator("rungs-bands").last()];
    const amounts = async (bands) => {
      await bands.locator("li").first().waitFor();
      return (await bands.locator("[part=amount]").allTextContents()).map((text) => text.replace(/\s/g, " "));
    };
    assert.deepEqual(await amounts(english), ["up to $120,000", "Not published", "from $190,000", "from $300,000"]);
    assert.deepEqual(await amounts(german), ["bis zu 120.000 $", "Nicht veröffentlicht", "ab 190.000 $", "ab 300.000 $"]);
    const bars = await english.locator("svg.bar").evaluateAll((bars) =>
      bars.map((bar) => [...bar.querySelectorAll("stop")].map((stop) => Number(stop.getAttribute("stop-opacity")))),
    );
    assert.deepEqual(bars, [[0, 1], [], [1, 0], [1, 0]]);
    const places = await english.locator("rect.fading").evaluateAll((bars) => bars.map((bar) => ["x", "width"].map((name) => parseFloat(bar.getAttribute(name)))));
    for (const [x, width] of places) assert.ok(x > 0 && width > 5 && x + width <= 100, `${x} ${width}`);
    await check(page, { site: page.host });
    await shot(page, "parts-one-end");
    await leave(page);
  });

  test("amounts are shown digit by digit as they come", async () => {
    const page = await embed(`<rungs-bands ladder="${LADDER}" level="junior"></rungs-bands>`);
    await page.route("**/compensation*", async (route) => {
      const response = await route.fetch();
      const list = await response.json();
      Object.assign(list.items[0], { min: "9007199254740993", max: "9007199254740993.1234", open: false });
      await route.fulfill({ response, json: list });
    });
    await page.reload();
    await page.locator("rungs-bands li").waitFor();
    assert.equal((await page.locator("rungs-bands [part=amount]").textContent()).replace(/\s/g, " "), "$9,007,199,254,740,993 – $9,007,199,254,740,993.1234");
    await leave(page);
  });
});

describe("layout", () => {
  const everything = `${QUIZ}<rungs-quiz ladder="${LADDER}" answers="yes=q1&no=q2,q3,q4,q5&unsure=q6"></rungs-quiz><rungs-level ladder="${LADDER}" level="mid"></rungs-level><rungs-bands ladder="${LADDER}"></rungs-bands>`;
  const ready = async (page) => {
    await question(card(page, 0)).waitFor();
    await level(card(page, 1)).waitFor();
    await page.locator("rungs-bands li").first().waitFor();
    await page.locator("rungs-level a").waitFor();
    await card(page, 1).locator("summary").click();
  };
  const wide = (page) =>
    page.evaluate(() =>
      [...document.querySelectorAll("rungs-quiz, rungs-level, rungs-bands")].flatMap((host) => {
        const edge = host.getBoundingClientRect();
        return [...host.shadowRoot.querySelectorAll("*")]
          .filter((element) => !element.closest(".unseen") && !element.ownerSVGElement)
          .filter((element) => {
            const box = element.getBoundingClientRect();
            return box.width > 0 && (box.left < edge.left - 1 || box.right > edge.right + 1);
          })
          .map((element) => `${host.localName} ${element.localName}.${element.className}`);
      }),
    );

  for (const [name, lang] of [["English", "en"], ["German", "de"]]) {
    test(`fits into 240 px in ${name}`, async () => {
      const page = await embed(`<div class="narrow">${everything}</div>`, { csp: null, lang, head: "<style>.narrow{width:240px} .narrow > *{margin-block:1rem}</style>" });
      await ready(page);
      assert.deepEqual(await wide(page), []);
      await check(page, { site: page.host });
      await shot(page, `narrow-${lang}`);
      await leave(page);
    });
  }

  for (const [name, device] of [["phone", PHONE], ["desktop", DESKTOP]]) {
    test(`right to left on a ${name}`, async () => {
      const page = await embed(everything, { device, dir: "rtl", lang: "ar" });
      await ready(page);
      assert.deepEqual(await wide(page), []);
      assert.equal(await card(page).locator(".card").getAttribute("lang"), "en", "words of another language than the page's are marked");
      await check(page, { site: page.host });
      await shot(page, `rtl-${name}`);
      await leave(page);
    });
  }

  test("everything to touch is at least 44 pixels high", async () => {
    const page = await embed(everything, { device: PHONE });
    await ready(page);
    const heights = await page.evaluate(() =>
      [...document.querySelectorAll("rungs-quiz")].flatMap((host) => [...host.shadowRoot.querySelectorAll("button, a, label, summary")].map((element) => element.getBoundingClientRect().height)),
    );
    assert.ok(heights.length >= 8);
    assert.ok(heights.every((height) => height >= 44), String(heights));
    await leave(page);
  });

  test("forced colours", async () => {
    const page = await embed(everything, { context: { forcedColors: "active" } });
    await ready(page);
    await run(card(page), ["yes"]);
    await card(page).getByRole("button", { name: "Back" }).click();
    await shot(page, "forced-colors");
    await check(page, { site: page.host, rules: { "color-contrast": { enabled: false } } });
    await leave(page);
  });

  test("texts at twice their size", async () => {
    const page = await embed(everything, { device: PHONE, csp: null, head: "<style>html{font-size:200%}</style>" });
    await ready(page);
    assert.deepEqual(await wide(page), []);
    await shot(page, "large-text-phone");
    await leave(page);
  });
});

describe("good manners", () => {
  test("nothing is kept and nothing is told to others", async () => {
    const page = await embed(`${QUIZ}<rungs-level ladder="${LADDER}" level="mid"></rungs-level><rungs-bands ladder="${LADDER}"></rungs-bands>`, { csp: null });
    await run(card(page), ["yes", "yes", "yes", "no", "no", "no"]);
    await level(card(page)).waitFor();
    assert.deepEqual(await page.context().cookies(), []);
    const kept = await page.evaluate(async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, (await caches.keys()).length, document.cookie]);
    assert.deepEqual(kept, [0, 0, 0, 0, ""]);
    assert.equal(page.url(), `${page.host.origin}/`);
    const toService = requests(page).filter((request) => request.url().startsWith(`${BASE}/v1/`));
    for (const request of toService) {
      const headers = await request.allHeaders();
      assert.equal(headers.referer, undefined, request.url());
      assert.equal(headers.cookie, undefined, request.url());
      assert.ok(!/yes|unsure/.test(request.url()), "no answer in an address");
    }
    await check(page);
    await leave(page);
  });

  test("reads need no preflight", async () => {
    const asked = [];
    const wrong = await stub((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.writeHead(500, { "access-control-allow-origin": "*" }).end();
    });
    const page = await embed(`<rungs-quiz ladder="${LADDER}" locale="de" endpoint="${wrong}/deep/path"></rungs-quiz>`, { csp: null });
    await card(page).getByRole("alert").waitFor();
    assert.deepEqual(asked, [`GET /deep/path/v1/ladders/${LADDER}/quiz`]);
    await leave(page);
  });

  test("no name is added to the window, and loading twice does no harm", async () => {
    const host = await site({ pages: { "/": `<!DOCTYPE html><html lang="en"><head><title>Host</title></head><body><main><h1>Host</h1></main></body></html>` } });
    const page = await open(`${host.origin}/`);
    const names = () => page.evaluate(() => Object.getOwnPropertyNames(window).sort());
    const before = await names();
    await page.addScriptTag({ url: `${BASE}/embed/rungs.js` });
    await page.addScriptTag({ url: `${BASE}/embed/rungs.js?v=again` });
    assert.equal(await page.evaluate(() => ["rungs-quiz", "rungs-level", "rungs-bands"].every((name) => customElements.get(name))), true);
    assert.deepEqual(await names(), before);
    await page.evaluate(() => {
      const quiz = document.createElement("rungs-quiz");
      quiz.setAttribute("ladder", "ai-engineer");
      document.querySelector("main").append(quiz);
    });
    await question(card(page)).waitFor();
    await check(page);
    await leave(page);
    host.close();
  });

  test("the script is small", async () => {
    const response = await fetch(`${BASE}/embed/rungs.js`);
    assert.match(response.headers.get("content-type"), /^text\/javascript/);
    const text = await response.text();
    const sizes = { raw: Buffer.byteLength(text), gzip: zlib.gzipSync(text, { level: 9 }).length, brotli: zlib.brotliCompressSync(text).length };
    console.log(sizes);
    assert.ok(sizes.gzip < 30_000);
    assert.ok(!text.includes("/*TEXTS*/"), "the texts are filled in");
    assert.ok(!/innerHTML|\beval\(|localStorage|document\.cookie/.test(text.replace(/\/\/.*/g, "")));
  });
});

describe("texts", () => {
  let texts;
  let script;
  before(async () => {
    script = await (await fetch(`${BASE}/embed/rungs.js`)).text();
    texts = JSON.parse(/const TEXTS = (\{.*\});/.exec(script)[1]);
  });
  const places = (text) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();

  test("every language has the same keys with the same places", () => {
    const [first, ...others] = Object.values(texts);
    for (const other of others) {
      assert.deepEqual(Object.keys(other), Object.keys(first));
      for (const key of Object.keys(first)) assert.deepEqual(places(other[key]), places(first[key]), key);
    }
  });

  test("every key is used", () => {
    const dynamic = /^(per_|count_|advance_more_|tenure_|error_|standing_)|^advance_\w+_points$/;
    const code = script.replace(/const TEXTS = .*/, "");
    const unused = Object.keys(texts.en).filter((key) => !dynamic.test(key) && !code.includes(`"${key}"`));
    assert.deepEqual(unused, []);
  });
});

describe("the demonstration", () => {
  const folder = fileURLToPath(new URL("../../docs/embed/", import.meta.url));
  for (const [name, device] of [["phone", PHONE], ["desktop", DESKTOP]]) {
    for (const colorScheme of ["light", "dark"]) {
      test(`on a ${name} in ${colorScheme}`, async () => {
        const host = await site({ folder, replace: [["http://127.0.0.1:8080", BASE]] });
        const page = await open(`${host.origin}/demo.html`, device, { colorScheme });
        await question(card(page, 2)).waitFor();
        await page.locator("rungs-bands li").first().waitFor();
        await page.locator("rungs-level a").last().waitFor();
        await run(card(page, 0), ["yes", "yes", "yes", "no", "no", "unsure"], device === PHONE);
        await run(card(page, 1), ["yes"], device === PHONE);
        await run(card(page, 2), ["yes", "yes", "no", "no"], device === PHONE);
        await page.getByText("we look for a mentor one step above Mid AI Engineer").waitFor();
        assert.equal(await page.locator("#report-log li").count(), 5);
        assert.equal(await page.locator("#german-log li").count(), 1);
        await check(page, { site: host });
        await shot(page, `demo-${name}-${colorScheme}`);
        await leave(page);
        host.close();
      });
    }
  }

  test("is valid HTML", async () => {
    const { FileSystemConfigLoader, HtmlValidate } = await import("html-validate");
    const config = JSON.parse(await readFile(new URL("../checkers/.htmlvalidate.json", import.meta.url), "utf8"));
    // What the service serves changes with its versions, so a page cannot name its hash.
    config.rules["require-sri"] = "off";
    const report = await new HtmlValidate(new FileSystemConfigLoader(config)).validateFile(`${folder}demo.html`);
    assert.deepEqual(report.results.flatMap(({ messages }) => messages.map(({ line, ruleId, message }) => `${line}: ${ruleId}: ${message}`)), []);
  });
});
