//! Spatial bargaining on the issues of a scenario.
//!
//! An issue with ordered options is a line: option k of n stands at k/(n − 1). Derived, at the
//! medians of the scenario: a party stands at the option of the highest value to it among those it
//! does not refuse (the first of equals); its salience is its weight of the issue by the largest of
//! its weights; its capability is 1, as that of every other. A party without a table for an issue, or
//! to which it has no weight, plays no part there.
//!
//! Two contested issues or more are also played together. A party without a stand on one of them has
//! salience 0 there and starts at the weighted mean, which changes neither range nor baseline.

use pourparler_agreement::space::Space;
use pourparler_agreement::{Choice, Draw};
use pourparler_scenario::{Diagnostic, Law, Quantity, Table};

use super::draws::{DRAWS, SEED};
use super::{Origin, codes};
use crate::spatial::{
    Actor, Baseline, Forecast, Issue, IssueError, Issues, Rules, Spread, UncertainActor, ensemble,
    forecast, run, run_jointly,
};

/// A number with where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// Its law.
    pub law: Law,
    /// Given or derived.
    pub origin: Origin,
}

impl Number {
    /// Its median.
    #[must_use]
    pub fn median(&self) -> f64 {
        self.law.median()
    }

    fn or(given: Option<&Quantity>, derived: f64) -> Self {
        given.map_or(
            Self {
                law: Law::Certain(derived),
                origin: Origin::Derived,
            },
            |quantity| Self {
                law: quantity.law,
                origin: Origin::Given,
            },
        )
    }
}

/// Where a party stands on an issue.
#[derive(Clone, Debug, PartialEq)]
pub struct Stand {
    /// Index of the party.
    pub party: usize,
    /// c.
    pub capability: Number,
    /// x, from 0, the first option, to 1, the last.
    pub position: Number,
    /// s, from 0 to 1.
    pub salience: Number,
}

/// The answer on one contested issue, positions from 0 to 1.
#[derive(Clone, Debug)]
pub struct Contested {
    /// The parties that care.
    pub stands: Vec<Stand>,
    /// What needs no bargaining.
    pub baseline: Baseline,
    /// Final median under each preset, by name.
    pub presets: Vec<(&'static str, f64)>,
    /// Final medians over all readings of the rules.
    pub ensemble: Spread,
    /// Final median where all contested issues are played together, under the equations as printed;
    /// none with a single one.
    pub jointly: Option<f64>,
    /// Over the draws, under the equations as printed, where an input is uncertain.
    pub forecast: Option<Forecast>,
    /// What happened in the first round under the equations as printed.
    pub first_round: Vec<String>,
    /// Sides (party indexes) that refuse the option nearest to the forecast at the medians.
    pub refused_by: Vec<usize>,
}

impl Contested {
    /// Everything the answer leaves open: the ends of the readings of the rules, of the 90% interval
    /// over the draws and of the joint game.
    #[must_use]
    pub fn span(&self) -> (f64, f64) {
        let drawn = self.forecast.as_ref().map(|f| (f.median.q05, f.median.q95));
        let joint = self.jointly.map(|x| (x, x));
        let others = drawn.into_iter().chain(joint);
        others.fold(
            (self.ensemble.low, self.ensemble.high),
            |span, (low, high)| (span.0.min(low), span.1.max(high)),
        )
    }

    /// Final median of the equations as printed: the forecast.
    #[must_use]
    pub fn median(&self) -> f64 {
        let printed = self.presets.iter().find(|(name, _)| *name == PRINTED);
        printed.map_or(f64::NAN, |(_, median)| *median)
    }
}

/// The preset whose final median is the forecast.
pub const PRINTED: &str = "scholz-2011-text";

/// The answer on one issue.
#[derive(Clone, Debug)]
pub enum Answer {
    /// Bargaining.
    Contested(Box<Contested>),
    /// None, and why: a clause.
    None(&'static str),
}

/// The answers by issue.
#[derive(Clone, Debug)]
pub struct Spatial {
    /// Rounds played.
    pub rounds: usize,
    /// One per issue of the scenario.
    pub issues: Vec<Answer>,
}

/// The lines of all issues, before any bargaining.
pub(super) struct Lines {
    rounds: usize,
    draw: Draw,
    /// Who stands where, one list per issue of the scenario.
    stands: Vec<Vec<Stand>>,
}

impl Lines {
    /// Reads the tables of the method, and derives what they leave open.
    pub(super) fn read(root: &Table, space: &Space, found: &mut Vec<Diagnostic>) -> Self {
        let table = root.child("opinions").and_then(|t| t.child("spatial"));
        let rounds = table
            .and_then(|table| table.integer("rounds"))
            .map_or(10, |rounds| usize::try_from(rounds).unwrap_or(10));
        let draw = space.at_medians();
        let stands =
            (0..space.issues.len()).map(|issue| stands(root, table, space, &draw, issue, found));
        Self {
            stands: stands.collect(),
            rounds,
            draw,
        }
    }

