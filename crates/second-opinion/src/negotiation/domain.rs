//! A negotiation as the formats have it, and as the agreement crate has it.

use std::fmt;

use pourparler_agreement::{
    Choice, Domain, DomainError, Draw, Issue, MAX_ISSUES, MAX_OPTIONS, Structure,
};

use crate::reading::Reading;

/// An issue with its options by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// What it is called.
    pub name: String,
    /// Options by name.
    pub options: Vec<String>,
}

/// What counts if there is no agreement.
#[derive(Clone, Debug, PartialEq)]
pub enum Reservation {
    /// Nothing is said: the worst outcome.
    None,
    /// A utility, on the scale before normalisation.
    Utility(f64),
    /// The utility of an outcome, one option per issue.
    Outcome(Vec<usize>),
}

/// One side's preferences.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// What it is called.
    pub name: String,
    /// Weight per issue.
    pub weights: Vec<f64>,
    /// Number per option, \[issue\]\[option\].
    pub evaluations: Vec<Vec<f64>>,
    /// What no agreement is worth.
    pub reservation: Reservation,
    /// Discount factor by time, if the file has one. It is kept for export and plays no part here.
    pub discount: Option<f64>,
}

/// A negotiation of two sides.
#[derive(Clone, Debug, PartialEq)]
pub struct Negotiation {
    /// What it is called.
    pub name: String,
    /// The issues.
    pub topics: Vec<Topic>,
    /// Sides A and B.
    pub profiles: [Profile; 2],
}

/// What an option's number means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evaluations {
    /// As written: u = Σ w e, as in NegMAS and in GeniusWeb.
    AsWritten,
    /// As a share of the issue's largest: u = Σ w e/max e, as in Genius.
    ShareOfLargest,
}

/// A negotiation in the types of the agreement crate.
#[derive(Clone, Debug, PartialEq)]
pub struct Space {
    /// Issues and options; the first option stands as today's, which the formats do not name.
    pub domain: Domain,
    /// Weights and values, normalised.
    pub draw: Draw,
    /// Disagreement point, normalised, at least 0.
    pub disagreement: [f64; 2],
    /// Utility of each side's worst and best outcome before normalisation.
    pub scale: [(f64, f64); 2],
    /// How the numbers were read.
    pub evaluations: Evaluations,
}

/// Why there is no such space.
#[derive(Clone, Debug, PartialEq)]
pub enum SpaceError {
    /// Lists of different lengths; the side.
    Shape(usize),
    /// A weight or number that is not finite, or a negative weight; the side.
    Number(usize),
    /// Every outcome is worth the same to this side.
    Indifferent(usize),
    /// An issue without a positive number has no largest to take shares of; side and issue.
    NoLargest(usize, usize),
    /// The structure is refused.
    Domain(DomainError),
    /// The formats have no such thing.
    NotInFormat(&'static str),
}

impl fmt::Display for SpaceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shape(side) => write!(f, "side {side} does not fit the issues and options"),
            Self::Number(side) => write!(f, "side {side} has a weight or number that cannot be"),
            Self::Indifferent(side) => write!(f, "every outcome is worth the same to side {side}"),
            Self::NoLargest(side, issue) => write!(
                f,
                "side {side} has no number above 0 on issue {issue}, so none is a share of the largest"
            ),
            Self::Domain(error) => write!(f, "{error}"),
            Self::NotInFormat(what) => write!(f, "the format has no {what}"),
        }
    }
}

impl std::error::Error for SpaceError {}

