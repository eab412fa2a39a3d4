"use strict";
// What script adds to pages: the quiz one question at a time with its result in place, a link that carries the answers behind the
// "#", copying and printing, and ticks that stay in this browser. Without it every page works as it is.
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const main = $("main");
  const start = main && { title: document.title, nodes: [...main.childNodes] };
  const SAID = ["yes", "no", "unsure"];

  /** Answers as a fragment, in the order of the quiz. */
  function fragmentOf(answers) {
    const ids = (said) => answers.filter((one) => one[1] === said).map((one) => one[0]).join(",");
    const said = new Set([...SAID, ...answers.map((one) => one[1])]);
    return [...said].filter(ids).map((one) => `${one}=${ids(one)}`).join("&");
  }

  /** The answers in a fragment such as `yes=q1,q2&no=q3&weekly=q4`; null where there are none. */
  function answersOf(fragment) {
    const pairs = new URLSearchParams(fragment);
    const answers = [];
    const named = /^[a-z0-9]+(-[a-z0-9]+)*$/;
    for (const [said, ids] of pairs) {
      for (const id of ids.split(",")) {
        const fresh = !answers.some(([other]) => other === id);
        if (fresh && named.test(said) && named.test(id)) answers.push([id, said]);
      }
    }
    return answers.length ? answers : null;
  }

  const ticks = {
    key: (ladder) => `rungs.criteria.${ladder}`,
    read(ladder) {
      try {
        return new Set(JSON.parse(localStorage.getItem(this.key(ladder)) || "[]"));
      } catch {
        return new Set();
      }
    },
    write(ladder, ids) {
      try {
        if (ids.size) localStorage.setItem(this.key(ladder), JSON.stringify([...ids]));
        else localStorage.removeItem(this.key(ladder));
      } catch {
        // A browser that keeps nothing forgets the ticks with the page.
      }
    },
  };

  // What is shown or being fetched: the same answers are not shown twice, and a late reply is not shown over a newer one.
  let current = null;
  let running = null;

  /** Puts the page that answers into this one. */
  async function show(body, anchor) {
    running?.abort();
    const asking = new AbortController();
    running = asking;
    main.setAttribute("aria-busy", "true");
    try {
      const request = { method: "POST", body, headers: { Accept: "text/html" }, credentials: "omit", signal: asking.signal };
      const reply = await fetch(location.pathname + location.search, request);
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      const found = $("main", page);
      if (!found) throw new Error("no page");
      main.replaceChildren(...[...found.childNodes].map((node) => document.adoptNode(node)));
      document.title = page.title;
      const result = $("#result");
      if (result) history.replaceState(null, "", `#${result.dataset.share}`);
      enhance();
      arrive($(anchor ? `#${anchor} h2` : "h1"), Boolean(anchor));
    } catch (error) {
      if (asking.signal.aborted) return;
      fail(() => show(body, anchor));
    } finally {
      if (running === asking) main.removeAttribute("aria-busy");
    }
  }

  /** Leads to a heading, which a screen reader then says. */
  function arrive(heading, inside) {
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    if (inside) heading.scrollIntoView();
    else scrollTo(0, 0);
  }

  /** Says that there was no answer, with a way to ask again. */
  function fail(again) {
    current = null;
    const words = document.body.dataset;
    const alert = document.createElement("p");
    alert.className = "alert";
    alert.setAttribute("role", "alert");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words.again;
    button.addEventListener("click", () => {
      alert.remove();
      again();
    });
    alert.append(`${words.failed} `, button);
    $(".alert[role=alert]", main)?.remove();
    main.prepend(alert);
    button.focus();
  }

  /** The result of answers; `own` are those just given here, with which the ticks of this browser are reckoned. */
  function resultOf(answers, own) {
    if (fragmentOf(answers) === current) return;
    current = fragmentOf(answers);
    const body = new URLSearchParams(answers.map(([id, said]) => [`answer.${id}`, said]));
    // Each qualifier has been asked where it could decide.
    body.append("asked", "*");
    if (own) for (const id of ticks.read(quiz.getAttribute("ladder"))) body.append("met", id);
    show(body);
  }

  /** Back to the quiz, to look through the answers or to begin again. */
  function back(way) {
    running?.abort();
    current = null;
    history.replaceState(null, "", location.pathname + location.search);
    main.replaceChildren(...start.nodes);
    document.title = start.title;
    if (way === "restart") quiz.removeAttribute("answers");
    quiz[way]?.();
    scrollTo(0, 0);
  }

  function enhance() {
    for (const part of $$(".scripted")) part.hidden = false;
    const result = $("#result");
    if (result) share(result);
    for (const list of $$("ul.checklist")) remember(list);
  }

  function share(result) {
    const link = $("#share");
    // The version goes with it: years later the same answers lead to the same result.
    const query = new URLSearchParams(location.search);
    query.set("version", result.dataset.version);
    link.value = `${location.origin}${location.pathname}?${query}#${result.dataset.share}`;
    $("#copy").addEventListener("click", async () => {
      link.select();
      try {
        await navigator.clipboard.writeText(link.value);
      } catch {
        document.execCommand("copy");
      }
      $("#copy-status").textContent = $("#copy").dataset.done;
    });
    $("#print").addEventListener("click", () => print());
    for (const form of $$("form.plan")) {
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        show(new URLSearchParams(new FormData(form)), "plan");
      });
    }
    if (quiz) {
      for (const [id, way] of [["change", "review"], ["again", "restart"]]) {
        $(`#${id}`).addEventListener("click", (event) => {
          event.preventDefault();
          back(way);
        });
      }
    }
  }

  function remember(list) {
    const ladder = list.dataset.ladder;
    const boxes = $$("input[data-criterion]", list);
    const read = () => {
      const known = ticks.read(ladder);
      for (const box of boxes) box.checked = known.has(box.dataset.criterion);
    };
    read();
    list.addEventListener("change", (event) => {
      const known = ticks.read(ladder);
      const { criterion } = event.target.dataset;
      if (event.target.checked) known.add(criterion);
      else known.delete(criterion);
      ticks.write(ladder, known);
    });
    list.nextElementSibling?.querySelector(".forget")?.addEventListener("click", () => {
      ticks.write(ladder, new Set());
      for (const other of $$("input[data-criterion]")) other.checked = false;
    });
  }

  if (!main) return;
  const quiz = $("rungs-quiz");
  // Without this script the component shows the result itself.
  quiz?.setAttribute("results", "report");
  document.addEventListener("rungs-placement", (event) => {
    resultOf(event.detail.reasons.map((reason) => [reason.id, reason.answer]), true);
  });
  const follow = () => {
    if (!quiz) return;
    const answers = answersOf(location.hash.slice(1));
    if (answers) {
      quiz.setAttribute("answers", fragmentOf(answers));
      resultOf(answers, false);
    } else if ($("#result") && !location.hash) back("review");
  };
  // A way within a result keeps its address, which holds the answers.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href^="#"]');
    const place = link && document.getElementById(link.hash.slice(1));
    if (!place || !$("#result")) return;
    event.preventDefault();
    arrive($("h2", place) ?? place, true);
  });
  // Another language shows the same result.
  for (const link of $$("nav.languages a")) {
    link.addEventListener("click", () => {
      if ($("#result")) link.hash = location.hash;
    });
  }
  addEventListener("hashchange", follow);
  enhance();
  follow();
})();
