//! What is worth knowing before deciding: for the decision, and for the claims.
//!
//! The decision is whether the contact takes place, and in which of its variants. The utility of
//! one is its effect on an outcome less what it costs, both in the outcome's unit; staying away is
//! worth nothing. Where no cost is given it is the break-even cost, the effect of the best one:
//! the decision is then hardest, so that between going and staying away no other cost makes
//! information worth more.

use pourparler_engine::result::{ArmRole, Run};
use rayon::prelude::*;

use crate::assessment::Assessment;
use crate::drivers::{Measure, Target};
use crate::estimate::{Estimate, Student};
use crate::figures::{Figures, Paths};
use crate::flip::Move;
use crate::information_value::{
    all_information, joint_information, perfect_information, sample_information,
};
use crate::ranking::Rankings;
use crate::verdict::flipped_by;
use pourparler_engine::summary::mean;

/// A decision to be taken.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// Index of the output whose effect counts.
    pub output: usize,
    /// What a contact costs, in the output's unit; the break-even cost where it is not given.
    pub cost: Option<f64>,
    /// Costs of single arms (their ids) instead.
    pub costs: Vec<(String, f64)>,
    /// Share of an input's variance that a study resolves.
    pub resolves: f64,
}

/// Something that can be done.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Index in `Run::arms`; none for staying away.
    pub arm: Option<usize>,
    /// Its mean effect.
    pub effect: f64,
    /// What it costs.
    pub cost: f64,
    /// Share of the settings in which it is best.
    pub best_in: f64,
}

/// What one input, or one group of them, is worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Worth {
    /// Indices in `Run::inputs`.
    pub inputs: Vec<usize>,
    /// The topic they belong to, where they are a topic's.
    pub topic: Option<String>,
    /// Expected value of knowing them.
    pub perfect: Estimate,
    /// Whether that is more than nothing, at 5 % over all inputs or all topics.
    pub told: bool,
    /// Expected value of a study that resolves the share asked for; single inputs only.
    pub sample: Option<Estimate>,
}

/// A claim, and the inputs that flip its verdict.
#[derive(Debug, Clone, PartialEq)]
pub struct Flips {
    /// The claim's id.
    pub claim: String,
    /// The smallest move of each input that does, nearest first.
    pub moves: Vec<Move>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq)]
pub struct WorthKnowing {
    /// The decision.
    pub decision: Decision,
    /// What can be done, staying away first.
    pub choices: Vec<Choice>,
    /// Place of the best without further knowledge.
    pub best: usize,
    /// Value of knowing everything.
    pub all: Estimate,
    /// Every uncertain input, worth most first.
    pub inputs: Vec<Worth>,
    /// Every topic the contact can carry, worth most first.
    pub topics: Vec<Worth>,
    /// Claims in file order.
    pub flips: Vec<Flips>,
}

