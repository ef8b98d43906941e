//! What mediation can do at best, with the numbers of a scenario.
//!
//! The theory has two sides, each strong or weak, over a pie of 1 (`games::mediation`). Derived:
//!
//! ```text
//! θ = 1 − h (1/m_A + 1/m_B)     h the horizon, m the side's `would_fight`, both in months
//! θ = v_A + v_B                 where the values of no agreement are given instead
//! q = 1/2,   p = 1/2 + 2σ/θ     σ the mean of both sides' `type_sd`
//! ```
//!
//! A side that would fight m months for everything pays 1/m of it per month. Two types at ±σ around
//! the middle, equally likely, have the spread of the scenario's private types, and in the theory
//! being strong instead of weak is worth θ(p − ½), whoever the other is. Hence p. A war longer than
//! the horizon leaves less than θ.

use pourparler_agreement::space::Space;
use pourparler_scenario::{Diagnostic, Law, Table};

use super::draws::{DRAWS, draw};
use super::spatial::Number;
use super::{Origin, codes};
use crate::games::mediation::{Dispute, DisputeError, Institution, direct, mediator};
use crate::games::peaceful::{Demands, demands};

/// Days of a month.
const MONTH: f64 = 365.25 / 12.0;

/// What the theory says of one set of numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Bounds {
    /// θ.
    pub remainder: f64,
    /// p.
    pub odds: f64,
    /// q.
    pub strong: f64,
    /// The best direct talk and the best mediator; or why there is nothing to mediate.
    pub institutions: Result<(Institution, Institution), DisputeError>,
    /// What the sides must get for certain peace; none where the numbers make no war payoffs.
    pub demands: Option<Demands>,
}

/// Summary over draws of what is uncertain.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OverDraws {
    /// Draws.
    pub draws: usize,
    /// Share in which even the strong prefer half to fighting, so that there is nothing to mediate.
    pub nothing: f64,
    /// Share in which the numbers make no dispute of this kind otherwise.
    pub outside: f64,
    /// Share in which some way of talking always ends in peace.
    pub always_settles: f64,
    /// Mean of what a mediator adds to the probability of peace, 0 where there is nothing to mediate.
    pub added: f64,
}

/// The answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// θ: given, or derived; and which quantities it follows from.
    pub remainder: (Origin, String),
    /// p, likewise.
    pub odds: (Origin, String),
    /// q, likewise.
    pub strong: (Origin, String),
    /// At the medians.
    pub bounds: Bounds,
    /// The least mean `type_sd` at which there is something to mediate, (1 − θ)/4.
    pub least_private: f64,
    /// Mean `type_sd` that the odds stand for, θ(p − ½)/2.
    pub private: f64,
    /// Over the draws.
    pub over_draws: OverDraws,
}

/// The answer, or why there is none.
pub type Games = Result<Answer, String>;

/// How θ follows from drawn numbers.
enum Remainder {
    Given,
    War(f64),
    NoAgreement,
}

/// The numbers of the dispute, before anything is asked of the theory.
pub(super) struct Numbers {
    /// Two laws that θ follows from, two that p does, and that of q.
    laws: Vec<Law>,
    remainder: Remainder,
    of_remainder: (Origin, String),
    of_odds: (Origin, String),
    of_strong: (Origin, String),
}

