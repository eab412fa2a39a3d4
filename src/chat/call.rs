//! Calls of tools: each asks the operation of its name and tells the answer.

use serde_json::value::RawValue;

use super::{
    Client, Failure, Params,
    arguments::{Arguments, Asked},
    quiz,
    ready::Ready,
    told::{Refusal, Told},
    tools::NAMES,
};
use crate::{
    app::{
        App,
        comparisons::{CompareQuery, compare},
        compensation::{BandQuery, bands, position},
        diagnosis::{diagnose, read},
        edition::{LadderQuery, ListQuery},
        levels::{level, levels},
        now,
        phases::phase,
        planning::{check_readiness, plan_roadmap},
        scoring::ScoredQuiz,
        search::{SearchHit, SearchQuery, search},
    },
    domain::{ladder::Ladder, pay::PayBand, search::PartKind},
    error::Error,
    json,
    render::markdown,
};

/// What a call is made with.
pub(super) struct Call<'a> {
    pub(super) app: &'a App,
    pub(super) asked: &'a Asked<'a>,
    pub(super) own: Arguments<'a>,
}

type Outcome = Result<Told, Error>;

/// Tools whose answers only a ladder and the arguments decide, and which REST answers from what is ready, too.
const READS: [&str; 5] = [
    "list_levels",
    "find_level",
    "find_phase",
    "list_bands",
    "compare_levels",
];

/// Answers a call of a tool.
pub(super) fn tool(
    app: &App,
    ready: &Ready,
    params: &Params<'_>,
    client: &Client,
) -> Result<Vec<u8>, Failure> {
    let name = params.name.as_deref().unwrap_or_default();
    if !NAMES.contains(&name) {
        let shown: String = name.chars().take(64).collect();
        let known = NAMES.join(", ");
        return Err(Failure::params(format!(
            "There is no tool {shown:?}. There is: {known}."
        )));
    }
    let answer = || answer(app, name, params, client);
    let arguments = params.arguments.map_or("", RawValue::get);
    let result = match READS.contains(&name) {
        true => ready.get(name, arguments, client.wire, answer),
        false => answer(),
    };
    result.or_else(|refusal| refusal.told(name, client.wire))
}

fn answer(app: &App, name: &str, params: &Params<'_>, client: &Client) -> Result<Vec<u8>, Refusal> {
    let mut own = Arguments::read(params.arguments)?;
    let asked = Asked::of(app, &mut own)?;
    if name == quiz::NAME {
        return quiz::take(app, &asked, &own, params, client);
    }
    let asked = &asked;
    let told = Call { app, asked, own }.answer(name)?;
    Ok(told.result(app, asked, client.wire)?)
}

impl<'a> Call<'a> {
    fn answer(self, name: &str) -> Outcome {
        match name {
            "list_levels" => self.list_levels(),
            "find_level" => self.find_level(),
            "score_quiz" => self.score_quiz(),
            "find_phase" => self.find_phase(),
            "plan_roadmap" => self.plan_roadmap(),
            "check_readiness" => self.check_readiness(),
            "diagnose_roadblocks" => self.diagnose_roadblocks(),
            "list_bands" => self.list_bands(),
            "position_pay" => self.position_pay(),
            "compare_levels" => self.compare_levels(),
            _ => self.search_ladder(),
        }
    }

