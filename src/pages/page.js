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
    return SAID.filter(ids).map((said) => `${said}=${ids(said)}`).join("&");
  }

  /** The answers in a fragment such as `yes=q1,q2&no=q3`; null where there are none. */
  function answersOf(fragment) {
    const pairs = new URLSearchParams(fragment);
    const answers = [];
    for (const said of SAID) {
      for (const id of (pairs.get(said) || "").split(",")) {
        if (/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) answers.push([id, said]);
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

  function post(body) {
    const headers = { Accept: "text/html" };
    return fetch(location.pathname + location.search, { method: "POST", body, headers, credentials: "omit" });
  }

  /** Puts the page that answers into this one. */
  async function show(body, anchor) {
    main.setAttribute("aria-busy", "true");
    try {
      const reply = await post(body);
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      const found = $("main", page);
      if (!found) throw new Error("no page");
      main.replaceChildren(...[...found.childNodes].map((node) => document.adoptNode(node)));
      document.title = page.title;
      const result = $("#result");
      if (result) history.replaceState(null, "", `#${result.dataset.share}`);
      enhance();
      const at = anchor && document.getElementById(anchor);
      if (at) at.scrollIntoView();
      else {
        scrollTo(0, 0);
        main.focus({ preventScroll: true });
      }
    } finally {
      main.removeAttribute("aria-busy");
    }
  }

  // What is shown or being fetched: the same answers are not shown twice.
  let current = null;

  function resultOf(answers) {
    if (fragmentOf(answers) === current) return;
    current = fragmentOf(answers);
    const body = new URLSearchParams(answers.map(([id, said]) => [`answer.${id}`, said]));
    // Each qualifier has been asked where it could decide.
    body.append("asked", "");
    for (const id of ticks.read(quiz.getAttribute("ladder"))) body.append("met", id);
    show(body);
  }

  /** Back to the quiz, to look through the answers or to begin again. */
  function back(way) {
    current = null;
    history.replaceState(null, "", location.pathname + location.search);
    main.replaceChildren(...start.nodes);
    document.title = start.title;
    if (way === "restart") quiz.removeAttribute("answers");
    quiz[way]();
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
    link.value = `${location.origin}${location.pathname}${location.search}#${result.dataset.share}`;
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
  document.addEventListener("rungs-placement", (event) => {
    resultOf(event.detail.reasons.map((reason) => [reason.id, reason.answer]));
  });
  const follow = () => {
    const answers = answersOf(location.hash.slice(1));
    if (!answers || !quiz) return;
    quiz.setAttribute("answers", fragmentOf(answers));
    resultOf(answers);
  };
  addEventListener("hashchange", follow);
  enhance();
  follow();
})();
