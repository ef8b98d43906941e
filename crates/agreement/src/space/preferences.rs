//! What each party wants, and what it refuses.

use pourparler_scenario::{Diagnostic, OptionRef, Quantity, Span, Table, Value};

use super::build::Build;
use super::codes;
use super::issues::default_value;
use super::need::Term;
use super::recipe::Preference;
use crate::domain::{Choice, RedLine};

/// How far certain shares may be from summing to 1.
const SHARES_OFF: f64 = 0.005;
/// How far the medians of uncertain shares may be from it.
const MEDIANS_OFF: f64 = 0.05;
/// Sums between which weights below 1 are taken to be meant as shares.
const MEANT_AS_SHARES: std::ops::RangeInclusive<f64> = 0.5..=2.0;

impl<'a> Build<'a> {
    /// Reads weights, values and red lines of every party.
    pub fn preferences(&mut self) {
        for party in 0..self.parties.len() {
            let mut cares = Vec::with_capacity(self.issues.len());
            let mut weights = Vec::new();
            for issue in 0..self.issues.len() {
                let table = self.party_tables[party].table("issues", &self.issues[issue].id);
                let preference = table.and_then(|table| self.preference(party, issue, table));
                cares.push(preference.is_some());
                if preference.is_some()
                    && let Some(weight) = table.and_then(|table| table.quantity("weight"))
                {
                    weights.push(weight);
                }
                self.recipe
                    .preferences
                    .push(preference.unwrap_or_else(|| Preference {
                        weight: Term::Settled(0.0),
                        values: vec![Term::Settled(0.0); self.issues[issue].options.len()],
                    }));
            }
            if self.structure.sides.contains(&party) && !cares.contains(&true) {
                let id = &self.parties[party].id;
                let message = format!("nothing says what `{id}` wants, and it is a side");
                let span = self.party_tables[party].span;
                self.said.push(
                    Diagnostic::error(codes::WANTS_NOTHING, span, message)
                        .help(format!("add `[parties.{id}.issues.ISSUE]` with `wants`")),
                );
            }
            self.cares.push(cares);
            self.weights(party, &weights);
        }
        for party in 0..self.parties.len() {
            for issue in 0..self.issues.len() {
                let table = self.party_tables[party].table("issues", &self.issues[issue].id);
                if let Some(table) = table {
                    self.red_lines(party, table);
                }
            }
        }
    }

    /// What a party makes of an issue; none if it does not say.
    fn preference(&mut self, party: usize, issue: usize, table: &Table) -> Option<Preference> {
        let stated = table.option_map("values");
        let wants = table.option("wants").cloned();
        if wants.is_none() && stated.is_empty() {
            if table.has("weight") {
                let (id, of) = (&self.parties[party].id, &self.issues[issue].id);
                let message =
                    format!("`{of}` matters to `{id}`, but nothing says what `{id}` wants there");
                self.said.push(
                    Diagnostic::error(codes::NO_VALUE, Self::span(table, "weight"), message)
                        .help("add `wants`, the option it likes best"),
                );
            }
            return None;
        }
        let wants = match wants {
            Some(option) => Some(self.choice(&option)?.option),
            None => None,
        };
        let count = self.issues[issue].options.len();
        let ordered = self.issues[issue].ordered;
        let mut values: Vec<Option<Term>> = (0..count)
            .map(|option| wants.map(|wants| default_value(count, ordered, wants, option)))
            .collect();
        let mut given = Vec::new();
        for (option, value) in stated {
            let at = self.choice(option)?;
            if let (Some(slot), Some(quantity)) = (values.get_mut(at.option), value.quantity()) {
                given.push((at.option, quantity));
                *slot = Some(Term::Settled(0.0));
            }
        }
        let missing: Vec<String> = (0..count)
            .filter(|&option| values[option].is_none())
            .map(|option| format!("`{}`", self.issues[issue].options[option]))
            .collect();
        if !missing.is_empty() {
            let (id, of) = (&self.parties[party].id, &self.issues[issue].id);
            let message = format!(
                "nothing says what {} of `{of}` is worth to `{id}`",
                missing.join(", ")
            );
            self.said.push(
                Diagnostic::error(codes::NO_VALUE, Self::span(table, "values"), message)
                    .help("list every option, or add `wants` for those not listed"),
            );
            return None;
        }
        let weight = self.needs.term(table.quantity("weight"), 1.0);
        let mut values: Vec<Term> = values.into_iter().flatten().collect();
        for (option, quantity) in given {
            values[option] = self.needs.term(Some(quantity), 0.0);
        }
        Some(Preference { weight, values })
    }

