//! Three parties at the table: every efficient outcome, and the solutions among them.
//!
//! An outcome is efficient if no other is at least as good for all three and better for one. Utilities
//! are additive, so an efficient outcome of the first k issues is one of the first k − 1 with an option
//! of issue k added. The list is therefore built issue by issue, and after each the dominated go: in
//! the order of the first party's utility an outcome is dominated exactly if the second's and the
//! third's both lie under the stairs of those before it (Kung, Luccio & Preparata 1975).
//!
//! A third party that is not at the table but can forbid is a bound and no objective: that is
//! [`pourparler_agreement::Veto`], and needs no list of three.
//!
//! Not modelled: whatever is not additive (exclusions, red lines, consents, breach) and issues that can
//! be divided are refused.

use std::fmt;

use pourparler_agreement::grid::{snap, threshold};
use pourparler_agreement::{Choice, Domain, Draw};

/// Longest list kept.
const MOST: usize = 1 << 22;

/// An outcome with what it is worth to the three.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Triple {
    /// Utilities, 0 to 1, in the order in which the parties were named.
    pub utilities: [f64; 3],
    /// The package; of equal ones the lowest.
    pub package: u64,
}

/// Why there is no list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThreePartyError {
    /// The same party twice, or one there is not.
    Parties,
    /// Something that is not additive.
    NotAdditive(&'static str),
    /// Numbers that do not fit the domain.
    Draw,
    /// More than 4,194,304 efficient outcomes.
    TooLarge,
}

impl fmt::Display for ThreePartyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Parties => write!(f, "three different parties of the domain are needed"),
            Self::NotAdditive(what) => write!(f, "{what} are not additive"),
            Self::Draw => write!(f, "the numbers do not fit the domain"),
            Self::TooLarge => write!(f, "more than {MOST} efficient outcomes"),
        }
    }
}

impl std::error::Error for ThreePartyError {}

/// All efficient outcomes for three parties, the best for the first of them first.
///
/// # Errors
/// [`ThreePartyError`].
pub fn efficient(
    domain: &Domain,
    draw: &Draw,
    parties: [usize; 3],
) -> Result<Vec<Triple>, ThreePartyError> {
    check(domain, draw, parties)?;
    let mut found = vec![Triple {
        utilities: [0.0; 3],
        package: 0,
    }];
    let mut radix = 1;
    let mut next = Vec::new();
    for (k, issue) in domain.issues().iter().enumerate() {
        next.clear();
        for option in 0..issue.options {
            let at = Choice { issue: k, option };
            let gain = parties
                .map(|party| snap(draw.weight(domain, party, k) * draw.value(domain, party, at)));
            next.extend(found.iter().map(|triple| Triple {
                utilities: [0, 1, 2].map(|i| triple.utilities[i] + gain[i]),
                package: triple.package + option as u64 * radix,
            }));
        }
        radix *= issue.options as u64;
        keep_efficient(&mut next);
        if next.len() > MOST {
            return Err(ThreePartyError::TooLarge);
        }
        std::mem::swap(&mut found, &mut next);
    }
    Ok(found)
}

fn check(domain: &Domain, draw: &Draw, parties: [usize; 3]) -> Result<(), ThreePartyError> {
    let [a, b, c] = parties;
    let s = domain.structure();
    if a == b || b == c || a == c || parties.iter().any(|&party| party >= s.parties) {
        return Err(ThreePartyError::Parties);
    }
    draw.check(domain).map_err(|_| ThreePartyError::Draw)?;
    let breach = draw.breach.iter().zip(&draw.loss);
    for (refused, what) in [
        (
            s.issues.iter().any(|issue| issue.divisible),
            "divisible issues",
        ),
        (!s.exclusions.is_empty(), "exclusions"),
        (draw.red_lines.contains(&true), "red lines"),
        (!s.consents.is_empty(), "consents"),
        (!draw.vetoes.is_empty(), "vetoes"),
        (
            breach.into_iter().any(|(d, loss)| d * loss > 0.0),
            "losses by breach",
        ),
    ] {
        if refused {
            return Err(ThreePartyError::NotAdditive(what));
        }
    }
    Ok(())
}

