#![doc = include_str!("../../../../docs/model/escalation.md")]

use std::f64::consts::SQRT_2;

use super::student;
use crate::math::{exp, ln, normal_cdf, normal_quantile, phi};

/// √(2π).
const SQRT_TAU: f64 = 2.506_628_274_631_000_7;
/// Beliefs narrower than this share of today's sd are taken as this share.
const LEAST_SD: f64 = 1e-9;
/// Smallest probability that the normal law inverts.
const LEAST_PROBABILITY: f64 = 1e-300;

/// Belief about where the other side's red line lies: the law of its tail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tail {
    /// Two-sided exponential; its sd is √2 times its scale.
    #[default]
    Laplace,
    /// Normal; its sd is its scale.
    Normal,
    /// Student's t with three degrees of freedom; its sd is √3 times its scale.
    Student,
}

/// Stakes g·s/L of a decision: marginal benefit of pressure g, belief scale s, loss L if the line
/// is crossed.
#[inline]
pub fn stakes_ratio(benefit: f64, scale: f64, loss: f64) -> f64 {
    benefit * scale / loss
}

/// The chosen pressure, in belief scales from the believed mean of the line, and the believed
/// probability of crossing, at stakes q = g·s/L. `None` where no interior choice exists: q ≥ ½
/// (Laplace), q ≥ 1/√(2π) (normal), q ≥ 2/(π√3) (Student), or q ≤ 0.
pub fn chosen_pressure(tail: Tail, stakes: f64) -> Option<(f64, f64)> {
    let limit = match tail {
        Tail::Laplace => 0.5,
        Tail::Normal => 1.0 / SQRT_TAU,
        Tail::Student => student::density(0.0),
    };
    if !(stakes > 0.0 && stakes < limit) {
        return None;
    }
    Some(match tail {
        Tail::Laplace => (ln(2.0 * stakes), stakes),
        Tail::Normal => {
            let z = -(-2.0 * ln(stakes * SQRT_TAU)).sqrt();
            (z, normal_cdf(z))
        }
        Tail::Student => {
            let z = student::lower_at_density(stakes);
            (z, student::cdf(z))
        }
    })
}

/// The stakes q = g·s/L implied by a crossing probability 0 < p < ½ believed without bias.
pub fn implied_stakes(tail: Tail, probability: f64) -> f64 {
    match tail {
        Tail::Laplace => probability,
        Tail::Normal => phi(normal_quantile(probability)),
        Tail::Student => student::density(student::lower_quantile(probability)),
    }
}

/// Relative change of the crossing probability per relative change of the belief sd, without bias.
pub fn elasticity(tail: Tail, probability: f64) -> f64 {
    match tail {
        Tail::Laplace => 1.0,
        Tail::Normal => {
            let z = normal_quantile(probability);
            phi(z) / (probability * z.abs())
        }
        // (3 + z²)² falls with 1/s, so that dz/dln s = (3 + z²)/(4|z|).
        Tail::Student => {
            let z = student::lower_quantile(probability);
            student::density(z) * (3.0 + z * z) / (4.0 * probability * z.abs())
        }
    }
}

/// The crossing probability below which pressure rises as the line becomes clearer: 1/(2e) for the
/// Laplace law, F(−1) for the normal and the Student law.
pub fn bolder_when_clearer(tail: Tail) -> f64 {
    match tail {
        Tail::Laplace => 0.5 * exp(-1.0),
        Tail::Normal => normal_cdf(-1.0),
        Tail::Student => student::cdf(-1.0),
    }
}

/// One directed red line as elicited for today.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RedLine {
    /// Total monthly probability of crossing, today (0 to 1).
    pub today: f64,
    /// Share of it that comes from accidents and no belief can change (0 to 1).
    pub accidents: f64,
    /// Today's bias in sd of today's belief: true mean of the line less its believed mean,
    /// positive where the pressing side is over-cautious.
    pub bias_today: f64,
}

/// Monthly crossing probability under the Laplace law.
///
/// `sd`: sd of the belief relative to today's; `bias`: as in [`RedLine::bias_today`], now;
/// `factor`: what else multiplies the belief part (a believed consequence, the spiral, an interim
/// deal), 1 for nothing.
#[inline(always)]
pub fn hazard_laplace(line: RedLine, sd: f64, bias: f64, factor: f64) -> f64 {
    let RedLine {
        today,
        accidents,
        bias_today,
    } = line;
    let sd = sd.max(LEAST_SD);
    let tail = exp(-SQRT_2 * (bias / sd - bias_today));
    let p = today * (1.0 - accidents) * sd * tail * factor;
    // Beyond one half the choice lies on the other branch of the law; the floor keeps the branch
    // that is not taken finite.
    let beyond = 1.0 - 0.25 / p.max(0.25);
    let belief = if p > 0.5 { beyond } else { p };
    (belief + today * accidents).min(1.0)
}

