#![doc = include_str!("../../../../docs/model/agreement.md")]

mod build;
mod clash;
pub mod codes;
mod exclusions;
mod explanations;
mod issues;
mod need;
mod outcomes;
mod parties;
mod preferences;
mod recipe;
mod sections;

use pourparler_scenario::{Diagnostic, Package, Table};

use self::build::Build;
pub use self::explanations::CODES;
pub use self::need::Need;
pub use self::outcomes::OutcomeKind;
pub use self::recipe::Recipe;
pub use self::sections::SECTIONS;
use crate::domain::{self, Domain, RedLine};
use crate::draw::Draw;
use crate::error::{AgreementError, DomainError};
use crate::frontier::Frontier;
use crate::package;
use crate::predicate::Predicate;
use crate::terms;
use crate::workspace::{MOST_FALLBACK, Workspace};

/// Draws at which a domain too large to enumerate is tried.
const TRIALS: u32 = 16;

/// A party, in the order of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Its id.
    pub id: String,
    /// Its name for reports.
    pub name: String,
    /// Its name within a sentence: `the United States`.
    pub said: String,
    /// Whether sentences speak of it in the plural.
    pub plural: bool,
}

impl Party {
    /// The party of a table `[parties.ID]`.
    #[must_use]
    pub fn of(id: &str, table: &Table) -> Self {
        let name = table.text("name").unwrap_or(id);
        Self {
            id: id.to_owned(),
            name: name.to_owned(),
            said: table.text("said").unwrap_or(name).to_owned(),
            plural: table.flag("plural"),
        }
    }
}

/// An issue, in the order of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// Its id.
    pub id: String,
    /// Its name for reports.
    pub name: String,
    /// Labels of its options.
    pub options: Vec<String>,
    /// Options near each other in the list are alike.
    pub ordered: bool,
    /// Whoever wins the war imposes an option.
    pub by_force: bool,
}

/// A named outcome, in the order of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Its id.
    pub id: String,
    /// Its name for reports.
    pub name: String,
    /// Whether it ends the bargaining.
    pub kind: OutcomeKind,
    /// The packages that count as it: a union.
    pub predicates: Vec<Predicate>,
    /// How many days it holds, as index of a need; interim outcomes only.
    pub lasts: Option<usize>,
    /// Multiplier of costs, drift and pressure while it holds, likewise; interim outcomes only.
    pub tempers: Option<usize>,
    /// Multiplier of hazards once signed, likewise; final outcomes only.
    pub after: Option<usize>,
}

/// A negotiation as the scenario describes it: structure, names, and how numbers become draws.
#[derive(Clone, Debug)]
pub struct Space {
    /// The fixed structure.
    pub domain: Domain,
    /// The parties; their place is their index everywhere.
    pub parties: Vec<Party>,
    /// Party indexes of sides A and B.
    pub sides: [usize; 2],
    /// The issues.
    pub issues: Vec<Issue>,
    /// The named outcomes; at least one is final.
    pub outcomes: Vec<Outcome>,
    /// Everything the numbers depend on, one value each for [`Recipe::fill`].
    pub needs: Vec<Need>,
    /// How a draw follows from those values.
    pub recipe: Recipe,
    /// Warnings and notes; their line and column are left to [`Diagnostic::locate`].
    pub remarks: Vec<Diagnostic>,
}

impl Space {
    /// Puts together what the tables under `root` (of the scenario or of a variant) say.
    ///
    /// # Errors
    /// Every mistake found, with the warnings; file, line and column are left to
    /// [`Diagnostic::locate`].
    pub fn build(root: &Table) -> Result<Self, Vec<Diagnostic>> {
        let mut build = Build::new(root);
        build.parties();
        build.issues();
        if build.failed() {
            return Err(build.said);
        }
        build.preferences();
        build.premiums();
        build.vetoes();
        build.guarantees();
        build.consents();
        build.exclusions();
        let drafts = build.outcomes();
        if build.failed() {
            return Err(build.said);
        }
        let domain = match Domain::new(build.structure.clone()) {
            Ok(domain) => domain,
            Err(error) => {
                build.said.push(too_large(&build, &error));
                return Err(build.said);
            }
        };
        let predicate = |masks: Vec<u64>| {
            masks
                .into_iter()
                .enumerate()
                .fold(Predicate::any(&domain), |p, (k, m)| p.within(k, m))
        };
        let outcomes = drafts.into_iter().map(|draft| Outcome {
            id: draft.id,
            name: draft.name,
            kind: draft.kind,
            predicates: draft.masks.into_iter().map(predicate).collect(),
            lasts: draft.lasts,
            tempers: draft.tempers,
            after: draft.after,
        });
        let space = Self {
            outcomes: outcomes.collect(),
            sides: build.structure.sides,
            parties: build.parties,
            issues: build.issues,
            needs: build.needs.0,
            recipe: build.recipe,
            remarks: build.said,
            domain,
        };
        match space.trial() {
            Ok(()) => Ok(space),
            Err(error) => {
                let span = root
                    .tables("issues")
                    .next()
                    .map_or(root.span, |(_, t)| t.span);
                let mut said = space.remarks;
                said.push(
                    Diagnostic::error(codes::TOO_LARGE, span, error.to_string())
                        .help("take out issues, options, vetoes or exclusions"),
                );
                Err(said)
            }
        }
    }

