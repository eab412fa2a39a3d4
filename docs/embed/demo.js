// Writes what the quizzes tell the page. Text goes in as text, so that the strict policy of the page holds.
const tell = (log, text) => {
  const item = document.createElement("li");
  item.textContent = text;
  log.append(item);
};

const follow = (quiz, log) => {
  quiz.addEventListener("rungs-answer", ({ detail }) => {
    tell(log, `rungs-answer: ${detail.question.id} = ${detail.answer}`);
  });
  quiz.addEventListener("rungs-placement", ({ detail }) => {
    const { level, standing } = detail.placement;
    tell(log, `rungs-placement: ${standing} ${level ?? "(no level)"}, ladder ${detail.ladder.id} ${detail.ladder.version}`);
  });
  quiz.addEventListener("rungs-error", ({ detail }) => {
    tell(log, `rungs-error: ${detail.title}`);
  });
};

follow(document.querySelector(".plum"), document.querySelector("#german-log"));

const report = document.querySelector("#report");
follow(report, document.querySelector("#report-log"));
report.addEventListener("rungs-placement", ({ detail }) => {
  const { title, standing } = detail.placement;
  document.querySelector("#own-result").textContent =
    standing === "pre-role" ? "The page's own words: let us start with the basics." : `The page's own words: we look for a mentor one step above ${title}.`;
});
