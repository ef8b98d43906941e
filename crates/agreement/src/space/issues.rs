//! Issues, guarantees and required consents.

use pourparler_scenario::{Diagnostic, Table};

use super::build::Build;
use super::need::Term;
use super::recipe::{Asked, Guarantee};
use super::{Issue, codes};
use crate::domain::{self, Choice, ConsentRule, Effect, MAX_ISSUES, MAX_OPTIONS};

impl Build<'_> {
    /// Reads the issues and their options.
    pub fn issues(&mut self) {
        for (id, table) in self.root.tables("issues") {
            let options = table.texts("options").to_vec();
            let divisible = table.flag("divisible");
            let held = table
                .option("status_quo")
                .map_or("", |today| today.option.as_str());
            let status_quo = options.iter().position(|label| label == held);
            if let Some(message) = wrong_options(options.len(), divisible) {
                let span = Self::span(table, "options");
                let message = format!("issue `{id}` {message}");
                let found = Diagnostic::error(codes::OPTIONS, span, message);
                self.said.push(
                    found.help("list what could stand in an agreement, from one end to the other"),
                );
            }
            self.structure.issues.push(domain::Issue {
                options: options.len(),
                divisible,
                status_quo: status_quo.unwrap_or(0),
            });
            self.issues.push(Issue {
                id: id.to_owned(),
                name: table.text("name").unwrap_or(id).to_owned(),
                options,
                ordered: table.flag("ordered"),
                by_force: table.flag("by_force"),
            });
            self.issue_tables.push(table);
        }
        if self.issues.is_empty() {
            let message = "there is nothing to bargain over";
            self.said.push(
                Diagnostic::error(codes::NO_ISSUES, self.root.span, message)
                    .help("add a table `[issues.ID]` with `options` and `status_quo`"),
            );
        } else if self.issues.len() > MAX_ISSUES {
            let span = self.issue_tables[MAX_ISSUES].span;
            let message = format!("{} issues; at most {MAX_ISSUES}", self.issues.len());
            let found = Diagnostic::error(codes::TOO_LARGE, span, message);
            self.said
                .push(found.help("take out issues, or merge some into one"));
        }
    }

    /// Reads the guarantees of every issue.
    pub fn guarantees(&mut self) {
        for issue in 0..self.issues.len() {
            for (label, table) in self.issue_tables[issue].tables("guarantees") {
                let option = self.issues[issue].options.iter().position(|o| o == label);
                if let Some(option) = option {
                    self.guarantee(Choice { issue, option }, table);
                }
            }
        }
    }

    fn guarantee(&mut self, at: Choice, table: &Table) {
        let Some(id) = table.reference("protects") else {
            return;
        };
        let Some(party) = self.party(id) else { return };
        if !self.structure.sides.contains(&party) {
            let message = format!("`{id}` is not a side, so no deal can be broken against it");
            self.said.push(
                Diagnostic::error(codes::GUARANTEE, Self::span(table, "protects"), message)
                    .help("`protects` names the side that is safer with this option"),
            );
            return;
        }
        if !self.listed(at, table.span, "a guarantee") {
            return;
        }
        let inert = |key| {
            table
                .quantity(key)
                .is_none_or(|q| q.law.certain() == Some(1.0))
        };
        if inert("breach") && inert("loss") {
            let message = format!("the guarantee `{}` changes nothing", self.label(at));
            self.said.push(
                Diagnostic::warning(codes::GUARANTEE, table.span, message)
                    .help("give `breach` or `loss`: 0.5 halves the side's own"),
            );
        }
        let guarantor = table.reference("guarantor").and_then(|id| self.party(id));
        if let Some(party) = guarantor {
            self.ask(ConsentRule {
                party,
                issue: at.issue,
                options: 1 << at.option,
            });
        }
        self.structure.effects.push(Effect {
            at,
            party,
            guarantor,
        });
        let believed = guarantor.is_some() || table.has("reliability");
        let reliability = table.quantity("reliability").filter(|_| believed);
        let guarantee = Guarantee {
            breach: self.needs.term(table.quantity("breach"), 1.0),
            loss: self.needs.term(table.quantity("loss"), 1.0),
            reliability: self.needs.term(reliability, 1.0),
        };
        self.recipe.guarantees.push(guarantee);
    }

    /// Reads who must agree before an issue moves.
    pub fn consents(&mut self) {
        for issue in 0..self.issues.len() {
            let table = self.issue_tables[issue];
            for id in table.references("consent") {
                let Some(party) = self.party(id) else {
                    continue;
                };
                let today = self.structure.issues[issue].status_quo;
                let all = u64::MAX >> (64 - self.structure.issues[issue].options);
                self.ask(ConsentRule {
                    party,
                    issue,
                    options: all & !(1 << today),
                });
            }
        }
        self.by_utility();
    }

    /// Adds a rule, once, with the event that settles it: one per party.
    fn ask(&mut self, rule: ConsentRule) {
        if self.structure.consents.contains(&rule) {
            return;
        }
        let table = self.party_tables[rule.party];
        let known = self
            .structure
            .consents
            .iter()
            .position(|r| r.party == rule.party);
        let asked = known
            .map(|at| self.recipe.consents[at])
            .unwrap_or_else(|| Asked {
                event: table.quantity("consent").map(|q| self.needs.event(q)),
                stated: table.has("consent"),
            });
        self.structure.consents.push(rule);
        self.recipe.consents.push(asked);
    }

    /// What has to hold for parties that look at their utility when asked.
    fn by_utility(&mut self) {
        let mut checked = Vec::new();
        for at in 0..self.structure.consents.len() {
            let ConsentRule { party, issue, .. } = self.structure.consents[at];
            if self.recipe.consents[at].stated {
                continue;
            }
            let id = &self.parties[party].id;
            let span = self.issue_tables[issue].span;
            let what = format!("the consent of `{id}`");
            self.listed(Choice { issue, option: 0 }, span, &what);
            if checked.contains(&party) {
                continue;
            }
            checked.push(party);
            if !self.cares[party].contains(&true) {
                let id = &self.parties[party].id;
                let message = format!(
                    "`{id}` is asked for its consent, but nothing says what it wants: it agrees \
                     to everything"
                );
                self.said.push(
                    Diagnostic::warning(codes::CONSENT, self.party_tables[party].span, message)
                        .help(format!(
                            "add `[parties.{id}.issues.ISSUE]` with `wants`, or the probability \
                             `consent` of `{id}`"
                        )),
                );
            }
            self.no_divisible(party, "the consent");
        }
    }
}

/// What is wrong with the options of an issue, as the end of a sentence that begins with it.
fn wrong_options(count: usize, divisible: bool) -> Option<String> {
    if count < 2 {
        Some("needs at least two options, or there is nothing to choose".to_owned())
    } else if count > MAX_OPTIONS {
        Some(format!("has {count} options; at most {MAX_OPTIONS}"))
    } else if divisible && count != 2 {
        Some(format!(
            "is divisible and needs exactly its two ends, not {count} options"
        ))
    } else {
        None
    }
}

/// Values that fall by equal steps from 1 at `wants` to 0 at the end of the list farther from it;
/// of an unordered list 1 at `wants` and 0 elsewhere.
pub(super) fn default_value(options: usize, ordered: bool, wants: usize, option: usize) -> Term {
    let far = wants.max((options - 1).saturating_sub(wants));
    let steps = wants.abs_diff(option);
    Term::Settled(if ordered && far > 0 {
        1.0 - steps as f64 / far as f64
    } else {
        f64::from(u8::from(steps == 0))
    })
}