    /// Frontiers at the medians and, where no enumeration could help out, at draws spread over
    /// what is uncertain, no red line meant: what is too large shows here.
    fn trial(&self) -> Result<(), AgreementError> {
        let (mut workspace, mut frontier) = (Workspace::default(), Frontier::default());
        let mut solve = |mut draw: Draw| {
            draw.red_lines.fill(false);
            workspace.frontier(&self.domain, &draw, &self.signable(), &mut frontier)
        };
        solve(self.at_medians())?;
        if self.domain.packages() <= MOST_FALLBACK {
            return Ok(());
        }
        // Additive recurrences with the golden ratio, within the middle 90 % of each need.
        let golden = (5f64.sqrt() - 1.0) / 2.0;
        for trial in 1..=TRIALS {
            let level = |need: usize| {
                let turn = (golden * (need + 1) as f64).fract();
                0.05 + 0.9 * (turn * f64::from(trial) + golden * f64::from(trial)).fract()
            };
            let needs = self.needs.iter().enumerate();
            let x: Vec<f64> = needs.map(|(k, need)| need.at(level(k))).collect();
            let mut draw = Draw::new(&self.domain);
            self.recipe.fill(&self.domain, &x, &mut draw);
            solve(draw)?;
        }
        Ok(())
    }

    /// The draw that gives every quantity its median and lets happen what is at least as likely
    /// as not.
    #[must_use]
    pub fn at_medians(&self) -> Draw {
        let medians: Vec<f64> = self.needs.iter().map(Need::median).collect();
        let mut draw = Draw::new(&self.domain);
        self.recipe.fill(&self.domain, &medians, &mut draw);
        draw
    }

    /// Index of the party of this id.
    #[must_use]
    pub fn party(&self, id: &str) -> Option<usize> {
        self.parties.iter().position(|party| party.id == id)
    }

    /// Index of the issue of this id.
    #[must_use]
    pub fn issue(&self, id: &str) -> Option<usize> {
        self.issues.iter().position(|issue| issue.id == id)
    }

    /// The option of this label of the issue of this id.
    #[must_use]
    pub fn option(&self, issue: &str, option: &str) -> Option<domain::Choice> {
        find(&self.issues, issue, option)
    }

    /// Index of the outcome of this id.
    #[must_use]
    pub fn outcome(&self, id: &str) -> Option<usize> {
        self.outcomes.iter().position(|outcome| outcome.id == id)
    }

    /// Labels of a package's options, one per issue.
    #[must_use]
    pub fn labels(&self, package: u64) -> Vec<&str> {
        self.issues
            .iter()
            .enumerate()
            .filter_map(|(k, issue)| issue.options.get(self.domain.option(package, k)))
            .map(String::as_str)
            .collect()
    }

    /// One package from a key of the file: the options it names, today's on the other issues.
    /// `None` where it names several options of an issue, or something that is not there.
    #[must_use]
    pub fn package(&self, named: &Package) -> Option<u64> {
        let mut options = self.domain.decode(self.domain.status_quo());
        for (issue, labels) in &named.issues {
            let [label] = labels.as_slice() else {
                return None;
            };
            let at = self.option(issue, label)?;
            options[at.issue] = at.option;
        }
        self.domain.encode(&options)
    }

    /// The set of packages a key of the file names; issues not named are free. `None` where it
    /// names something that is not there.
    #[must_use]
    pub fn predicate(&self, named: &Package) -> Option<Predicate> {
        let mut predicate = Predicate::any(&self.domain);
        for (issue, labels) in &named.issues {
            let mut mask = 0u64;
            for label in labels {
                mask |= 1 << self.option(issue, label)?.option;
            }
            predicate = predicate.within(self.issue(issue)?, mask);
        }
        Some(predicate)
    }

    /// Gross utility 0..=1 of a package to a party, on the grid. A divisible issue counts at the
    /// end the package's id has; at other mixes take the utilities of the frontier's points.
    #[must_use]
    pub fn utility(&self, draw: &Draw, party: usize, package: u64) -> f64 {
        package::gross(&self.domain, draw, party, package)
    }