/// Monthly crossing probability under the normal law; arguments as in [`hazard_laplace`].
///
/// The law knows no interior choice once the believed crossing probability reaches one half: the
/// believed threshold is then held at the mean, and the result is scaled to today's probability.
#[inline(always)]
pub fn hazard_normal(line: RedLine, sd: f64, bias: f64, factor: f64) -> f64 {
    let RedLine {
        today,
        accidents,
        bias_today,
    } = line;
    let sd = sd.max(LEAST_SD);
    let part = (today * (1.0 - accidents)).clamp(0.0, 0.5);
    let believed = (normal_quantile(part.max(LEAST_PROBABILITY)) + bias_today).min(0.0);
    let calibration = part / normal_cdf(believed - bias_today).max(LEAST_PROBABILITY);
    let square = believed * believed - 2.0 * ln((sd * factor).max(LEAST_PROBABILITY));
    let threshold = -square.max(0.0).sqrt();
    let belief = calibration * normal_cdf(threshold - bias / sd);
    (belief + today * accidents).min(1.0)
}

/// Monthly crossing probability under Student's law with three degrees of freedom; arguments as in
/// [`hazard_laplace`], the believed threshold held as in [`hazard_normal`].
pub fn hazard_student(line: RedLine, sd: f64, bias: f64, factor: f64) -> f64 {
    let RedLine {
        today,
        accidents,
        bias_today,
    } = line;
    let sd = sd.max(LEAST_SD);
    let part = (today * (1.0 - accidents)).clamp(0.0, 0.5);
    let believed = (student::lower_quantile(part) + student::SD * bias_today).min(0.0);
    let calibration =
        part / student::cdf(believed - student::SD * bias_today).max(LEAST_PROBABILITY);
    let stakes = student::density(believed) * (sd * factor).max(LEAST_PROBABILITY);
    let threshold = student::lower_at_density(stakes);
    let belief = calibration * student::cdf(threshold - student::SD * bias / sd);
    (belief + today * accidents).min(1.0)
}

/// [`hazard_laplace`], [`hazard_normal`] or [`hazard_student`].
#[inline(always)]
pub fn hazard(tail: Tail, line: RedLine, sd: f64, bias: f64, factor: f64) -> f64 {
    match tail {
        Tail::Laplace => hazard_laplace(line, sd, bias, factor),
        Tail::Normal => hazard_normal(line, sd, bias, factor),
        Tail::Student => hazard_student(line, sd, bias, factor),
    }
}

/// What one contact that resolves a share ρ² multiplies the belief part of the hazard by (Laplace):
/// √(1−ρ²)·exp(√2·bias₀·(1−√(1−ρ²))).
#[inline]
pub fn contact_factor(resolved: f64, bias_today: f64) -> f64 {
    let r = (1.0 - resolved).max(0.0).sqrt();
    r * exp(SQRT_2 * bias_today * (1.0 - r))
}

/// What a believed message about the consequence of crossing multiplies the belief part by, when
/// the believed loss moves by a factor `k` > 0: 1/k.
#[inline]
pub fn consequence_factor(k: f64) -> f64 {
    1.0 / k.max(1e-9)
}

/// Pressure of one side in a spiral, where its marginal benefit is g(1 + k·other's pressure).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spiral {
    /// Believed mean of the other side's line, in units of pressure.
    pub mean: f64,
    /// Scale of the belief about it, same units.
    pub scale: f64,
    /// Loss if the line is crossed.
    pub loss: f64,
    /// Marginal benefit of pressure without the other side's.
    pub benefit: f64,
    /// Spiral strength k, per unit of the other side's pressure.
    pub strength: f64,
}

impl Spiral {
    /// Best reply to the other side's pressure under the normal law: (pressure, believed crossing
    /// probability). `None` where no interior choice exists.
    fn reply(&self, other: f64) -> Option<(f64, f64)> {
        let benefit = self.benefit * (1.0 + self.strength * other);
        let (z, p) = chosen_pressure(Tail::Normal, stakes_ratio(benefit, self.scale, self.loss))?;
        Some((self.mean + self.scale * z, p))
    }
}

