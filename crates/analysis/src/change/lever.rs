//! What somebody would have to do differently: one change of the scenario, of adjustable strength.
//!
//! Levers are derived from the scenario (`derivation.rs`). Each names the key paths it changes and does to them what
//! a variant would: a quantity keeps what is not known about it and is moved after it was drawn,
//! so that every lever shares all random numbers with the contact as described. At strength s,
//! from 0 (nothing) to 1 (full):
//!
//! | lever | what it does | full strength |
//! |---|---|---|
//! | `mandate` | the envoy holds at least this mandate for certain | `propose` at 1/2, `commit` at 1 |
//! | `presence-P` | party P is met too and speaks for itself | a conflict of interest of 0.02 |
//! | `channel` | the sides talk directly | other channels bring 1 more precision and 1 more text a month |
//! | `credibility-T` | what is said on topic T is shown | all of it |
//! | `secrecy` | what is said in confidence stays so | confidentiality 1, no leak |
//! | `guarantee-I-O` | the guarantee is believed | reliability 1 |
//! | `red_line-P-I-O` | P is less firm on option O | its red line is gone |
//! | `option-P-I-O` | O is made worth more to P | all it can be worth |
//! | `floor-P` | P's leader survives signing less | 0.2 of utility less |
//! | `war_cost-P` | P tires of the war | it would fight on half as long |
//! | `consent-P` | P does not block | consent is certain |
//! | `ratification-R` | R ratifies | for certain |
//!
//! Costs are the user's: `[levers.ID]` or `--cost`; 1 each where nobody has said.

use pourparler_scenario::quantity::Move;
use pourparler_scenario::{Law, Table, Value};

use crate::names::MANDATES;

/// Steps of strength: bisection ends at 1/64 of full strength.
pub const GRADES: u16 = 64;

/// Kinds of lever, in the order of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// What the envoy is allowed to do.
    Mandate,
    /// Whom the envoy meets.
    Presence,
    /// Talk without the envoy.
    Channel,
    /// Why the envoy is believed.
    Credibility,
    /// What stays confidential.
    Secrecy,
    /// How far a guarantor is believed.
    Guarantee,
    /// What a party will not sign.
    RedLine,
    /// What an option is worth to a side.
    Option,
    /// What a leader can survive signing.
    Floor,
    /// What fighting on costs a side.
    WarCost,
    /// Whether a party blocks.
    Consent,
    /// Whether a signed text is ratified.
    Ratification,
}

impl Kind {
    /// The word its ids begin with.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Mandate => "mandate",
            Kind::Presence => "presence",
            Kind::Channel => "channel",
            Kind::Credibility => "credibility",
            Kind::Secrecy => "secrecy",
            Kind::Guarantee => "guarantee",
            Kind::RedLine => "red_line",
            Kind::Option => "option",
            Kind::Floor => "floor",
            Kind::WarCost => "war_cost",
            Kind::Consent => "consent",
            Kind::Ratification => "ratification",
        }
    }
}

/// One change, of adjustable strength.
#[derive(Debug, Clone)]
pub struct Lever {
    /// Its id, as `[levers.ID]` and `--cost` write it.
    pub id: String,
    /// What kind of change it is.
    pub kind: Kind,
    /// Ids of whom or what it is about: a party, a topic, an issue and its option.
    pub about: Vec<String>,
    /// Key paths it changes, the first the one that names it.
    pub keys: Vec<String>,
    /// Line of the first of them, where the file gives it.
    pub line: Option<usize>,
    /// What it costs at full strength, in the user's unit.
    pub cost: f64,
    /// Whether the user gave the cost.
    pub priced: bool,
    /// Largest strength, of [`GRADES`].
    pub most: u16,
    /// Strengths that differ, of [`GRADES`], ascending: all of them where it is continuous.
    pub(super) steps: Vec<u16>,
    pub(super) effects: Vec<Effect>,
}