    /// Asks the model about every issue.
    pub(super) fn answered(self, space: &Space) -> Spatial {
        let Self {
            rounds,
            draw,
            stands,
        } = self;
        let issues = stands.into_iter().enumerate();
        let issues = issues.map(|(issue, stands)| answer(space, &draw, issue, stands, rounds));
        let mut issues: Vec<Answer> = issues.collect();
        play_together(space, rounds, &mut issues);
        Spatial { rounds, issues }
    }
}

/// Fills in where the contested issues end when they are played together.
fn play_together(space: &Space, rounds: usize, issues: &mut [Answer]) {
    let mut contested: Vec<&mut Contested> = issues
        .iter_mut()
        .filter_map(|answer| match answer {
            Answer::Contested(contested) => Some(&mut **contested),
            Answer::None(_) => None,
        })
        .collect();
    if contested.len() < 2 {
        return;
    }
    let at = |contested: &Contested, party: usize| {
        let mut stands = contested.stands.iter();
        stands.find(|stand| stand.party == party).cloned()
    };
    let capability = |party: usize| {
        let mut on = contested.iter().filter_map(|issue| at(issue, party));
        on.next().map(|stand| stand.capability.median())
    };
    let (parties, actors): (Vec<usize>, Vec<(String, f64)>) = (0..space.parties.len())
        .filter_map(|party| {
            Some((
                party,
                (space.parties[party].said.clone(), capability(party)?),
            ))
        })
        .unzip();
    let stands: Vec<Vec<(f64, f64)>> = contested
        .iter()
        .map(|issue| {
            let on = parties.iter().map(|&party| match at(issue, party) {
                Some(stand) => (stand.position.median(), stand.salience.median()),
                None => (issue.baseline.mean, 0.0),
            });
            on.collect()
        })
        .collect();
    let names = vec![String::new(); contested.len()];
    // Each issue was accepted on its own.
    let Ok(together) = Issues::new(names, &actors, &stands) else {
        return;
    };
    let run = run_jointly(&together, &Rules::SCHOLZ_2011_TEXT, rounds);
    if let Some(last) = run.rounds.last() {
        for (issue, &median) in contested.iter_mut().zip(&last.medians) {
            issue.jointly = Some(median);
        }
    }
}

fn stands(
    root: &Table,
    table: Option<&Table>,
    space: &Space,
    draw: &Draw,
    issue: usize,
    found: &mut Vec<Diagnostic>,
) -> Vec<Stand> {
    let named = &space.issues[issue];
    let mut stands = Vec::new();
    for (party, of) in space.parties.iter().enumerate() {
        let written = table.and_then(|table| table.table("parties", &of.id));
        let here = written.and_then(|table| table.table("issues", &named.id));
        let cares = root
            .table("parties", &of.id)
            .is_some_and(|party| party.table("issues", &named.id).is_some());
        if let Some(here) = here.filter(|_| !named.ordered) {
            let message = format!("the options of `{}` have no order, so no line", named.id);
            found.push(
                Diagnostic::error(codes::SPATIAL, here.span, message)
                    .help("take the table out, or leave `ordered = false` out of the issue"),
            );
            continue;
        }
        let both = here.is_some_and(|here| here.has("position") && here.has("salience"));
        if !cares && !both {
            if let Some(here) = here {
                let message = format!(
                    "nothing says what `{}` wants on `{}`, so nothing can be derived",
                    of.id, named.id
                );
                found.push(
                    Diagnostic::error(codes::SPATIAL, here.span, message)
                        .help("give both `position` and `salience`"),
                );
            }
            continue;
        }
        let given = |key| here.and_then(|here| here.quantity(key));
        if given("salience").is_none() && salience(space, draw, party, issue) == 0.0 {
            continue;
        }
        stands.push(Stand {
            party,
            capability: Number::or(written.and_then(|t| t.quantity("capability")), 1.0),
            position: Number::or(given("position"), wanted(space, draw, party, issue)),
            salience: Number::or(given("salience"), salience(space, draw, party, issue)),
        });
    }
    stands
}

/// Whether a party refuses an option at the medians, lifts aside.
fn refuses(space: &Space, draw: &Draw, party: usize, at: Choice) -> bool {
    let lines = space.domain.structure().red_lines.iter();
    lines.zip(&draw.red_lines).any(|(line, &meant)| {
        meant && line.party == party && line.refused == at && line.unless.is_empty()
    })
}

fn wanted(space: &Space, draw: &Draw, party: usize, issue: usize) -> f64 {
    let options = space.issues[issue].options.len();
    let mut best: Option<(f64, usize)> = None;
    for option in 0..options {
        let at = Choice { issue, option };
        let value = draw.value(&space.domain, party, at);
        if !refuses(space, draw, party, at) && best.is_none_or(|(most, _)| value > most) {
            best = Some((value, option));
        }
    }
    // Who refuses everything stands where it is today.
    let option = best.map_or(space.domain.issues()[issue].status_quo, |(_, option)| {
        option
    });
    place(option, options)
}

fn salience(space: &Space, draw: &Draw, party: usize, issue: usize) -> f64 {
    let weights = (0..space.issues.len()).map(|k| draw.weight(&space.domain, party, k));
    let largest = weights.fold(0.0, f64::max);
    if largest > 0.0 {
        (draw.weight(&space.domain, party, issue) / largest).clamp(0.0, 1.0)
    } else {
        0.0
    }
}

/// Where an option stands on the line.
#[must_use]
pub fn place(option: usize, options: usize) -> f64 {
    option as f64 / options.saturating_sub(1).max(1) as f64
}

/// The option nearest to a place on the line, the lower of two.
#[must_use]
pub fn nearest(x: f64, options: usize) -> usize {
    let last = options.saturating_sub(1);
    let scaled = x * last as f64;
    let below = scaled.floor().clamp(0.0, last as f64) as usize;
    if scaled - below as f64 > 0.5 {
        (below + 1).min(last)
    } else {
        below
    }
}

fn answer(space: &Space, draw: &Draw, issue: usize, stands: Vec<Stand>, rounds: usize) -> Answer {
    if !space.issues[issue].ordered {
        return Answer::None("its options have no order");
    }
    let actors: Vec<UncertainActor> = stands
        .iter()
        .map(|stand| UncertainActor {
            name: space.parties[stand.party].said.clone(),
            capability: stand.capability.law,
            position: stand.position.law,
            salience: stand.salience.law,
        })
        .collect();
    let at_medians = actors.iter().map(|actor| Actor {
        name: actor.name.clone(),
        capability: actor.capability.median(),
        position: actor.position.median(),
        salience: actor.salience.median(),
    });
    let line = match Issue::new(at_medians.collect()) {
        Ok(line) => line,
        Err(IssueError::NoPower) => return Answer::None("nobody with a stand gives it any weight"),
        Err(_) => return Answer::None("fewer than two parties have a stand"),
    };
    if line.range() == 0.0 {
        return Answer::None("all who have a stand argue for the same");
    }
    let all = ensemble(&line, 1.0, rounds);
    let presets: Vec<(&'static str, f64)> = Rules::PRESETS
        .iter()
        .map(|(name, rules)| (*name, run(&line, rules, rounds).end().median))
        .collect();
    let uncertain = actors.iter().any(|actor| {
        let laws = [actor.capability, actor.position, actor.salience];
        laws.iter().any(|law| law.certain().is_none())
    });
    let rules = Rules::SCHOLZ_2011_TEXT;
    let forecast = uncertain
        .then(|| forecast(&actors, &rules, rounds, DRAWS, SEED).ok())
        .flatten();
    let mut contested = Contested {
        baseline: all.baseline,
        presets,
        ensemble: all.median,
        jointly: None,
        forecast,
        first_round: run(&line, &rules, 1).sentences(&line, 1),
        refused_by: Vec::new(),
        stands,
    };
    let option = nearest(contested.median(), space.issues[issue].options.len());
    contested.refused_by = space
        .sides
        .into_iter()
        .filter(|&party| refuses(space, draw, party, Choice { issue, option }))
        .collect();
    Answer::Contested(Box::new(contested))
}

#[cfg(test)]
mod tests {
    use super::{nearest, place};

    #[test]
    fn options_stand_evenly_on_the_line() {
        assert_eq!([0, 1, 2].map(|k| place(k, 3)), [0.0, 0.5, 1.0]);
        for options in 2..6 {
            for option in 0..options {
                assert_eq!(nearest(place(option, options), options), option);
            }
        }
        assert_eq!(nearest(0.25, 3), 0);
        assert_eq!(nearest(0.26, 3), 1);
    }
}