/// The fixed point of two sides that answer each other's pressure under the normal law: for each,
/// (pressure, believed crossing probability). `None` where the replies run away, which they do
/// when scale·k/((1 + k·x)|z|) reaches 1.
pub fn spiral(sides: [Spiral; 2]) -> Option<[(f64, f64); 2]> {
    let mut pressure = [sides[0].mean, sides[1].mean];
    for _ in 0..10_000 {
        let first = sides[0].reply(pressure[1])?;
        let second = sides[1].reply(first.0)?;
        let moved = (first.0 - pressure[0]).abs() + (second.0 - pressure[1]).abs();
        pressure = [first.0, second.0];
        if moved <= 1e-13 * (1.0 + pressure[0].abs() + pressure[1].abs()) {
            return Some([sides[0].reply(pressure[1])?, second]);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::laws::testing::{TABLE, close};

    const TODAY: f64 = 0.01;
    const TAILS: [Tail; 3] = [Tail::Laplace, Tail::Normal, Tail::Student];

    fn line(bias_today: f64) -> RedLine {
        RedLine {
            today: TODAY,
            accidents: 0.0,
            bias_today,
        }
    }

    #[test]
    fn the_hazard_follows_the_belief_sd() {
        let table = [
            (0.9, 0.8865, 0.9220),
            (0.7, 0.6663, 0.7601),
            (0.5, 0.4563, 0.5874),
        ];
        for (r, normal, student) in table {
            close(hazard_normal(line(0.0), r, 0.0, 1.0) / TODAY, normal, TABLE);
            close(
                hazard_student(line(0.0), r, 0.0, 1.0) / TODAY,
                student,
                TABLE,
            );
            close(hazard_laplace(line(0.0), r, 0.0, 1.0) / TODAY, r, 1e-12);
        }
    }

    #[test]
    fn elasticity_of_the_normal_law() {
        for (today, expected) in [(0.001, 1.09), (0.01, 1.15), (0.1, 1.37)] {
            close(elasticity(Tail::Normal, today), expected, 0.005);
            let part = RedLine {
                today,
                accidents: 0.0,
                bias_today: 0.0,
            };
            let up = hazard_normal(part, 1.0 + 1e-5, 0.0, 1.0);
            let down = hazard_normal(part, 1.0 - 1e-5, 0.0, 1.0);
            close(
                elasticity(Tail::Normal, today),
                (up - down) / (2e-5 * today),
                1e-5,
            );
        }
        assert_eq!(elasticity(Tail::Laplace, 0.2), 1.0);
        for today in [0.001, 0.01, 0.1] {
            let part = RedLine { today, ..line(0.0) };
            let at = |sd: f64| hazard_student(part, sd, 0.0, 1.0);
            let slope = (at(1.0 + 1e-5) - at(1.0 - 1e-5)) / (2e-5 * today);
            close(elasticity(Tail::Student, today), slope, 1e-4);
        }
    }

    /// The chosen pressure maximises g·x − L·P(R < x), found by search.
    #[test]
    fn pressure_is_the_best_choice() {
        let laplace = |x: f64| {
            if x < 0.0 {
                0.5 * exp(x)
            } else {
                1.0 - 0.5 * exp(-x)
            }
        };
        for stakes in [0.001, 0.01, 0.1, 0.3] {
            for tail in TAILS {
                let cdf = |x: f64| match tail {
                    Tail::Laplace => laplace(x),
                    Tail::Normal => normal_cdf(x),
                    Tail::Student => student::cdf(x),
                };
                let (x, p) = chosen_pressure(tail, stakes).unwrap();
                close(cdf(x), p, 1e-12);
                let gain = |x: f64| stakes * x - cdf(x);
                for nearby in [x - 0.05, x + 0.05] {
                    assert!(gain(nearby) < gain(x));
                }
                close(implied_stakes(tail, p), stakes, 1e-12);
            }
        }
        assert_eq!(chosen_pressure(Tail::Laplace, 0.5), None);
        assert_eq!(chosen_pressure(Tail::Normal, 0.4), None);
        assert_eq!(chosen_pressure(Tail::Student, 0.37), None);
        assert_eq!(chosen_pressure(Tail::Laplace, 0.0), None);
        close(stakes_ratio(1.0, 0.8, 30.0), 0.026_667, 1e-6);
    }

    #[test]
    fn pressure_rises_with_clarity_below_a_threshold() {
        close(bolder_when_clearer(Tail::Laplace), 0.184, 5e-4);
        close(bolder_when_clearer(Tail::Normal), 0.159, 5e-4);
        for tail in TAILS {
            for (p, rises) in [(0.9, true), (1.1, false)] {
                let stakes = implied_stakes(tail, p * bolder_when_clearer(tail));
                let pressure = |r: f64| r * chosen_pressure(tail, stakes * r).unwrap().0;
                assert_eq!(pressure(0.99) > pressure(1.0), rises, "{tail:?} at {p}");
            }
        }
    }

    #[test]
    fn a_contact_can_raise_the_risk() {
        for (bias, expected) in [(-1.0, 0.467), (0.0, 0.707), (1.0, 1.070), (2.0, 1.619)] {
            close(contact_factor(0.5, bias), expected, 5e-4);
            // The belief after that contact: sd √(1−ρ²), bias (1−ρ²).
            let h = hazard_laplace(line(bias), 0.5f64.sqrt(), 0.5 * bias, 1.0);
            close(h / TODAY, contact_factor(0.5, bias), 1e-12);
        }
    }

    #[test]
    fn the_other_branch_of_the_law() {
        let near = RedLine {
            today: 0.4,
            accidents: 0.0,
            bias_today: 0.0,
        };
        close(hazard_laplace(near, 1.0, 0.0, 1.25), 0.5, 1e-12);
        // p = .8: 1 − 1/3.2.
        close(hazard_laplace(near, 1.0, 0.0, 2.0), 0.6875, 1e-12);
        close(hazard_laplace(near, 1.0, 0.0, 1e300), 1.0, 1e-12);
    }

    #[test]
    fn accidents_are_a_floor() {
        let half = RedLine {
            today: TODAY,
            accidents: 0.4,
            bias_today: 0.0,
        };
        for tail in TAILS {
            close(hazard(tail, half, 1.0, 0.0, 1.0), TODAY, 1e-12);
            close(hazard(tail, half, 0.0, 0.0, 1.0), 0.4 * TODAY, 1e-7);
            close(hazard(tail, half, 1.0, 0.0, 0.0), 0.4 * TODAY, 1e-12);
        }
        close(consequence_factor(2.0), 0.5, 1e-15);
    }

    #[test]
    fn spiral_of_pressure() {
        let side = |scale: f64, strength: f64| Spiral {
            mean: 3.0,
            scale,
            loss: 30.0,
            benefit: 1.0,
            strength,
        };
        let table = [
            (0.0, [0.01294, 0.01001, 0.00587]),
            (0.2, [0.01550, 0.01285, 0.00831]),
        ];
        for (strength, row) in table {
            for (scale, expected) in [1.0, 0.8, 0.5].into_iter().zip(row) {
                let both = spiral([side(scale, strength); 2]).unwrap();
                close(both[0].1, expected, 1e-5);
                close(both[0].0, both[1].0, 1e-9);
            }
        }
        assert_eq!(spiral([side(1.0, 50.0); 2]), None);
    }

    proptest! {
        #[test]
        fn a_contact_without_bias_never_raises_the_hazard(
            today in 0.0..0.5f64,
            accidents in 0.0..1.0f64,
            resolved in 0.0..1.0f64,
        ) {
            let line = RedLine { today, accidents, bias_today: 0.0 };
            for tail in TAILS {
                let h = hazard(tail, line, (1.0 - resolved).sqrt(), 0.0, 1.0);
                prop_assert!(h <= today + 1e-12, "{tail:?}: {h} above {today}");
                prop_assert!(h >= today * accidents - 1e-12);
            }
        }

        #[test]
        fn a_probability_for_every_input(
            today in 0.0..1.0f64,
            accidents in 0.0..1.0f64,
            bias_today in -50.0..50.0f64,
            sd in 0.0..100.0f64,
            bias in -50.0..50.0f64,
            factor in 0.0..1e6f64,
        ) {
            let line = RedLine { today, accidents, bias_today };
            for tail in TAILS {
                let h = hazard(tail, line, sd, bias, factor);
                prop_assert!((0.0..=1.0).contains(&h), "{tail:?}: {h}");
            }
        }

        #[test]
        fn today_is_what_was_elicited(
            today in 1e-6..0.45f64,
            accidents in 0.0..1.0f64,
            bias in -3.0..3.0f64,
        ) {
            let line = RedLine { today, accidents, bias_today: bias };
            for tail in TAILS {
                let h = hazard(tail, line, 1.0, bias, 1.0);
                prop_assert!((h - today).abs() < 1e-9, "{tail:?}: {h} against {today}");
            }
        }
    }
}
