//! Calls of tools: each asks the operation of its name and tells the answer.

use rmcp::{
    ErrorData,
    model::{CallToolResult, JsonObject},
};

use super::{
    arguments::{ToolArguments, ToolLadder},
    descriptions,
    error::ToolError,
    quiz,
    tool_result::ToolResult,
};
use crate::{
    app::{
        App,
        comparisons::{CompareQuery, compare},
        compensation::{BandQuery, bands, position},
        diagnosis::{diagnose, read},
        ladder_query::{LadderQuery, ListQuery},
        levels::{level, levels},
        now,
        phases::phase,
        planning,
        search::{SearchHit, SearchQuery, search},
    },
    domain::{comparison::PayStep, ladder::Ladder, pay::PayBand, search::SearchPartKind},
    error::Error,
    json,
    render::markdown,
};

/// What a call is made with.
struct Call<'a> {
    app: &'a App,
    asked: &'a ToolLadder<'a>,
    /// The arguments of the operation's own.
    own: ToolArguments,
}

type ToolOutcome = Result<ToolResult, Error>;

/// A tool.
pub struct Tool {
    /// Its name: that of its operation.
    pub name: &'static str,
    /// Its description, where that of the operation is too short for a model.
    pub description: Option<&'static str>,
    /// Its operation. None for the quiz, which may ask the user before it answers.
    operation: Option<ToolFunction>,
}

type ToolFunction = fn(&mut Call<'_>) -> ToolOutcome;

const fn tool(name: &'static str, operation: ToolFunction) -> Tool {
    Tool {
        name,
        description: None,
        operation: Some(operation),
    }
}

impl Tool {
    const fn described(mut self, description: &'static str) -> Self {
        self.description = Some(description);
        self
    }
}

/// The tools, in the order in which they are listed.
pub static TOOLS: [Tool; 12] = [
    tool("list_levels", list_levels),
    tool("find_level", find_level),
    tool("score_quiz", score_quiz),
    Tool {
        name: quiz::NAME,
        description: Some(descriptions::TAKE_QUIZ),
        operation: None,
    },
    tool("find_phase", find_phase),
    tool("plan_roadmap", plan_roadmap).described(descriptions::PLAN_ROADMAP),
    tool("check_readiness", check_readiness).described(descriptions::CHECK_READINESS),
    tool("diagnose_roadblocks", diagnose_roadblocks).described(descriptions::DIAGNOSE_ROADBLOCKS),
    tool("list_bands", list_bands),
    tool("position_pay", position_pay).described(descriptions::POSITION_PAY),
    tool("compare_levels", compare_levels),
    tool("search_ladder", search_ladder).described(descriptions::SEARCH_LADDER),
];

/// Answers a call of a tool other than the quiz.
pub(super) fn call(
    app: &App,
    name: &str,
    arguments: Option<JsonObject>,
) -> Result<CallToolResult, ErrorData> {
    let mut tools = TOOLS.iter();
    let Some(operation) = tools.find_map(|tool| tool.operation.filter(|_| tool.name == name))
    else {
        let shown: String = name.chars().take(64).collect();
        let known = TOOLS.each_ref().map(|tool| tool.name).join(", ");
        return Err(ErrorData::invalid_params(
            format!("There is no tool {shown:?}. There is: {known}."),
            None,
        ));
    };
    answer(app, operation, arguments).or_else(|error| error.into_result(name))
}

fn answer(
    app: &App,
    operation: ToolFunction,
    arguments: Option<JsonObject>,
) -> Result<CallToolResult, ToolError> {
    let mut own = ToolArguments::new(arguments);
    let asked = &ToolLadder::of(app, &mut own)?;
    let told = operation(&mut Call { app, asked, own })?;
    Ok(told.result(app, asked)?)
}

impl<'a> Call<'a> {
    fn ladder(&self) -> &'a Ladder {
        &self.asked.published.ladder
    }
}

fn list_levels(call: &mut Call<'_>) -> ToolOutcome {
    let query: ListQuery = call.own.query()?;
    let list = levels(call.ladder(), &query)?;
    let shown = list.items.iter().map(|view| view.level);
    let told = ToolResult::new(&list, markdown::levels(call.ladder(), shown))?;
    Ok(told.on(
        SearchPartKind::Level,
        list.items.iter().map(|view| &view.level.id),
    ))
}

fn find_level(call: &mut Call<'_>) -> ToolOutcome {
    let id = call.own.need("level")?;
    let _: LadderQuery = call.own.query()?;
    let view = level(call.ladder(), &id)?;
    let bands = call.ladder().bands_of(view.level.id.as_str());
    let pay: Vec<PayBand<'_>> = bands.map(|band| call.ladder().pay_band(band)).collect();
    let phase = view.phase.and_then(|number| call.ladder().phase(number));
    let told = ToolResult::new(&view, markdown::level(call.ladder(), view.level))?
        .on(SearchPartKind::Level, [&view.level.id])
        .on(SearchPartKind::Phase, phase.map(|phase| &phase.id));
    Ok(told.on_bands(call.asked, &pay))
}

fn score_quiz(call: &mut Call<'_>) -> ToolOutcome {
    let body = call.own.body()?;
    let published = call.asked.published;
    let scored = call.app.score(published, &json::parse(&body)?)?;
    let brief = markdown::placement_in_brief(call.ladder(), &scored.placement);
    Ok(ToolResult::new(&scored, brief)?.on_placement(call.ladder(), &scored.placement))
}