    fn ladder(&self) -> &'a Ladder {
        &self.asked.published.ladder
    }

    fn list_levels(self) -> Outcome {
        let query: ListQuery = self.own.query()?;
        let list = levels(self.ladder(), &query)?;
        let shown = list.items.iter().map(|view| view.level);
        let told = Told::new(&list, markdown::levels(self.ladder(), shown))?;
        Ok(told.on(
            PartKind::Level,
            list.items.iter().map(|view| &view.level.id),
        ))
    }

    fn find_level(mut self) -> Outcome {
        let id = self.own.need("level")?;
        let _: LadderQuery = self.own.query()?;
        let view = level(self.ladder(), &id)?;
        let pay = self.ladder().document().compensation.iter();
        let pay: Vec<PayBand<'_>> = pay
            .filter(|band| band.level == view.level.id)
            .map(|band| self.ladder().pay_band(band))
            .collect();
        let phase = view.phase.and_then(|number| self.ladder().phase(number));
        let told = Told::new(&view, markdown::level(self.ladder(), view.level))?
            .on(PartKind::Level, [&view.level.id])
            .on(PartKind::Phase, phase.map(|phase| &phase.id));
        Ok(told.on_bands(self.asked, &pay))
    }

    fn score_quiz(self) -> Outcome {
        let body = self.own.body()?;
        let published = self.asked.published;
        let scored = json::work(&body, |text| self.app.score(published, &json::parse(text)?))?;
        let answer = published.scored_json(&scored)?;
        let brief = markdown::placement_in_brief(self.ladder(), &scored.placement);
        Ok(placed(Told::ready(answer, brief), self.ladder(), &scored))
    }

    fn find_phase(mut self) -> Outcome {
        let number = self.own.need("number")?;
        let _: LadderQuery = self.own.query()?;
        let phase = phase(self.ladder(), &number)?;
        let told = Told::new(&phase, markdown::phase(self.ladder(), phase.phase))?;
        let criteria = phase.phase.criteria.iter().map(|one| &one.id);
        Ok(told
            .on(PartKind::Phase, [&phase.phase.id])
            .on(PartKind::Criterion, criteria))
    }

    fn plan_roadmap(self) -> Outcome {
        let body = self.own.body()?;
        let today = now().date_naive();
        let ladder = self.ladder();
        let plan = json::work(&body, |text| {
            plan_roadmap(ladder, &json::parse(text)?, Some(today))
        })?;
        let milestones = plan.phases.iter().flat_map(|phase| &phase.milestones);
        let told = Told::new(&plan, markdown::roadmap_in_brief(ladder, &plan))?
            .on(PartKind::Level, &plan.from.placement.level)
            .on(PartKind::Level, plan.target.as_ref().map(|level| level.id))
            .on(PartKind::Phase, plan.phases.iter().map(|phase| phase.id))
            .on(PartKind::Criterion, milestones.map(|one| one.criterion.id));
        let steps = plan.pay.steps.iter();
        Ok(told.on_bands(
            self.asked,
            steps.flat_map(|step| [&step.from].into_iter().chain(&step.to)),
        ))
    }

    fn check_readiness(self) -> Outcome {
        let body = self.own.body()?;
        let ladder = self.ladder();
        let readiness = json::work(&body, |text| check_readiness(ladder, &json::parse(text)?))?;
        let criteria = readiness.met.iter().chain(&readiness.missing);
        Ok(
            Told::new(&readiness, markdown::readiness(ladder, &readiness))?
                .on(PartKind::Level, [readiness.level.id])
                .on(PartKind::Criterion, criteria.map(|one| one.id)),
        )
    }

    fn diagnose_roadblocks(self) -> Outcome {
        let body = self.own.body()?;
        let ladder = self.ladder();
        let told = json::work(&body, |text| read(ladder, text))?;
        let index = self.asked.original.signals(&self.app.config.words.stemming);
        let found = diagnose(ladder, index, &told)?;
        let roadblocks = found.diagnosis.roadblocks.iter().map(|one| one.id);
        Ok(
            Told::new(&found, markdown::diagnosis(ladder, &found.diagnosis))?
                .on(PartKind::Roadblock, roadblocks),
        )
    }

    fn list_bands(self) -> Outcome {
        let query: BandQuery = self.own.query()?;
        let list = bands(self.ladder(), &query)?;
        let shown = || list.items.iter().map(|view| &view.band);
        let told = Told::new(&list, markdown::compensation(self.ladder(), shown()))?;
        Ok(told.on_bands(self.asked, shown()))
    }

    fn position_pay(self) -> Outcome {
        let body = self.own.body()?;
        let ladder = self.ladder();
        let answer = json::work(&body, |text| position(ladder, &json::parse(text)?))?;
        let place = &answer.position;
        Ok(
            Told::new(&answer, markdown::position(ladder, place))?.on_bands(
                self.asked,
                [&place.band].into_iter().chain(&place.next_band),
            ),
        )
    }

    fn compare_levels(self) -> Outcome {
        let query: CompareQuery = self.own.query()?;
        let answer = compare(self.ladder(), &query)?;
        let comparison = &answer.comparison;
        let criteria = comparison.criteria.iter().flat_map(|phase| &phase.criteria);
        let steps = comparison.pay_steps.iter();
        Ok(
            Told::new(&answer, markdown::comparison(self.ladder(), comparison))?
                .on(PartKind::Level, [comparison.from.id, comparison.to.id])
                .on(PartKind::Criterion, criteria.map(|one| one.id))
                .on_bands(
                    self.asked,
                    steps.flat_map(|step| [&step.from].into_iter().chain(&step.to)),
                ),
        )
    }

    fn search_ladder(self) -> Outcome {
        let mut query: SearchQuery = self.own.query()?;
        // Links of hits name the edition that was named.
        query.version.clone_from(&self.asked.version);
        query.locale.clone_from(&self.asked.locale);
        let list = search(
            self.asked.published,
            &query,
            &self.app.config.words.stemming,
        )?;
        let text = markdown::hits(
            self.ladder(),
            &query.q,
            list.items.iter().map(SearchHit::shown),
        );
        let mut told = Told::new(&list, text)?;
        for hit in &list.items {
            told = told.on(hit.kind, [hit.id]);
        }
        Ok(told)
    }
}

/// The parts that a placement rests on.
pub(super) fn placed(told: Told, ladder: &Ladder, scored: &ScoredQuiz<'_>) -> Told {
    let place = scored.placement.placement;
    told.on(PartKind::Level, &place.level).on(
        PartKind::Phase,
        ladder.phase(place.phase).map(|phase| &phase.id),
    )
}