impl Negotiation {
    /// The same in the agreement crate's types.
    ///
    /// # Errors
    /// [`SpaceError`].
    pub fn space(&self, evaluations: Evaluations) -> Result<Space, SpaceError> {
        let issue = |topic: &Topic| Issue {
            options: topic.options.len(),
            divisible: false,
            status_quo: 0,
        };
        let structure = Structure {
            parties: 2,
            sides: [0, 1],
            issues: self.topics.iter().map(issue).collect(),
            ..Structure::default()
        };
        let domain = Domain::new(structure).map_err(SpaceError::Domain)?;
        let mut draw = Draw::new(&domain);
        let (mut disagreement, mut scale) = ([0.0; 2], [(0.0, 0.0); 2]);
        for (side, profile) in self.profiles.iter().enumerate() {
            let worth = self.worth(side, evaluations)?;
            let ends: Vec<(f64, f64)> = worth.iter().map(|list| ends(list)).collect();
            let low: f64 = ends.iter().map(|(low, _)| low).sum();
            let range: f64 = ends.iter().map(|(low, high)| high - low).sum();
            if !(range > 0.0 && range.is_finite()) {
                return Err(SpaceError::Indifferent(side));
            }
            for (k, (list, (least, most))) in worth.iter().zip(&ends).enumerate() {
                draw.weights[side * worth.len() + k] = (most - least) / range;
                for (option, value) in list.iter().enumerate() {
                    let at = domain.position(Choice { issue: k, option });
                    draw.values[side * domain.total_options() + at] = if most > least {
                        (value - least) / (most - least)
                    } else {
                        0.0
                    };
                }
            }
            let reserved = match &profile.reservation {
                Reservation::None => low,
                Reservation::Utility(utility) => *utility,
                Reservation::Outcome(outcome) => {
                    let picked = worth
                        .iter()
                        .zip(outcome)
                        .map(|(list, &o)| list.get(o).copied());
                    let sum: Option<f64> = picked.sum();
                    let whole = outcome.len() == worth.len();
                    sum.filter(|_| whole).ok_or(SpaceError::Shape(side))?
                }
            };
            disagreement[side] = ((reserved - low) / range).max(0.0);
            scale[side] = (low, low + range);
        }
        Ok(Space {
            domain,
            draw,
            disagreement,
            scale,
            evaluations,
        })
    }

    /// What each option adds to a side's utility.
    fn worth(&self, side: usize, evaluations: Evaluations) -> Result<Vec<Vec<f64>>, SpaceError> {
        let profile = &self.profiles[side];
        let fits = profile.weights.len() == self.topics.len()
            && profile.evaluations.len() == self.topics.len()
            && profile
                .evaluations
                .iter()
                .zip(&self.topics)
                .all(|(list, topic)| list.len() == topic.options.len());
        if !fits {
            return Err(SpaceError::Shape(side));
        }
        let finite = |x: &f64| x.abs() <= 1e100;
        if !profile.weights.iter().all(|w| (0.0..=1e100).contains(w))
            || !profile.evaluations.iter().flatten().all(finite)
        {
            return Err(SpaceError::Number(side));
        }
        let lists = profile.weights.iter().zip(&profile.evaluations);
        lists
            .enumerate()
            .map(|(issue, (weight, list))| {
                let by = match evaluations {
                    Evaluations::AsWritten => 1.0,
                    Evaluations::ShareOfLargest => match ends(list).1 {
                        largest if largest > 0.0 => largest,
                        _ => return Err(SpaceError::NoLargest(side, issue)),
                    },
                };
                Ok(list.iter().map(|value| weight * (value / by)).collect())
            })
            .collect()
    }