fn find_phase(call: &mut Call<'_>) -> ToolOutcome {
    let number = call.own.need("number")?;
    let _: LadderQuery = call.own.query()?;
    let phase = phase(call.ladder(), &number)?;
    let told = ToolResult::new(&phase, markdown::phase(call.ladder(), phase.phase))?;
    let criteria = phase.phase.criteria.iter().map(|one| &one.id);
    Ok(told
        .on(SearchPartKind::Phase, [&phase.phase.id])
        .on(SearchPartKind::Criterion, criteria))
}

fn plan_roadmap(call: &mut Call<'_>) -> ToolOutcome {
    let body = call.own.body()?;
    let today = now().date_naive();
    let ladder = call.ladder();
    let plan = planning::plan_roadmap(ladder, &json::parse(&body)?, Some(today))?;
    let milestones = plan.phases.iter().flat_map(|phase| &phase.milestones);
    let told = ToolResult::new(&plan, markdown::roadmap_in_brief(ladder, &plan))?
        .on(SearchPartKind::Level, &plan.from.placement.level)
        .on(
            SearchPartKind::Level,
            plan.target.as_ref().map(|level| level.id),
        )
        .on(
            SearchPartKind::Phase,
            plan.phases.iter().map(|phase| phase.id),
        );
    Ok(told.on_bands(call.asked, bands_of(&plan.pay.steps)).on(
        SearchPartKind::Criterion,
        milestones.map(|one| one.criterion.id),
    ))
}

fn check_readiness(call: &mut Call<'_>) -> ToolOutcome {
    let body = call.own.body()?;
    let ladder = call.ladder();
    let readiness = planning::check_readiness(ladder, &json::parse(&body)?)?;
    let criteria = readiness.met.iter().chain(&readiness.missing);
    Ok(
        ToolResult::new(&readiness, markdown::readiness(ladder, &readiness))?
            .on(SearchPartKind::Level, [readiness.level.id])
            .on(SearchPartKind::Criterion, criteria.map(|one| one.id)),
    )
}

fn diagnose_roadblocks(call: &mut Call<'_>) -> ToolOutcome {
    let body = call.own.body()?;
    let ladder = call.ladder();
    let told = read(ladder, &body)?;
    let index = call.asked.original.signals();
    let found = diagnose(ladder, index, &told)?;
    let roadblocks = found.diagnosis.roadblocks.iter().map(|one| one.id);
    Ok(
        ToolResult::new(&found, markdown::diagnosis(ladder, &found.diagnosis))?
            .on(SearchPartKind::Roadblock, roadblocks),
    )
}

fn list_bands(call: &mut Call<'_>) -> ToolOutcome {
    let query: BandQuery = call.own.query()?;
    let ladder = call.asked.published.at(query.day()?);
    let list = bands(&ladder, &query)?;
    let shown = || list.items.iter().map(|view| &view.band);
    let told = ToolResult::new(&list, markdown::compensation(&ladder, shown()))?;
    if list.items.is_empty() {
        let missing = call.ladder().words().texts.pay.no_band;
        return Ok(told.without(call.asked, missing));
    }
    Ok(told.on_bands(call.asked, shown()))
}

fn position_pay(call: &mut Call<'_>) -> ToolOutcome {
    let body = call.own.body()?;
    let ladder = call.ladder();
    let answer = position(ladder, &json::parse(&body)?)?;
    let place = &answer.position;
    Ok(
        ToolResult::new(&answer, markdown::position(ladder, place))?.on_bands(
            call.asked,
            [&place.band].into_iter().chain(&place.next_band),
        ),
    )
}

fn compare_levels(call: &mut Call<'_>) -> ToolOutcome {
    let query: CompareQuery = call.own.query()?;
    let answer = compare(call.ladder(), &query)?;
    let comparison = &answer.comparison;
    let criteria = comparison.criteria.iter().flat_map(|phase| &phase.criteria);
    let told = ToolResult::new(&answer, markdown::comparison(call.ladder(), comparison))?
        .on(
            SearchPartKind::Level,
            [comparison.from.id, comparison.to.id],
        )
        .on_bands(call.asked, bands_of(&comparison.pay_steps))
        .on(SearchPartKind::Criterion, criteria.map(|one| one.id));
    if comparison.timeframes.is_empty() {
        return Ok(told.without(call.asked, call.ladder().words().texts.phase.no_span));
    }
    Ok(told)
}

fn bands_of<'a>(steps: &'a [PayStep<'a>]) -> impl Iterator<Item = &'a PayBand<'a>> {
    let bands = |step: &'a PayStep<'a>| [&step.from].into_iter().chain(&step.to);
    steps.iter().flat_map(bands)
}

fn search_ladder(call: &mut Call<'_>) -> ToolOutcome {
    let mut query: SearchQuery = call.own.query()?;
    // Links of hits name the edition that was named.
    query.version.clone_from(&call.asked.version);
    query.locale.clone_from(&call.asked.locale);
    let list = search(call.asked.published, &query)?;
    let text = markdown::hits(
        call.ladder(),
        &query.q,
        list.items.iter().map(SearchHit::shown),
    );
    let mut told = ToolResult::new(&list, text)?;
    for hit in &list.items {
        told = told.on(hit.kind, [hit.id]);
    }
    Ok(told)
}