/// What is worth knowing for a decision and for the claims of an assessment; nothing where the run
/// measures no effect on the output.
///
/// # Examples
///
/// ```
/// use std::sync::atomic::AtomicBool;
/// use pourparler_analysis::{Decision, assess, worth_knowing};
/// use pourparler_engine::{Effort, Watch};
///
/// let text = include_str!("../../../scenarios/templates/border-incident.toml");
/// let reading = pourparler_scenario::read("s.toml", text, &pourparler_analysis::vocabulary());
/// let scenario = reading.scenario.expect("a template is sound");
/// let effort = Effort { scrambles: 2, points: 16, paths: 8, ..Effort::default() };
/// let watch = Watch { progress: &|_, _| {}, stop: &AtomicBool::new(false) };
/// let assessment = assess(scenario, effort, &watch).expect("it runs");
/// let output = assessment.run.output("crossing").expect("it is measured");
/// let decision = Decision { output, cost: None, costs: Vec::new(), resolves: 0.5 };
/// let found = worth_knowing(&assessment, decision).expect("an effect");
/// assert!(found.inputs.iter().all(|worth| worth.perfect.value <= found.all.value + 1e-9));
/// ```
pub fn worth_knowing(assessment: &Assessment, decision: Decision) -> Option<WorthKnowing> {
    let run = &assessment.run;
    let points = run.settings.points;
    let target = Target {
        output: decision.output,
        measure: Measure::Effect,
    };
    let arms = (0..run.arms.len())
        .filter(|&arm| matches!(run.arms[arm].role, ArmRole::With | ArmRole::Variant))
        .filter_map(|arm| Some((arm, target.column_in(run, arm)?)));
    let arms: Vec<_> = arms.collect();
    let effects: Vec<f64> = arms.iter().map(|(_, effect)| mean(effect)).collect();
    let most = effects.iter().copied().reduce(f64::max)?;
    let costs: Vec<f64> = arms
        .iter()
        .map(|(arm, _)| {
            let own = decision
                .costs
                .iter()
                .find(|(id, _)| *id == run.arms[*arm].id);
            own.map_or(decision.cost.unwrap_or(most.max(0.0)), |(_, cost)| *cost)
        })
        .collect();
    let mut utilities = vec![vec![0.0; run.len()]];
    for ((_, effect), cost) in arms.iter().zip(&costs) {
        utilities.push(effect.iter().map(|effect| effect - cost).collect());
    }
    let utilities: Vec<&[f64]> = utilities.iter().map(Vec::as_slice).collect();
    let first = |i: usize| {
        let of = |best: usize, next: usize| match utilities[next][i] > utilities[best][i] {
            true => next,
            false => best,
        };
        (0..utilities.len()).fold(0, of)
    };
    let mut best_in = vec![0.0; utilities.len()];
    (0..run.len()).for_each(|i| best_in[first(i)] += 1.0 / run.len() as f64);
    let mut choices = vec![Choice {
        arm: None,
        effect: 0.0,
        cost: 0.0,
        best_in: best_in[0],
    }];
    for (k, (arm, _)) in arms.iter().enumerate() {
        choices.push(Choice {
            arm: Some(*arm),
            effect: effects[k],
            cost: costs[k],
            best_in: best_in[k + 1],
        });
    }
    let best = (0..choices.len()).fold(0, |best, next| {
        // At the break-even cost, going is as good as not.
        let net = |k: usize| choices[k].effect - choices[k].cost;
        if net(next) > net(best) + 1e-12 {
            next
        } else {
            best
        }
    });
    let uncertain = run.inputs.iter().filter(|i| i.dimension.is_some()).count();
    let told = |perfect: &Estimate, many: usize| {
        perfect.value > Student::told(run.settings.scrambles, many) * perfect.se
    };
    let mut inputs: Vec<Worth> = (0..run.inputs.len())
        .into_par_iter()
        .filter_map(|index| {
            let values = run.thetas.get(run.inputs[index].dimension?)?;
            let perfect = perfect_information(values, &utilities, points);
            Some(Worth {
                inputs: vec![index],
                topic: None,
                told: told(&perfect, uncertain),
                perfect,
                sample: Some(sample_information(
                    values,
                    &utilities,
                    points,
                    decision.resolves,
                )),
            })
        })
        .collect();
    let topics = topics(run, assessment);
    let count = topics.len();
    let mut topics: Vec<Worth> = topics
        .into_par_iter()
        .map(|(topic, inputs)| {
            let values: Vec<&[f64]> = inputs
                .iter()
                .filter_map(|&input| Some(run.thetas.get(run.inputs[input].dimension?)?.as_slice()))
                .collect();
            let perfect = joint_information(&values, &utilities, points);
            Worth {
                told: told(&perfect, count),
                perfect,
                inputs,
                topic: Some(topic),
                sample: None,
            }
        })
        .collect();
    let by_worth = |a: &Worth, b: &Worth| {
        let worth = b.perfect.value.total_cmp(&a.perfect.value);
        worth.then(a.inputs.cmp(&b.inputs))
    };
    inputs.sort_by(by_worth);
    topics.sort_by(by_worth);
    let all = all_information(&utilities, points);
    Some(WorthKnowing {
        choices,
        best,
        all,
        inputs,
        topics,
        flips: flips(assessment),
        decision,
    })
}

/// The topics of the scenario, each with its uncertain inputs.
fn topics(run: &Run, assessment: &Assessment) -> Vec<(String, Vec<usize>)> {
    let root = &assessment.scenario.root;
    let of = |topic: &str| -> Vec<usize> {
        let heads = [
            format!("topics.{topic}."),
            format!("contact.topics.{topic}."),
        ];
        let inputs = run.inputs.iter().enumerate();
        inputs
            .filter(|(_, input)| input.dimension.is_some())
            .filter(|(_, input)| heads.iter().any(|head| input.path.starts_with(head)))
            .map(|(index, _)| index)
            .collect()
    };
    let listed = root.tables("topics").map(|(id, _)| (id.to_owned(), of(id)));
    listed.filter(|(_, inputs)| !inputs.is_empty()).collect()
}

fn flips(assessment: &Assessment) -> Vec<Flips> {
    let rankings = Rankings::of(&assessment.run);
    let figures = assessment.figures(&rankings);
    let claims = assessment.claims.iter();
    claims
        .map(|claim| Flips {
            claim: claim.claim.id.clone(),
            moves: flipped_by(claim, &figures),
        })
        .collect()
}

impl Assessment {
    /// What the claims' figures are looked up in.
    pub fn figures<'a>(&'a self, rankings: &'a Rankings) -> Figures<'a> {
        Figures {
            run: &self.run,
            rankings,
            events: &self.questions.events,
            background: &self.background,
            paths: Paths::All,
        }
    }
}