    /// From the agreement crate's types, to be written in one of the formats. Utilities keep their
    /// scale, so the reservations are those of [`Space::disagreement`].
    ///
    /// # Errors
    /// [`SpaceError::NotInFormat`] for anything the formats cannot say; `Shape` if the names do not
    /// fit the domain.
    pub fn from_space(
        name: &str,
        topics: Vec<Topic>,
        sides: [&str; 2],
        domain: &Domain,
        draw: &Draw,
        reservations: [f64; 2],
    ) -> Result<Self, SpaceError> {
        let s = domain.structure();
        let refused = [
            (
                s.issues.iter().any(|issue| issue.divisible),
                "divisible issue",
            ),
            (!s.exclusions.is_empty(), "exclusion"),
            (!s.red_lines.is_empty(), "red line"),
            (!s.consents.is_empty(), "consent"),
            (!s.effects.is_empty(), "guarantee"),
            (!draw.vetoes.is_empty(), "veto"),
            (draw.breach != [0.0; 2], "breach"),
        ];
        if let Some((_, what)) = refused.into_iter().find(|(there, _)| *there) {
            return Err(SpaceError::NotInFormat(what));
        }
        let fits = topics.len() == s.issues.len()
            && topics
                .iter()
                .zip(&s.issues)
                .all(|(topic, issue)| topic.options.len() == issue.options);
        let (issues, options) = (s.issues.len(), domain.total_options());
        let profile = |side: usize| -> Option<Profile> {
            let party = s.sides[side];
            let values = draw.values.get(party * options..(party + 1) * options)?;
            let list = |issue: usize| -> Vec<f64> {
                let at = |option| values[domain.position(Choice { issue, option })];
                (0..s.issues[issue].options).map(at).collect()
            };
            Some(Profile {
                name: sides[side].to_owned(),
                weights: draw
                    .weights
                    .get(party * issues..(party + 1) * issues)?
                    .to_vec(),
                evaluations: (0..issues).map(list).collect(),
                reservation: Reservation::Utility(reservations[side]),
                discount: None,
            })
        };
        if !fits {
            return Err(SpaceError::Shape(0));
        }
        let profiles = [
            profile(0).ok_or(SpaceError::Shape(0))?,
            profile(1).ok_or(SpaceError::Shape(1))?,
        ];
        Ok(Self {
            name: name.to_owned(),
            topics,
            profiles,
        })
    }
}

impl Space {
    /// The conventions in sentences, to stand beside any number that comes of this.
    #[must_use]
    pub fn conventions(&self) -> Vec<String> {
        let mut lines = vec![
            match self.evaluations {
                Evaluations::AsWritten => "Numbers of options count as written: u = sum of weight times number.",
                Evaluations::ShareOfLargest => {
                    "Numbers of options count as shares of the issue's largest: u = sum of weight times \
                     number over largest."
                }
            }
            .to_owned(),
        ];
        for (side, ((low, high), d)) in self.scale.iter().zip(self.disagreement).enumerate() {
            lines.push(format!(
                "Side {}: u from {low:.6} (its worst outcome) to {high:.6} (its best) is stretched to 0 to \
                 1; no agreement is worth {d:.6}, the larger of its reservation so stretched and 0.",
                ["A", "B"][side]
            ));
        }
        lines
    }
}

/// Least and largest.
fn ends(list: &[f64]) -> (f64, f64) {
    list.iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &x| {
            (low.min(x), high.max(x))
        })
}

/// A domain as read, with two profiles of it, each a name and a text.
pub(super) fn together(
    domain: Reading<(String, Vec<Topic>)>,
    profiles: [(&str, &str); 2],
    profile: fn(&str, &str, &[Topic]) -> Reading<Profile>,
) -> Reading<Negotiation> {
    let mut diagnostics = domain.diagnostics;
    let content = domain.content.and_then(|(name, topics)| {
        let [a, b] = profiles.map(|(name, text)| {
            let reading = profile(name, text, &topics);
            diagnostics.extend(reading.diagnostics);
            reading.content
        });
        Some(Negotiation {
            name,
            topics,
            profiles: [a?, b?],
        })
    });
    Reading {
        content,
        diagnostics,
    }
}

/// Whether the counts are within what the agreement crate computes; says what is not.
pub(super) fn too_large(topics: &[Topic]) -> Option<String> {
    if topics.len() > MAX_ISSUES {
        return Some(format!(
            "{} issues; at most {MAX_ISSUES} are allowed",
            topics.len()
        ));
    }
    let long = topics
        .iter()
        .find(|topic| topic.options.len() > MAX_OPTIONS)?;
    Some(format!(
        "{} options; at most {MAX_OPTIONS} are allowed",
        long.options.len()
    ))
}