    /// Weights that are all zero, or that look like shares and do not sum to 1. `weights` are
    /// those of the issues the party cares about. Importances on a scale of their own are fine:
    /// only numbers the author gave for every issue, all below 1 and with a sum from .5 to 2, are
    /// taken to be meant as shares.
    fn weights(&mut self, party: usize, weights: &[&Quantity]) {
        let id = &self.parties[party].id;
        let (Some(first), Some(last)) = (weights.first(), weights.last()) else {
            return;
        };
        if weights.iter().all(|q| q.law.certain() == Some(0.0)) {
            let message = format!("every issue has weight 0 for `{id}`");
            self.said.push(
                Diagnostic::error(codes::ALL_ZERO, first.span, message)
                    .help("leave out the tables of issues it does not care about"),
            );
            return;
        }
        let medians: Vec<f64> = weights.iter().map(|q| q.law.median()).collect();
        let sum: f64 = medians.iter().sum();
        let shares = weights.len() > 1
            && weights.iter().all(|q| q.elicited)
            && medians.iter().all(|&w| w < 1.0)
            && MEANT_AS_SHARES.contains(&sum);
        let off = (sum - 1.0).abs();
        let help = "make them sum to 1, or write importances on another scale, such as 1 to 10";
        if !shares {
        } else if weights.iter().all(|q| q.is_certain()) {
            if off > SHARES_OFF {
                let message = format!("the weights of `{id}` sum to {}, not 1", short(sum));
                self.said.push(
                    Diagnostic::error(codes::SHARES, last.span, message)
                        .related(first.span, "the first of them")
                        .help(help),
                );
            }
        } else if off > MEDIANS_OFF {
            let message = format!(
                "the medians of the weights of `{id}` sum to {}, not 1",
                short(sum)
            );
            self.said.push(
                Diagnostic::warning(codes::SHARES, last.span, message)
                    .related(first.span, "the first of them")
                    .help(help),
            );
        }
    }

    /// Reads the refusals of one party on one issue.
    fn red_lines(&mut self, party: usize, table: &'a Table) {
        let lines = table.option_map("red_lines");
        let lifts = table.option_map("unless");
        let span = Self::span(table, "unless");
        for (option, _) in lifts {
            if !lines.iter().any(|(refused, _)| refused == option) {
                let message = format!("`{}` has no red line to lift", option.option);
                self.said
                    .push(Diagnostic::error(codes::LIFTS, span, message).help(format!(
                        "add it: `red_lines = {{ \"{}\" = \"said\" }}`",
                        option.option
                    )));
            }
        }
        for (option, meant) in lines {
            let Some(meant) = meant.quantity() else {
                continue;
            };
            let Some(refused) = self.choice(option) else {
                continue;
            };
            let listed = lifts.iter().find(|(lifted, _)| lifted == option);
            let unless = match listed {
                Some((_, value)) => self.lifts(refused, value, span),
                None => Vec::new(),
            };
            if table.option("wants") == Some(option) && listed.is_none() {
                let id = &self.parties[party].id;
                let message = format!(
                    "`{id}` wants `{}` and says it will not sign it",
                    self.label(refused)
                );
                self.said.push(
                    Diagnostic::warning(codes::WANTS_AND_REFUSES, meant.span, message)
                        .related(Self::span(table, "wants"), "wanted here")
                        .help("take one of the two out, or say under `unless` what lifts the line"),
                );
            }
            self.recipe.red_lines.push(self.needs.event(meant));
            self.structure.red_lines.push(RedLine {
                party,
                refused,
                unless,
            });
        }
    }

    /// The options that lift a red line.
    fn lifts(&mut self, refused: Choice, value: &Value, span: Span) -> Vec<Choice> {
        let listed: &[OptionRef] = value.options();
        let mut unless = Vec::new();
        if !listed.is_empty() {
            self.listed(refused, span, "`unless`");
        }
        for option in listed {
            let Some(at) = self.choice(option) else {
                continue;
            };
            if at.issue == refused.issue {
                let message = format!(
                    "`{}` cannot lift the red line on `{}`: an agreement has one option of each \
                     issue",
                    self.label(at),
                    self.label(refused)
                );
                self.said.push(
                    Diagnostic::error(codes::LIFTS, span, message)
                        .help("name options of other issues, as `issue.option`"),
                );
            } else if self.listed(at, span, "`unless`") {
                unless.push(at);
            }
        }
        unless
    }
}

/// A sum as it is shown.
fn short(sum: f64) -> String {
    let text = format!("{sum:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