impl Numbers {
    /// Reads the table of the method, and derives what it leaves open; or why there is no dispute.
    pub(super) fn read(
        root: &Table,
        space: &Space,
        found: &mut Vec<Diagnostic>,
    ) -> Result<Self, String> {
        let table = root.child("opinions").and_then(|t| t.child("mediation"));
        let given = |key: &str| table.and_then(|table| table.quantity(key));
        if let (Some(table), Some(quantity)) = (table, given("odds"))
            && quantity.law.median() < 0.5
        {
            let message = "a strong side beats a weak one with probability one half or more";
            let span = table.field("odds").map_or(table.span, |field| field.span);
            found.push(
                Diagnostic::error(codes::GAME, span, message).help("write `odds` from 0.5 to 1"),
            );
        }
        let side = |side: usize, key: &str| {
            let party = space.parties.get(space.sides[side])?;
            root.table("parties", &party.id)?.quantity(key)
        };
        let pair = |key: &str| Some([side(0, key)?, side(1, key)?]);
        let stated = |side: usize| {
            let party = &space.parties[space.sides[side]];
            let table = root.table("parties", &party.id);
            table.is_some_and(|table| table.has("no_agreement"))
        };
        let mut laws: Vec<Law> = Vec::new();
        let (remainder, of_remainder) = if let Some(theta) = given("remainder") {
            laws.extend([theta.law, Law::Certain(0.0)]);
            (Remainder::Given, (Origin::Given, String::new()))
        } else if let Some([a, b]) = pair("no_agreement").filter(|_| stated(0) || stated(1)) {
            laws.extend([a.law, b.law]);
            let rule = "the sum of both sides' `no_agreement`".to_owned();
            (Remainder::NoAgreement, (Origin::Derived, rule))
        } else if let Some([a, b]) = pair("would_fight") {
            laws.extend([a.law, b.law]);
            let months = root.days("horizon").unwrap_or(180.0) / MONTH;
            let rule = format!("1 less {months:.1} months of both sides' 1/`would_fight`");
            (Remainder::War(months), (Origin::Derived, rule))
        } else {
            return Err(
                "the scenario gives neither the cost of war nor the value of no agreement".into(),
            );
        };
        let of_odds = match (given("odds"), pair("type_sd")) {
            (Some(odds), _) => {
                laws.extend([odds.law, Law::Certain(0.0)]);
                (Origin::Given, String::new())
            }
            (None, Some([a, b])) => {
                laws.extend([a.law, b.law]);
                let rule = "1/2 and twice the mean `type_sd` by the remainder".to_owned();
                (Origin::Derived, rule)
            }
            (None, None) => return Err("the scenario says nothing of private types".into()),
        };
        let strong = given("strong").map_or(
            Number {
                law: Law::Certain(0.5),
                origin: Origin::Derived,
            },
            |q| Number {
                law: q.law,
                origin: Origin::Given,
            },
        );
        laws.push(strong.law);
        Ok(Self {
            laws,
            remainder,
            of_remainder,
            of_odds,
            of_strong: (strong.origin, "two types, equally likely".to_owned()),
        })
    }

    /// Asks the theory.
    pub(super) fn answered(self) -> Answer {
        let at = |x: &[f64]| {
            let theta = match self.remainder {
                Remainder::Given => x[0],
                Remainder::NoAgreement => x[0] + x[1],
                Remainder::War(months) => 1.0 - months * (1.0 / x[0] + 1.0 / x[1]),
            };
            let p = match self.of_odds.0 {
                Origin::Given => x[2],
                Origin::Derived => 0.5 + (x[2] + x[3]) / theta,
            };
            bounds(theta, p, x[4])
        };
        let medians: Vec<f64> = self.laws.iter().map(Law::median).collect();
        let bounds = at(&medians);
        let mut over = OverDraws {
            draws: DRAWS,
            nothing: 0.0,
            outside: 0.0,
            always_settles: 0.0,
            added: 0.0,
        };
        let each = 1.0 / DRAWS as f64;
        for d in 0..DRAWS {
            let drawn = at(&draw(&self.laws, d));
            match drawn.institutions {
                Ok((talk, mediated)) => over.added += each * (mediated.peace - talk.peace),
                Err(DisputeError::NoTemptation(_)) => over.nothing += each,
                Err(_) => over.outside += each,
            }
            if drawn
                .demands
                .is_some_and(|demands| demands.can_always_settle())
            {
                over.always_settles += each;
            }
        }
        Answer {
            least_private: (1.0 - bounds.remainder) / 4.0,
            private: bounds.remainder * (bounds.odds - 0.5) / 2.0,
            remainder: self.of_remainder,
            odds: self.of_odds,
            strong: self.of_strong,
            bounds,
            over_draws: over,
        }
    }
}

fn bounds(theta: f64, p: f64, q: f64) -> Bounds {
    // The condition needs expected payoffs only, so p may exceed 1 there: a private type worth more
    // than any victory.
    let half = theta / 2.0;
    let war = [vec![half, (1.0 - p) * theta], vec![p * theta, half]];
    Bounds {
        remainder: theta,
        odds: p,
        strong: q,
        institutions: Dispute::new(theta, p, q)
            .map(|dispute| (direct(&dispute), mediator(&dispute))),
        demands: demands([&[1.0 - q, q], &[1.0 - q, q]], [&war, &war]),
    }
}

#[cfg(test)]
mod tests {
    use super::bounds;

    /// Two types at ±σ: something to mediate iff σ > (1 − θ)/4, no certain peace iff σ > (1 − θ)/2.
    #[test]
    fn thresholds_of_private_information() {
        for theta in [0.55, 0.7, 0.9] {
            for (share, tempted, certain) in
                [(0.2, false, true), (0.3, true, true), (0.6, true, false)]
            {
                let sigma = share * (1.0 - theta);
                let p = 0.5 + 2.0 * sigma / theta;
                let found = bounds(theta, p, 0.5);
                let inside = p < 1.0;
                assert_eq!(
                    found.institutions.is_ok(),
                    tempted && inside,
                    "{theta} {sigma}"
                );
                let demands = found.demands.unwrap();
                assert!((demands.slack() - (1.0 - theta - 2.0 * sigma)).abs() < 1e-12);
                assert_eq!(demands.can_always_settle(), certain, "{theta} {sigma}");
            }
        }
    }
}