/// What a lever does to one key.
#[derive(Debug, Clone)]
pub(super) enum Effect {
    /// x becomes x + s·(goal − x).
    Towards { path: String, goal: f64 },
    /// x becomes x + s·by.
    Plus {
        path: String,
        by: f64,
        within: [f64; 2],
    },
    /// x becomes x·(1 − s·(1 − left)).
    Times { path: String, left: f64 },
    /// The mandate held is at least this level at this strength, ascending.
    Mandate { levels: Vec<(u16, usize)> },
    /// A key takes this value.
    Set {
        table: String,
        key: &'static str,
        value: Box<Value>,
    },
}

impl Lever {
    /// Changes a scenario's tables, at a strength of [`GRADES`].
    pub fn pull(&self, grade: u16, root: &mut Table) {
        if grade == 0 {
            return;
        }
        let s = f64::from(grade) / f64::from(GRADES);
        for effect in &self.effects {
            match effect {
                Effect::Towards { path, goal } => {
                    let within = [goal.min(0.0), goal.max(1.0)];
                    moved(
                        root,
                        path,
                        Move {
                            keep: 1.0 - s,
                            add: s * goal,
                            within,
                        },
                    );
                }
                Effect::Plus { path, by, within } => {
                    moved(
                        root,
                        path,
                        Move {
                            keep: 1.0,
                            add: s * by,
                            within: *within,
                        },
                    );
                }
                Effect::Times { path, left } => {
                    let keep = 1.0 - s * (1.0 - left);
                    moved(
                        root,
                        path,
                        Move {
                            keep,
                            add: 0.0,
                            within: [0.0, f64::INFINITY],
                        },
                    );
                }
                Effect::Mandate { levels } => {
                    let level = levels.iter().rev().find(|(from, _)| *from <= grade);
                    if let (Some((_, level)), Some(choice)) =
                        (level, root.choice_mut("contact.mandate"))
                    {
                        // Whoever holds more keeps it.
                        let weight = |label: &str| choice.weight(label);
                        let above: Vec<f64> = MANDATES
                            .iter()
                            .skip(level + 1)
                            .map(|label| weight(label))
                            .collect();
                        let at_least = 1.0 - above.iter().sum::<f64>();
                        let mut weights = vec![0.0; *level];
                        weights.push(at_least);
                        weights.extend(above);
                        choice.labels = MANDATES.iter().map(|label| (*label).to_owned()).collect();
                        choice.weights = weights;
                    }
                }
                Effect::Set { table, key, value } => {
                    root.set(table, key, Value::clone(value));
                }
            }
        }
    }

    /// Its strengths, of [`GRADES`], ascending; the last is its largest.
    pub fn grades(&self) -> Vec<u16> {
        let within = |grade: &u16| *grade <= self.most;
        self.steps.iter().copied().filter(within).collect()
    }

    /// The weakest of its strengths that is at least this.
    pub fn at_least(&self, grade: u16) -> u16 {
        let found = self.steps.iter().copied().find(|step| *step >= grade);
        found.unwrap_or(self.most).min(self.most)
    }

    /// What it costs at a strength of [`GRADES`].
    pub fn costs(&self, grade: u16) -> f64 {
        self.cost * f64::from(grade) / f64::from(GRADES)
    }
}

fn moved(root: &mut Table, path: &str, by: Move) {
    if let Some(quantity) = root.quantity_mut(path) {
        match quantity.law.certain() {
            Some(value) => quantity.law = Law::Certain(by.of(value)),
            // At the goal nothing is uncertain any more.
            None if by.keep == 0.0 => quantity.law = Law::Certain(by.of(0.0)),
            None => quantity.moved = Some(by),
        }
    }
}

impl Effect {
    /// The key path it changes.
    pub(super) fn key(&self) -> String {
        match self {
            Effect::Towards { path, .. }
            | Effect::Plus { path, .. }
            | Effect::Times { path, .. } => path.clone(),
            Effect::Mandate { .. } => "contact.mandate".to_owned(),
            Effect::Set { table, key, .. } => format!("{table}.{key}"),
        }
    }
}