    /// What side 0 or 1 expects to lose by breach of a package, utility; see [`Draw`].
    #[must_use]
    pub fn premium(&self, draw: &Draw, side: usize, package: u64) -> f64 {
        terms::premium(&self.domain, draw, side, |issue| {
            self.domain.option(package, issue)
        })
    }

    /// Utility of a package to side 0 or 1, net of its premium: what the frontier compares.
    #[must_use]
    pub fn net(&self, draw: &Draw, side: usize, package: u64) -> f64 {
        package::net(&self.domain, draw, side, package)
    }

    /// Whether signing a package is a settlement.
    #[must_use]
    pub fn is_final(&self, package: u64) -> bool {
        self.outcomes_of(package)
            .any(|o| self.outcomes[o].kind == OutcomeKind::Final)
    }

    /// The outcomes a package counts as, by index.
    pub fn outcomes_of(&self, package: u64) -> impl Iterator<Item = usize> + '_ {
        (0..self.outcomes.len()).filter(move |&o| {
            self.outcomes[o]
                .predicates
                .iter()
                .any(|p| p.matches(&self.domain, package))
        })
    }

    /// Packages whose signature is a settlement: a union for [`Workspace::frontier`].
    #[must_use]
    pub fn finals(&self) -> Vec<Predicate> {
        let all = self
            .outcomes
            .iter()
            .filter(|o| o.kind == OutcomeKind::Final);
        all.flat_map(|o| o.predicates.iter().cloned()).collect()
    }

    /// Packages that count as some outcome, likewise.
    #[must_use]
    pub fn signable(&self) -> Vec<Predicate> {
        self.outcomes
            .iter()
            .flat_map(|o| o.predicates.iter().cloned())
            .collect()
    }

    /// Settlements that leave every issue but those listed at today's option, likewise. A final
    /// outcome that asks for more admits nothing, which is not the same as an empty union.
    #[must_use]
    pub fn finals_on(&self, issues: &[usize]) -> Vec<Predicate> {
        let today = |p: Predicate| {
            let others = (0..self.issues.len()).filter(|k| !issues.contains(k));
            others.fold(p, |p, issue| {
                let option = self.domain.issues()[issue].status_quo;
                p.with(domain::Choice { issue, option })
            })
        };
        self.finals().into_iter().map(today).collect()
    }

    /// What war brings side 0 or 1: on issues decided `by_force` the option worth most to it if it
    /// won, least if it lost (ties to the earlier option), on all others today's. Imposed, so
    /// exclusions do not count.
    #[must_use]
    pub fn imposed(&self, draw: &Draw, side: usize, won: bool) -> u64 {
        let mut options = self.domain.decode(self.domain.status_quo());
        for (issue, names) in self.issues.iter().enumerate().filter(|(_, i)| i.by_force) {
            let value = |option| {
                let at = domain::Choice { issue, option };
                let value = draw.value(&self.domain, self.sides[side], at);
                if won { value } else { -value }
            };
            let mut best = 0;
            for option in 1..names.options.len() {
                if value(option) > value(best) {
                    best = option;
                }
            }
            options[issue] = best;
        }
        self.domain
            .encode(&options)
            .unwrap_or(self.domain.status_quo())
    }
}

/// The option of this label of the issue of this id.
fn find(issues: &[Issue], issue: &str, option: &str) -> Option<domain::Choice> {
    let at = issues.iter().position(|i| i.id == issue)?;
    let label = issues[at]
        .options
        .iter()
        .position(|label| label == option)?;
    Some(domain::Choice {
        issue: at,
        option: label,
    })
}

/// What a domain refuses, at the table that goes too far.
fn too_large(build: &Build, error: &DomainError) -> Diagnostic {
    let s = &build.structure;
    let (issue, help) = match error {
        DomainError::TooManySeeds(_) => (
            (0..s.issues.len()).rev().find(|&issue| {
                let tied = |line: &RedLine| {
                    let lifts = line.unless.iter().any(|c| c.issue == issue);
                    lifts || (line.refused.issue == issue && !line.unless.is_empty())
                };
                s.effects.iter().any(|effect| effect.at.issue == issue)
                    || s.red_lines.iter().any(tied)
            }),
            "issues with guarantees or `unless` are looked at in every combination: tie fewer of \
             them together, or give them fewer options",
        ),
        _ => (s.issues.len().checked_sub(1), "take out issues or options"),
    };
    let table = issue.and_then(|issue| build.issue_tables.get(issue));
    let span = table.map_or(build.root.span, |table| table.span);
    Diagnostic::error(codes::TOO_LARGE, span, error.to_string()).help(help)
}
