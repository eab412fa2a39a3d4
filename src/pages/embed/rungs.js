/*! Rungs: <rungs-quiz>, <rungs-level> and <rungs-bands>. Sets no cookie, stores nothing, and talks to its own service only. */
(() => {
  "use strict";

  if (customElements.get("rungs-quiz")) return;

  // The build fills in the interface texts of texts.json: {"en": {key: text}, "de": {key: text}}.
  const TEXTS = /*TEXTS*/{};
  const FALLBACK = "en";
  const PATIENCE_MS = 20_000;
  const DOUBLE_CLICK_MS = 300;
  // The most ways up that are told one by one.
  const SETS = 3;
  const ANSWERS = ["yes", "no", "unsure"];
  // What a question or a qualifier is answered with.
  const answersTo = ({ options }) => (options ? [...options.map(({ id }) => id), "unsure"] : ANSWERS);
  const SVG = "http://www.w3.org/2000/svg";

  // Only while the script first runs is it known where it came from. A module has no such thing: then it is the page's own origin.
  const HOME = new URL("..", document.currentScript?.src || new URL("/embed/rungs.js", location.href)).href;

  // ---- Making elements

  // Without innerHTML, so that a page which requires Trusted Types can use it.
  const build = (node, properties, children) => {
    for (const [name, value] of Object.entries(properties)) {
      if (value === null || value === undefined || value === false) continue;
      if (typeof value === "function") node.addEventListener(name, value);
      else node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
    return node;
  };
  const el = (name, properties = {}, ...children) => build(document.createElement(name), properties, children);
  const svg = (name, properties = {}, ...children) => build(document.createElementNS(SVG, name), properties, children);

  // ---- Languages

  const canonical = (tag) => {
    try {
      return Intl.getCanonicalLocales(tag || [])[0];
    } catch {
      return undefined;
    }
  };

  const nearestLang = (element) => {
    for (let node = element; node; node = node.parentNode ?? node.host) {
      const lang = node.getAttribute?.("lang");
      if (lang) return lang;
    }
    return "";
  };

  const language = (tag) => tag.split("-")[0];
  const textsFor = (tag) => [tag, language(tag), FALLBACK].find((name) => Object.hasOwn(TEXTS, name)) ?? FALLBACK;

  // ---- What all three elements share. What begins with an underscore is not for the page.

  /** A failure with its problem document (RFC 9457). */
  class Fault extends Error {
    constructor(problem) {
      super(problem.title);
      this.problem = problem;
    }
  }

  class RungsElement extends HTMLElement {
    static observedAttributes = ["ladder", "version", "locale", "endpoint"];

    #changed = new Set(["ladder"]);
    #due = false;
    #running = null;
    #texts = {};
    #plurals = null;
    #said = null;

    constructor() {
      super();
      this._card = el("div", { class: "card", part: "card", tabindex: "-1" });
      const root = this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [SHEET];
      root.append(this._card);
    }

    connectedCallback() {
      if (this._locale && this._locale !== this.#wantedLocale()) this.#changed.add("locale");
      if (this.#changed.size) this.#schedule();
    }

    disconnectedCallback() {
      this.#running?.abort();
    }

    attributeChangedCallback(name, before, now) {
      if (before === now) return;
      this.#changed.add(name);
      this.#schedule();
    }

    // Several attributes set one after the other are one change.
    #schedule() {
      if (this.#due) return;
      this.#due = true;
      queueMicrotask(() => {
        this.#due = false;
        if (!this.isConnected) return;
        this.#speak();
        this._attempt(async (signal) => {
          if (!this.getAttribute("ladder")) throw new Fault({ title: this._t("error_title"), detail: this._t("error_no_ladder") });
          await this._load(signal, this.#changed);
          this.#changed.clear();
        });
      });
    }

    // Runs what can fail; whatever ran before is given up.
    async _attempt(work) {
      this.#running?.abort();
      const running = new AbortController();
      this.#running = running;
      this._card.setAttribute("aria-busy", "true");
      try {
        await work(running.signal);
      } catch (error) {
        if (running.signal.aborted) return;
        if (!(error instanceof Fault)) throw error;
        this.#fail(error.problem, () => {
          this._wait();
          this._attempt(work);
        });
      } finally {
        if (this.#running === running) this._card.removeAttribute("aria-busy");
      }
    }

    // Whether something changed that has not taken effect yet.
    get _stale() {
      return this.#changed.size > 0;
    }

    get _busy() {
      return this._card.hasAttribute("aria-busy");
    }

    // ---- Language

    #wantedLocale() {
      return canonical(this.getAttribute("locale")) ?? canonical(nearestLang(this)) ?? canonical(navigator.language) ?? FALLBACK;
    }

    #speak() {
      this._locale = this.#wantedLocale();
      const name = textsFor(this._locale);
      this.#texts = TEXTS[name] ?? {};
      // Figures are written as in the region asked for, as long as it is the language of the words around them.
      this._format = language(name) === language(this._locale) ? this._locale : name;
      this.#plurals = new Intl.PluralRules(this._format);
      this._lang = name;
      if (name === nearestLang(this)) this._card.removeAttribute("lang");
      else this._card.setAttribute("lang", name);
    }

    _t(key, values = {}) {
      return (this.#texts[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
    }

    _count(key, n) {
      return this._t(`${key}_${this.#plurals.select(n) === "one" ? "one" : "other"}`, { n: this._n(n) });
    }

    _n(value) {
      return new Intl.NumberFormat(this._format).format(value);
    }

    _list(items, type) {
      return new Intl.ListFormat(this._format, { type }).format(items);
    }

    // An element with words of the ladder, which may be in another language than the interface.
    _say(name, properties, ...children) {
      return el(name, { lang: this.#said === this._lang ? null : this.#said, ...properties }, ...children);
    }

    // ---- The service

    get _base() {
      const given = this.getAttribute("endpoint");
      if (!given) return HOME;
      const base = URL.canParse(given, location.href) ? new URL(given, location.href).href : HOME;
      return base.endsWith("/") ? base : `${base}/`;
    }

    get _ladderPath() {
      return `ladders/${encodeURIComponent(this.getAttribute("ladder"))}`;
    }

    _url(path, query = {}) {
      const url = new URL(path, this._base);
      for (const [name, value] of Object.entries(query)) if (value) url.searchParams.set(name, value);
      return url;
    }

    async _json(path, { query = {}, body, signal }) {
      const url = this._url(path, { version: this.getAttribute("version"), ...query });
      const request = {
        method: body ? "POST" : "GET",
        headers: { Accept: "application/json", "Accept-Language": this._locale },
        credentials: "omit",
        referrerPolicy: "no-referrer",
        signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]),
      };
      if (body) {
        request.headers["Content-Type"] = "application/json";
        request.body = JSON.stringify(body);
      }
      let response;
      let answer;
      try {
        response = await fetch(url, request);
        answer = await response.json().catch(() => null);
      } catch {
        throw new Fault({ title: this._t("error_title"), detail: this._t("error_network", { host: url.host }) });
      }
      if (!response.ok || !answer) {
        const unknown = { title: this._t("error_title"), status: response.status, detail: this._t("error_status", { host: url.host, status: response.status }) };
        throw new Fault(answer?.title ? answer : unknown);
      }
      this.#said = canonical(response.headers.get("Content-Language")?.split(",")[0].trim()) ?? null;
      return answer;
    }

    async _all(path, { query = {}, signal }) {
      const items = [];
      let cursor = null;
      do {
        const page = await this._json(path, { query: { limit: "200", ...query, cursor }, signal });
        items.push(...page.items);
        cursor = page.next_cursor;
      } while (cursor);
      return items;
    }

    // ---- Showing

    _emit(type, detail) {
      this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
    }

    // Whoever was inside must not be thrown out when what they stood on goes away.
    _show(children, target, move = false) {
      const inside = this.shadowRoot.activeElement !== null;
      this._card.replaceChildren(...children.flat().filter(Boolean));
      if (move || inside) (target ?? this._card).focus();
    }

    _wait() {
      this._show([el("p", { class: "muted", role: "status" }, this._t("loading"))]);
    }

    #fail(problem, retry) {
      const again = this._button("retry", retry);
      const message = el(
        "div",
        { class: "error", part: "error", role: "alert" },
        el("p", { class: "strong" }, problem.title),
        problem.detail && problem.detail !== problem.title && el("p", {}, problem.detail),
      );
      this._show([message, el("div", { class: "row" }, again)], again);
      this._emit("rungs-error", problem);
    }

    _button(key, click, kind = "quiet") {
      return el("button", { type: click ? "button" : "submit", class: kind, part: `button button-${kind}`, click }, this._t(key));
    }
  }

  // ---- <rungs-quiz>

  class RungsQuiz extends RungsElement {
    static observedAttributes = [...RungsElement.observedAttributes, "answers", "results"];

    #quiz = null;
    #levels = [];
    #answers = {};
    #qualifiers = {};
    // The qualifiers whose turn has come, in the order of asking: the steps after the last question.
    #asked = [];
    #step = 0;
    #ended = false;
    #reviewing = false;
    #placement = null;

    /** The last answer of the service, or null. */
    get placement() {
      return this.#placement;
    }

    /** Forgets every answer, those given with the element too, and goes back to the first question. */
    restart() {
      this.#forget();
      if (this.#quiz) this._attempt(async () => this.#ask());
    }

    /** Goes back to the first question; every answer is kept. */
    review() {
      this.#reviewing = true;
      // What is still to be loaded ends there, too.
      if (!this._stale) this._attempt(async () => this.#change());
    }

    async _load(signal, changed) {
      const anew = !this.#quiz || ["ladder", "version", "endpoint"].some((name) => changed.has(name));
      if (anew || changed.has("locale")) {
        this._wait();
        this.#quiz = await this._json(`v1/${this._ladderPath}/quiz`, { signal });
      }
      if (anew || changed.has("answers")) this.#prefill();
      if (this.#reviewing) this.#change();
      else if (this.#ended) await this.#finish(signal);
      else this.#ask();
    }

    #forget() {
      this.#answers = {};
      this.#qualifiers = {};
      this.#asked = [];
      this.#step = 0;
      this.#ended = false;
      this.#placement = null;
    }

    #prefill() {
      this.#forget();
      const given = new URLSearchParams(this.getAttribute("answers") ?? "");
      const { questions, qualifiers } = this.#quiz;
      for (const [answer, ids] of given) {
        const taken = (items, id) => items.some((item) => item.id === id && answersTo(item).includes(answer));
        for (const id of ids.split(",").map((part) => part.trim())) {
          if (taken(questions, id)) this.#answers[id] = answer;
          if (taken(qualifiers, id)) this.#qualifiers[id] = answer;
        }
      }
      const open = questions.findIndex((question) => !this.#answers[question.id]);
      this.#ended = open < 0;
      this.#step = open < 0 ? questions.length - 1 : open;
      if (this.#ended) this.#asked = Object.keys(this.#qualifiers);
    }

    get #reporting() {
      return this.getAttribute("results") === "report";
    }

    // ---- One question

    #ask(move = false) {
      const { questions, qualifiers, title, intro } = this.#quiz;
      const more = this.#step - questions.length;
      const question = more < 0 ? questions[this.#step] : qualifiers.find(({ id }) => id === this.#asked[more]);
      const given = more < 0 ? this.#answers : this.#qualifiers;
      const last = this.#step >= questions.length - 1;

      const shown = performance.now();
      let leaving = false;

      const next = this._button("next", null, "primary");
      const label = () => {
        const skips = !last && !given[question.id];
        next.textContent = this._t(skips ? "skip" : !last ? "next" : this.#reporting ? "finish_report" : "finish");
        next.className = skips ? "quiet" : "primary";
      };
      const choose = (answer) => {
        if (given[question.id] === answer) return;
        given[question.id] = answer;
        label();
        this._emit("rungs-answer", {
          ladder: this.#quiz.ladder,
          question,
          answer,
          answers: { ...this.#answers },
          qualifiers: { ...this.#qualifiers },
        });
      };

      const options = answersTo(question).map((answer) => {
        const radio = el("input", { type: "radio", name: "answer", value: answer, change: () => choose(answer) });
        radio.checked = given[question.id] === answer;
        // Arrow keys click, too, but their clicks have no count: who uses them looks around first.
        const click = (event) => {
          if (event.detail === 0) return;
          if (event.target !== radio) event.preventDefault();
          // The second click of a double click is not an answer to the next question.
          const again = event.detail > 1 && event.timeStamp - shown < DOUBLE_CLICK_MS;
          if (again || this._busy || leaving) return;
          leaving = true;
          radio.checked = true;
          choose(answer);
          setTimeout(() => form.isConnected && this.#next(), 160);
        };
        return el("label", { class: "answer", part: `answer answer-${answer}`, click }, radio, this.#said(question, answer));
      });
      const position = el("p", { id: "position", class: "muted", part: "position" });
      position.textContent = more < 0 ? this._t("progress", { n: this._n(this.#step + 1), total: this._n(questions.length) }) : this._t("progress_more");
      const fieldset = el(
        "fieldset",
        { tabindex: "-1", part: "question", "aria-describedby": "position" },
        this._say("legend", {}, question.text),
        el("div", { class: question.options ? "answers options" : "answers" }, options),
      );
      const submit = (event) => {
        event.preventDefault();
        if (!this._busy && !leaving) this.#next();
      };
      const form = el(
        "form",
        { submit, novalidate: true },
        el(
          "div",
          { class: "progress" },
          position,
          el("progress", { part: "progress", "aria-label": this._t("progress_label"), value: this.#step, max: Math.max(questions.length, this.#step) }),
        ),
        fieldset,
        el("p", { class: "complaint", role: "alert" }),
        el("div", { class: "row between" }, this.#step > 0 && this._button("back", () => this.#back()), el("span", { class: "muted grow", role: "status" }), next),
      );
      label();
      const first = this.#step === 0;
      const heading = this._say("h2", { part: "title", class: first ? null : "small" }, title);
      this._show([heading, first && this._say("p", { part: "intro" }, intro), form, first && el("p", { class: "muted note" }, this._t("hint"))], fieldset, move);
    }

    #back() {
      if (this._busy) return;
      this.#step -= 1;
      this.#ask(true);
    }

    #next() {
      const last = this.#quiz.questions.length - 1;
      if (this.#step < last) {
        this.#step += 1;
        this.#ask(true);
        return;
      }
      if (!Object.keys(this.#answers).length) {
        this._card.querySelector(".complaint").textContent = this._t("nothing_answered");
        return;
      }
      // What was asked beyond this step is asked again if it still matters.
      this.#asked.length = this.#step - last;
      this._attempt((signal) => this.#finish(signal, true));
    }

    // ---- The end

    async #finish(signal, move = false) {
      const { ladder, questions, qualifiers } = this.#quiz;
      const status = this._card.querySelector("form [role=status]");
      const slow = setTimeout(() => status?.append(this._t("scoring")), 400);
      // The version that was asked, even if a newer one has been published since.
      const query = { version: ladder.version };
      const said = this.#asked.filter((id) => this.#qualifiers[id]).map((id) => [id, this.#qualifiers[id]]);
      let placement;
      let levels;
      try {
        [placement, levels] = await Promise.all([
          this._json(`v1/${this._ladderPath}/quiz/score`, { query, body: { answers: this.#answers, qualifiers: Object.fromEntries(said) }, signal }),
          // The result is worth showing without the other rungs.
          this.#reporting ? [] : this._all(`v1/${this._ladderPath}/levels`, { query, signal }).catch(() => []),
        ]);
      } finally {
        clearTimeout(slow);
      }

      const open = new Set(qualifiers.map(({ id }) => id).filter((id) => !this.#asked.includes(id)));
      const wanted = placement.to_advance.find((set) => set.length && set.every((id) => open.has(id)));
      if (wanted) {
        this.#asked.push(wanted[0]);
        this.#step = questions.length + this.#asked.length - 1;
        this.#ended = false;
        this.#ask(move);
        return;
      }
      this.#ended = true;
      this.#placement = placement;
      this.#levels = levels;
      if (this.#reporting) this.#showDone(move);
      else this.#showResult(move);
      this._emit("rungs-placement", placement);
    }

    #change() {
      this.#reviewing = false;
      this.#step = 0;
      this.#asked = [];
      this.#ended = false;
      this.#ask(true);
    }

    #startAgain() {
      this.#forget();
      this.#ask(true);
    }

    #showDone(move) {
      const done = el("p", { part: "done", class: "strong", tabindex: "-1" }, this._t("done"));
      this._show([this._say("h2", { part: "title", class: "small" }, this.#quiz.title), done, el("div", { class: "row" }, this._button("change", () => this.#change()))], done, move);
    }

    #showResult(move) {
      const { placement, counts, decided, self_reported: selfReported } = this.#placement;
      const next = this.#levels.find(({ id }) => id === placement.next_level)?.title;
      const standing = {
        "pre-role": next && this._t("standing_pre_next", { next }),
        at: this._t("standing_at"),
        approaching: next ? this._t("standing_approaching", { next }) : this._t("standing_at"),
      }[placement.standing];
      const title = placement.title ? this._say("span", { part: "level" }, placement.title) : el("span", { part: "level" }, this._t("standing_pre"));
      const heading = el("h2", { tabindex: "-1", part: "title" }, el("span", { class: "kicker" }, this._t("your_result")), " ", title);
      const kinds = [...ANSWERS, "rated", "unanswered"].filter((kind) => counts[kind] > 0);
      const { points } = counts;
      const scored = points && this._t("points", { got: this._n(points.got), of: this._n(points.of) });
      const result = el(
        "div",
        { part: "result" },
        heading,
        standing && el("p", { class: "lead" }, standing),
        el("p", { part: "counts", class: "muted" }, this._list([scored, ...kinds.map((kind) => this._count(`count_${kind}`, counts[kind]))].filter(Boolean), "unit")),
        !decided && this.#possible(),
        this.#rungs(),
        this.#advance(),
        this.#plateau(),
        this.#why(),
        selfReported && el("p", { class: "muted note" }, this._t("self_reported")),
        el(
          "div",
          { class: "row" },
          el(
            "a",
            { class: "primary", part: "button button-primary", href: this.#plan(), target: "_blank", rel: "noopener noreferrer" },
            this._t("plan"),
            el("span", { class: "unseen" }, ` ${this._t("new_tab")}`),
          ),
          this._button("change", () => this.#change()),
          this._button("restart", () => this.#startAgain()),
        ),
      );
      this._show([result], heading, move);
    }

    #possible() {
      const { placement, range } = this.#placement;
      const others = range.filter((place) => place.level !== placement.level || place.standing !== placement.standing);
      if (!others.length) return null;
      const places = others.map((place) => {
        const next = this.#levels.find(({ id }) => id === place.next_level)?.title;
        if (place.standing === "approaching" && next) return this._t("place_approaching", { title: place.title, next });
        return place.title ?? this._t("standing_pre");
      });
      return el("p", { class: "callout", part: "possible" }, this._t("undecided", { places: this._list(places, "disjunction") }));
    }

    #rungs() {
      if (!this.#levels.length) return null;
      const { placement } = this.#placement;
      const rungs = this.#levels.toSorted((a, b) => b.rank - a.rank).map(({ id, title }) => {
        const here = id === placement.level;
        const tag = here ? "you_are_here" : placement.level === null && id === placement.next_level ? "next_rung" : null;
        return el(
          "li",
          { part: here ? "rung rung-current" : "rung", "aria-current": here ? "true" : null },
          this._say("span", {}, title),
          tag && el("span", { class: "tag" }, this._t(tag)),
        );
      });
      return el("ol", { class: "rungs", part: "rungs", reversed: true, "aria-label": this._t("rungs") }, rungs);
    }

    #item(id) {
      return [...this.#quiz.questions, ...this.#quiz.qualifiers].find((question) => question.id === id);
    }

    #text(id) {
      return this.#item(id)?.text ?? id;
    }

    /** An answer in words: an option's own, or ours. */
    #said(question, answer) {
      const option = question?.options?.find(({ id }) => id === answer);
      return option ? this._say("span", {}, option.text) : el("span", {}, this._t(answer));
    }

    #advance() {
      const { to_advance: sets, to_advance_total: total } = this.#placement;
      if (!sets.length) return null;
      const items = (ids) => ids.map((id) => this._say("li", {}, this.#text(id)));
      const section = (lead, list, hidden = 0) => [
        el("h3", {}, this._t("advance")),
        el("p", {}, lead),
        list,
        hidden > 0 && el("p", { class: "muted" }, this._count("advance_more", hidden)),
      ];
      const how = (name) => this.#placement.counts.points ? `${name}_points` : name;
      const list = (ids) => el("ul", { part: "advance" }, items(ids));

      const [{ length: size }] = sets;
      if (total === 1) return section(this._t(how(size === 1 ? "advance_one" : "advance_all")), list(sets[0]));
      const ids = [...new Set(sets.flat())];
      const alike = sets.every((set) => set.length === size);
      if (alike && size === 1) return section(this._t(how("advance_any")), list(ids.slice(0, SETS)), total - Math.min(total, SETS));
      // Every choice of two out of five, say, is better told so than one by one.
      if (alike && ids.length <= 2 * SETS && total === choices(ids.length, size)) return section(this._t(how("advance_some"), { n: this._n(size) }), list(ids));
      const groups = sets.slice(0, SETS).map((set) => el("li", { class: "set" }, el("ul", {}, items(set))));
      return section(this._t(how("advance_sets")), el("ul", { part: "advance", class: "plain" }, groups), total - groups.length);
    }

    #plateau() {
      const { plateau } = this.#placement;
      if (!plateau) return null;
      const title = this.#levels.find(({ id }) => id === plateau.level)?.title ?? plateau.level;
      return [
        el("h3", {}, this._t("plateau", { title })),
        this._say("p", { part: "plateau" }, el("strong", {}, plateau.title), el("br"), plateau.summary),
      ];
    }

    #why() {
      const { reasons, unevenness } = this.#placement;
      const items = reasons.map(({ id, answer, text }) =>
        el(
          "li",
          {},
          this._say("span", { class: "asked" }, this.#text(id)),
          el("span", { class: "muted" }, this._t("your_answer"), " ", el("strong", {}, this.#said(this.#item(id), answer)), ". ", this._say("span", {}, text)),
        ),
      );
      return el(
        "details",
        { part: "why" },
        el("summary", {}, this._t("why")),
        el("ol", { class: "reasons" }, items),
        unevenness && this._say("p", {}, unevenness),
        this.#quiz.reading && this._say("p", { class: "muted" }, this.#quiz.reading),
      );
    }

    // In the fragment, which no server gets to see.
    #plan() {
      const url = this._url("", { ladder: this.getAttribute("ladder"), version: this.getAttribute("version") });
      const given = Object.entries({ ...this.#answers, ...Object.fromEntries(this.#asked.map((id) => [id, this.#qualifiers[id]])) });
      const answers = [...new Set([...ANSWERS, ...given.map(([, said]) => said)])];
      const lists = answers.map((answer) => [answer, given.filter(([, said]) => said === answer).map(([id]) => encodeURIComponent(id))]);
      url.hash = lists.filter(([, ids]) => ids.length).map(([answer, ids]) => `${answer}=${ids.join(",")}`).join("&");
      return url.href;
    }
  }

  // ---- <rungs-level>

  class RungsLevel extends RungsElement {
    static observedAttributes = [...RungsElement.observedAttributes, "level"];

    async _load(signal) {
      if (!this._card.hasChildNodes()) this._wait();
      const wanted = this.getAttribute("level");
      const [levels, ladders] = await Promise.all([
        this._all(`v1/${this._ladderPath}/levels`, { signal }),
        // Only for the ladder's title, and not missed where it cannot be had.
        this._all("v1/ladders", { query: { version: null }, signal }).catch(() => []),
      ]);
      const level = levels.find(({ id }) => id === wanted);
      if (!level) {
        throw new Fault({ title: this._t("error_title"), detail: this._t("error_no_level", { level: wanted ?? "" }) });
      }
      const ladder = ladders.find(({ id }) => id === this.getAttribute("ladder"));
      const href = this._url(this._ladderPath, { version: this.getAttribute("version") });
      href.hash = `level-${level.id}`;
      this._show([
        levels.length <= 8 && this.#bars(level.rank, levels.length),
        el(
          "div",
          {},
          this._say("a", { class: "title", part: "level", href: href.href }, level.title),
          el(
            "p",
            { class: "muted", part: "rank" },
            this._t("level_of", { rank: this._n(level.rank), total: this._n(levels.length) }),
            ladder && [" · ", this._say("span", { part: "ladder" }, ladder.title)],
          ),
          el("p", { class: "muted", part: "tenure" }, this.#tenure(level.tenure)),
        ),
      ]);
    }

    #bars(rank, total) {
      const bars = Array.from({ length: total }, (_, at) => {
        const height = 12 + (28 * (at + 1)) / total;
        return svg("rect", { class: at < rank ? "on" : "off", x: at * 9, y: 40 - height, width: 6, height, rx: 2 });
      });
      return svg("svg", { class: "bars", part: "bars", viewBox: `0 0 ${total * 9 - 3} 40`, width: total * 9 - 3, height: 40, "aria-hidden": "true" }, bars);
    }

    #tenure({ min_months: min, max_months: max }) {
      const years = min % 6 === 0 && (max ?? 0) % 6 === 0;
      const n = (months) => this._n(years ? months / 12 : months);
      const key = `tenure_${years ? "years" : "months"}`;
      return max === null ? this._t(`${key}_from`, { from: n(min) }) : this._t(key, { from: n(min), to: n(max) });
    }
  }

  // ---- <rungs-bands>

  class RungsBands extends RungsElement {
    static observedAttributes = [...RungsElement.observedAttributes, "level", "region", "currency", "market"];

    #fades = 0;

    async _load(signal) {
      if (!this._card.hasChildNodes()) this._wait();
      const query = Object.fromEntries(["level", "region", "currency", "market"].map((name) => [name, this.getAttribute(name)]));
      const bands = await this._all(`v1/${this._ladderPath}/compensation`, { query, signal });
      // Amounts of different currencies or periods cannot stand on one scale.
      const groups = Map.groupBy(bands, ({ region, currency, period }) => `${region} ${currency} ${period}`);
      this._show(bands.length ? [...groups.values()].map((group) => this.#group(group)) : [el("p", { class: "muted" }, this._t("no_bands"))]);
    }

    #group(bands) {
      const [{ region, currency, period }] = bands;
      // Above a lowest amount that stands alone there is room for a bar.
      const highest = Math.max(0, ...bands.map(({ min, max }) => (max === null ? Number(min) * 1.25 : Number(max))));
      const half = roundUp((highest * 1.06) / 2);
      return el(
        "figure",
        { part: "bands" },
        el(
          "figcaption",
          {},
          el("span", { class: "strong" }, this._t("bands")),
          " ",
          el("span", { class: "muted" }, this._t("bands_scope", { region: this.#region(region), currency, period: this._t(`per_${period}`) })),
        ),
        el("ul", { class: "bands" }, bands.map((band) => this.#band(band, half * 2))),
        highest > 0 && el("div", { class: "axis muted", "aria-hidden": "true" }, [0, half, half * 2].map((at) => el("span", {}, this.#short(at, currency)))),
      );
    }

    #band(band, top) {
      const remark = band.published ? band.label ?? (band.market === "general" ? null : band.market.replaceAll("-", " ")) : null;
      return el(
        "li",
        { part: "band" },
        el(
          "div",
          { class: "line" },
          el("span", {}, this._say("span", { class: "strong", part: "level" }, band.title ?? band.level), remark && [" ", this._say("span", { class: "muted" }, remark)]),
          el("span", { part: "amount", class: band.published ? "amount" : "muted" }, band.published ? this.#amount(band) : this._t("not_published")),
        ),
        band.published ? this.#bar(band, top) : svg("svg", { class: "bar", "aria-hidden": "true" }, svg("rect", { class: "none", width: "100%", y: 6, height: 2 })),
      );
    }

    // The digits of the service go to the formatter as they are: no binary number in between.
    #amount({ min, max, open, currency }) {
      const money = new Intl.NumberFormat(this._format, { style: "currency", currency, maximumFractionDigits: 4, trailingZeroDisplay: "stripIfInteger" });
      if (max === null) return this._t("amount_from", { amount: money.format(min) });
      if (min === null) return this._t("amount_up_to", { amount: money.format(max) });
      const range = min === max ? money.format(min) : money.formatRange(min, max);
      return open ? `${range} ${this._t("and_more")}` : range;
    }

    #short(value, currency) {
      return new Intl.NumberFormat(this._format, { style: "currency", currency, notation: "compact", maximumFractionDigits: 1 }).format(value);
    }

    #bar({ min, max, open }, top) {
      const percent = (value) => `${Math.min(100, Math.max(0, (100 * value) / top)).toFixed(2)}%`;
      const [from, to] = [Number(min ?? Math.max(0, max - 0.15 * top)), Number(max ?? min)];
      const end = open ? Math.min(to + 0.15 * top, top) : Math.max(to, from + top / 100);
      const track = svg("rect", { class: "track", width: "100%", height: "100%", rx: 4 });
      const fades = open || min === null;
      const bar = svg("rect", { class: "on", x: percent(from), width: percent(end - from), height: "100%", rx: fades ? 0 : 4 });
      if (!fades) return svg("svg", { class: "bar", "aria-hidden": "true" }, track, bar);
      // An open end fades away. Each picture brings its own gradient, as those of others may be gone.
      const id = `fade-${(this.#fades += 1)}`;
      const upwards = [[(to - from) / (end - from), 1], [1, 0]];
      const stops = (min === null ? [[0, 0], [1, 1]] : upwards).map(([offset, opacity]) => svg("stop", { offset, "stop-opacity": opacity }));
      bar.setAttribute("class", "fading");
      bar.setAttribute("fill", `url(#${id})`);
      return svg("svg", { class: "bar", "aria-hidden": "true" }, svg("linearGradient", { id }, stops), track, bar);
    }

    #region(code) {
      const [country, part] = code.split("-");
      const name = new Intl.DisplayNames(this._format, { type: "region" }).of(country);
      return part ? `${name} (${part})` : name;
    }
  }

  /** In how many ways `size` can be chosen out of `count`. */
  const choices = (count, size) => Array.from({ length: size }, (_, at) => (count - at) / (at + 1)).reduce((product, factor) => product * factor, 1);

  const roundUp = (value) => {
    const unit = 10 ** Math.floor(Math.log10(value || 1));
    return unit * [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((step) => step * unit >= value);
  };

  // ---- Style. A constructed sheet is allowed where the page's policy forbids inline style.

  const SHEET = new CSSStyleSheet();
  SHEET.replaceSync(`
:host {
  --_accent: var(--rungs-accent, light-dark(#0a5f6e, #6fcbd8));
  --_on-accent: var(--rungs-on-accent, light-dark(#ffffff, #05252b));
  --_text: var(--rungs-text, light-dark(#17232c, #e9eff3));
  --_muted: var(--rungs-muted, light-dark(#4b5b67, #adbbc5));
  --_surface: var(--rungs-surface, light-dark(#ffffff, #151e25));
  --_line: var(--rungs-line, light-dark(#d3dce2, #35444f));
  --_radius: var(--rungs-radius, 12px);
  --_inner: min(var(--_radius), 10px);
  --_focus: var(--rungs-focus, var(--_accent));
  --_soft: color-mix(in srgb, var(--_accent) 9%, var(--_surface));
  --_edge: color-mix(in srgb, var(--_text) 52%, var(--_surface));
  display: block;
  max-inline-size: 46rem;
  container-type: inline-size;
  color: var(--_text);
  font-family: var(--rungs-font, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, sans-serif);
  line-height: 1.5;
  text-align: start;
  overflow-wrap: break-word;
}
:host([hidden]) { display: none; }
*, ::before, ::after { box-sizing: border-box; }
.card {
  background: var(--_surface);
  border: 1px solid var(--_line);
  border-radius: var(--_radius);
  padding: clamp(1rem, 5.5cqi, 2rem);
}
.card:focus { outline: none; }
h2, h3, p, ul, ol, fieldset, figure { margin: 0; padding: 0; }
h2 { font-size: 1.4em; line-height: 1.25; font-weight: 650; text-wrap: balance; }
h2.small { font-size: 1em; font-weight: 600; color: var(--_muted); }
h3 { font-size: 1.05em; line-height: 1.35; font-weight: 650; margin-block: 1.9em .4em; text-wrap: balance; }
h2 + p { margin-block-start: .5em; }
p, li, legend, h2, h3, span { unicode-bidi: plaintext; }
:host(:dir(rtl)) { text-align: right; }
.muted { color: var(--_muted); }
.strong { font-weight: 650; }
.note { font-size: .9em; margin-block-start: 1.4em; }
.unseen { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
:focus { outline: none; }
:focus-visible, .answer:has(:focus-visible) { outline: 3px solid var(--_focus); outline-offset: 3px; }
.answer :focus-visible { outline: none; }
fieldset:focus-visible, h2:focus-visible { outline-offset: 6px; border-radius: 4px; }

.progress { margin-block: 1.1em 1.4em; font-size: .9em; }
progress { appearance: none; display: block; inline-size: 100%; block-size: 6px; margin-block-start: .5em; border: 0; border-radius: 3px; background: var(--_line); overflow: hidden; }
progress::-webkit-progress-bar { background: var(--_line); }
progress::-webkit-progress-value { background: var(--_accent); border-radius: 3px; }
progress::-moz-progress-bar { background: var(--_accent); border-radius: 3px; }
fieldset { border: 0; min-inline-size: 0; }
legend { padding: 0; max-inline-size: 100%; overflow-wrap: anywhere; font-size: 1.15em; line-height: 1.45; font-weight: 550; margin-block-end: 1em; text-wrap: pretty; }
.answers { display: grid; gap: .65em; }
.answer {
  display: flex; align-items: center; gap: .7em; min-block-size: 3rem; padding: .5em 1em; cursor: pointer;
  border: 1px solid var(--_edge); border-radius: var(--_inner); background: var(--_surface);
  transition: background-color .12s, border-color .12s;
}
.answer:hover { border-color: var(--_accent); background: var(--_soft); }
.answer:has(:checked) { border-color: var(--_accent); background: var(--_soft); box-shadow: inset 0 0 0 1px var(--_accent); font-weight: 600; }
.answer input { flex: none; inline-size: 1.15em; block-size: 1.15em; margin: 0; accent-color: var(--_accent); cursor: inherit; }
.complaint:not(:empty) { margin-block-start: 1em; padding: .7em 1em; border-radius: var(--_inner); border: 1px solid var(--_edge); border-inline-start-width: 5px; }

.row { display: flex; flex-wrap: wrap; gap: .65em; margin-block-start: 1.4em; align-items: center; }
.between { justify-content: space-between; }
.grow { flex: 1 1 0; min-inline-size: 0; font-size: .9em; text-align: end; }
button, a.primary {
  font: inherit; font-weight: 600; min-block-size: 2.85rem; padding: .5em 1.3em; cursor: pointer; text-align: center; text-decoration: none;
  min-inline-size: 0; max-inline-size: 100%; overflow-wrap: anywhere;
  display: inline-flex; align-items: center; justify-content: center;
  border: 1px solid var(--_edge); border-radius: var(--_inner); background: transparent; color: var(--_text);
}
.primary, a.primary { background: var(--_accent); border-color: var(--_accent); color: var(--_on-accent); }
button.quiet:hover { border-color: var(--_accent); background: var(--_soft); }
.primary:hover { background: color-mix(in srgb, var(--_accent) 88%, var(--_text)); }
.error { border-inline-start: 4px solid var(--_edge); padding-inline-start: 1em; }

.kicker { display: block; font-size: .58em; font-weight: 600; color: var(--_accent); margin-block-end: .35em; }
h2 .kicker + [part] { font-size: 1.2em; }
.lead { margin-block-start: .5em; }
.callout { margin-block-start: 1em; padding: .75em 1em; border-radius: var(--_inner); background: var(--_soft); }
.rungs { list-style: none; margin-block-start: 1.5em; border-inline: 4px solid var(--_line); }
.rungs li { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .2em .8em; min-block-size: 2.9em; padding: .45em 1em; border-block-end: 3px solid var(--_line); }
.rungs li:first-child { padding-block-start: .8em; }
.rungs li[aria-current] { background: var(--_soft); border-block-end-color: var(--_accent); font-weight: 650; box-shadow: -4px 0 0 var(--_accent), 4px 0 0 var(--_accent); }
.tag { font-size: .82em; font-weight: 600; padding: .15em .7em; border-radius: 1em; background: var(--_accent); color: var(--_on-accent); }
ul, .reasons { padding-inline-start: 1.25em; }
ul.plain { list-style: none; padding: 0; }
h3 + p + ul { margin-block-start: .4em; }
li + li { margin-block-start: .45em; }
.rungs li + li, .bands li + li { margin-block-start: 0; }
.set { padding-block: .6em; border-block-start: 1px solid var(--_line); }
.set:last-child { border-block-end: 1px solid var(--_line); }
.set + .set { margin: 0; }
ul + .muted { margin-block-start: .5em; }
details { margin-block-start: 1.9em; border-block: 1px solid var(--_line); }
summary { min-block-size: 2.75rem; padding-block: .7em; font-weight: 600; cursor: pointer; }
details > :not(summary) { margin-block-end: 1em; }
.reasons li > span { display: block; }
.reasons li span span { display: inline; }

:host(rungs-level) { display: inline-block; container-type: normal; max-inline-size: 100%; vertical-align: middle; }
:host(rungs-level) .card { position: relative; display: flex; flex-wrap: wrap; align-items: center; gap: .5em 1em; padding: .85em 1.15em; }
:host(rungs-level) .row { margin: 0; }
.title { font-weight: 650; color: var(--_text); text-decoration: underline; text-decoration-color: var(--_accent); text-decoration-thickness: 2px; text-underline-offset: .2em; }
.title::after { content: ""; position: absolute; inset: 0; border-radius: var(--_radius); }
.title:focus-visible { outline: none; }
.title:focus-visible::after { outline: 3px solid var(--_focus); outline-offset: 3px; }
:host(rungs-level) .muted { font-size: .875em; line-height: 1.4; }
.bars { flex: none; display: block; }
.on { fill: var(--_accent); }
stop { stop-color: var(--_accent); }
.off, .none { fill: var(--_line); }
.track { fill: color-mix(in srgb, var(--_line) 45%, var(--_surface)); }
:host(:dir(rtl)) :is(.bar, .bars) { transform: scaleX(-1); }

figure + figure { margin-block-start: 2em; }
figcaption { margin-block-end: 1em; }
figcaption span { display: inline-block; }
ul.bands { list-style: none; padding: 0; display: grid; gap: 1.15em; }
.line { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1em; margin-block-end: .35em; }
.amount { font-variant-numeric: tabular-nums; }
.bar { display: block; inline-size: 100%; block-size: 14px; }
.axis { display: flex; justify-content: space-between; font-size: .8em; margin-block-start: .5em; padding-block-start: .3em; border-block-start: 1px solid var(--_line); font-variant-numeric: tabular-nums; }

@container (min-width: 27rem) {
  .answers:not(.options) { grid-template-columns: repeat(3, 1fr); }
}
@container (max-width: 27rem) {
  .row:not(.between) > :is(button, a) { flex: 1 1 auto; }
}
@container (max-width: 18rem) {
  .row > :is(button, a) { flex: 1 1 auto; }
}
@media (prefers-reduced-motion: reduce) {
  .answer { transition: none; }
}
@media (forced-colors: active) {
  .answer:has(:checked) { outline: 2px solid Highlight; outline-offset: -4px; }
  .rungs li[aria-current] { border-block-end-color: Highlight; }
  .tag { border: 1px solid; }
  progress, progress::-webkit-progress-bar { border: 1px solid; background: Canvas; }
  progress::-webkit-progress-value { background: Highlight; forced-color-adjust: none; }
  .on { fill: Highlight; }
  stop { stop-color: Highlight; }
  .none { fill: CanvasText; }
  .off, .track { fill: Canvas; stroke: CanvasText; }
}
`);

  customElements.define("rungs-quiz", RungsQuiz);
  customElements.define("rungs-level", RungsLevel);
  customElements.define("rungs-bands", RungsBands);
})();