/// Drops what is dominated; the list comes out with the first party's utility falling.
fn keep_efficient(list: &mut Vec<Triple>) {
    // Runs that are sorted already are merged, not sorted again.
    list.sort_by(|x, y| {
        let falling = |i: usize| y.utilities[i].total_cmp(&x.utilities[i]);
        let package = || x.package.cmp(&y.package);
        falling(0)
            .then_with(|| falling(1))
            .then_with(|| falling(2))
            .then_with(package)
    });
    // Second and third utility of those kept that no other kept one has both of: the second rises,
    // the third falls.
    let mut stairs: Vec<(f64, f64)> = Vec::new();
    list.retain(|triple| {
        let [_, b, c] = triple.utilities;
        let at = stairs.partition_point(|step| step.0 < b);
        if stairs.get(at).is_some_and(|step| step.1 >= c) {
            return false;
        }
        let to = at + usize::from(stairs.get(at).is_some_and(|step| step.0 == b));
        let below = stairs[..at].partition_point(|step| step.1 > c);
        stairs.splice(below..to, [(b, c)]);
        true
    });
}

/// The solutions above a disagreement point; none where no outcome gives all three at least that.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TripleSolutions {
    /// Largest product of gains (Nash 1950).
    pub nash: Option<Triple>,
    /// Largest smallest gain, then the next smallest (Kalai 1977, as leximin).
    pub egalitarian: Option<Triple>,
    /// The same of the shares of each party's best gain among outcomes acceptable to all (Kalai &
    /// Smorodinsky 1975; Nagahisa & Tanaka 2002).
    pub kalai_smorodinsky: Option<Triple>,
    /// Largest sum of gains.
    pub utilitarian: Option<Triple>,
}

/// The solutions among efficient outcomes; ties go to the outcome with the larger gains of the worse
/// off, then to the first of the list.
#[must_use]
pub fn solutions(efficient: &[Triple], disagreement: [f64; 3]) -> TripleSolutions {
    let least = disagreement.map(threshold);
    let acceptable: Vec<(Triple, [f64; 3])> = efficient
        .iter()
        .filter(|triple| {
            triple
                .utilities
                .iter()
                .zip(&least)
                .all(|(u, least)| u >= least)
        })
        .map(|triple| {
            let gain = |i: usize| (triple.utilities[i] - disagreement[i]).max(0.0);
            (*triple, [0, 1, 2].map(gain))
        })
        .collect();
    let best = [0, 1, 2].map(|i| {
        acceptable
            .iter()
            .map(|(_, gains)| gains[i])
            .fold(0.0, f64::max)
    });
    // A party that cannot gain has no share to compare.
    let share = |gains: &[f64; 3]| {
        [0, 1, 2].map(|i| {
            if best[i] > 0.0 {
                gains[i] / best[i]
            } else {
                1.0
            }
        })
    };
    let first = |score: &dyn Fn(&[f64; 3]) -> [f64; 4]| {
        let mut found: Option<([f64; 4], Triple)> = None;
        for (triple, gains) in &acceptable {
            let score = score(gains);
            if found.is_none_or(|(most, _)| score > most) {
                found = Some((score, *triple));
            }
        }
        found.map(|(_, triple)| triple)
    };
    TripleSolutions {
        nash: first(&|gains| lead(gains.iter().product(), gains)),
        egalitarian: first(&|gains| lead(0.0, gains)),
        kalai_smorodinsky: first(&|gains| lead(0.0, &share(gains))),
        utilitarian: first(&|gains| lead(gains.iter().sum(), gains)),
    }
}

/// A first criterion, then the numbers from the smallest up.
fn lead(first: f64, numbers: &[f64; 3]) -> [f64; 4] {
    let mut rising = *numbers;
    rising.sort_by(f64::total_cmp);
    [first, rising[0], rising[1], rising[2]]
}
