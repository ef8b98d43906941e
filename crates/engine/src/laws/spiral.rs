//! The spiral in which pressure answers pressure, as changes from today. The absolute fixed point
//! is [`super::red_line::spiral`]; the mechanism is described with the
//! [red line](super::red_line).
//!
//! A side's marginal benefit of pressure is g(1 + k·x), x the other side's pressure. Against
//! today's pressure x₀ that multiplies the belief part of its hazard by
//! (1 + k·x)/(1 + k·x₀) = 1 + κ·Δx, κ = k/(1 + k·x₀), Δx the change of the other's pressure.

use crate::math::ln;

/// Rounds of mutual answers; a contraction of one half settles to a double in 53.
const ROUNDS: usize = 64;
/// A factor is held within these bounds where the answers run away.
const LEAST: f64 = 0.05;
const MOST: f64 = 20.0;

/// One side of a spiral.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Answer {
    /// κ: relative rise of the marginal benefit per unit of the other's pressure.
    pub gain: f64,
    /// Scale of the belief about the other's line, in the same unit; for the Laplace law the
    /// chosen pressure moves by it for each e-fold of the benefit.
    pub scale: f64,
    /// Change of the side's pressure by what it was told alone.
    pub told: f64,
}

/// κ of a strength k and today's pressure x₀ of the other side: k/(1 + k·x₀).
#[inline]
pub fn gain(strength: f64, pressure: f64) -> f64 {
    strength / (1.0 + strength * pressure)
}

/// How much of a change of one side's pressure comes back to it through the other's answer: the
/// product of both slopes, scale·κ each under the Laplace law. The answers settle below 1.
#[inline]
pub fn contraction(sides: [Answer; 2]) -> f64 {
    sides[0].gain * sides[0].scale * sides[1].gain * sides[1].scale
}

/// Slope of a side's answer under the normal law, scale·k/((1 + k·x)|z|), at the chosen pressure z
/// (in scales from the believed mean of the line, below 0).
#[inline]
pub fn slope_normal(scale: f64, strength: f64, pressure: f64, z: f64) -> f64 {
    scale * gain(strength, pressure) / z.abs().max(1e-9)
}

/// What multiplies the belief part of each side's hazard once both have answered what either was
/// told: the fixed point of f_i = 1 + κ_i·(told_j + s_j·ln f_j).
pub fn factors(sides: [Answer; 2]) -> [f64; 2] {
    let answer = |own: &Answer, other: &Answer, factor: f64| {
        let moved = other.told + other.scale * ln(factor);
        (1.0 + own.gain * moved).clamp(LEAST, MOST)
    };
    let mut f = [1.0; 2];
    if sides.iter().all(|side| side.gain == 0.0) {
        return f;
    }
    for _ in 0..ROUNDS {
        // Both at once, so that neither side is the first.
        f = [
            answer(&sides[0], &sides[1], f[1]),
            answer(&sides[1], &sides[0], f[0]),
        ];
    }
    f
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::laws::red_line::{Spiral, Tail, chosen_pressure, spiral, stakes_ratio};
    use crate::laws::testing::close;

    /// Two sides whose lines become clearer (s = 1 → .8), solved in absolute pressures.
    #[test]
    fn changes_from_today_agree_with_absolute_pressures() {
        let (mean, loss, benefit, strength) = (5.0, 30.0, 1.0, 0.2);
        let fixed = |scale: f64| {
            let mut x = mean;
            for _ in 0..500 {
                let q = stakes_ratio(benefit * (1.0 + strength * x), scale, loss);
                x = mean + scale * chosen_pressure(Tail::Laplace, q).unwrap().0;
            }
            x
        };
        let (today, after) = (fixed(1.0), fixed(0.8));
        // What the message alone does, at today's benefit.
        let q = stakes_ratio(benefit * (1.0 + strength * today), 0.8, loss);
        let told = mean + 0.8 * chosen_pressure(Tail::Laplace, q).unwrap().0 - today;
        let side = Answer {
            gain: gain(strength, today),
            scale: 0.8,
            told,
        };
        let [f, g] = factors([side; 2]);
        close(f, (1.0 + strength * after) / (1.0 + strength * today), 1e-9);
        close(f, g, 1e-15);
        assert!(contraction([side; 2]) < 1.0);
    }

    /// s·k/((1 + k·x)|z|) at the fixed points of the table: k = .2, s = 1, .8, .5.
    #[test]
    fn the_answers_of_the_table_settle() {
        for (scale, p) in [(1.0, 0.015_50), (0.8, 0.012_85), (0.5, 0.008_31)] {
            let side = Spiral {
                mean: 3.0,
                scale,
                loss: 30.0,
                benefit: 1.0,
                strength: 0.2,
            };
            let [(x, found), _] = spiral([side; 2]).unwrap();
            close(found, p, 1e-5);
            let z = (x - side.mean) / scale;
            let slope = slope_normal(scale, 0.2, x, z);
            // The slope by differences: the best reply a little to either side.
            let reply = |other: f64| {
                let q = stakes_ratio(1.0 + 0.2 * other, scale, 30.0);
                scale * chosen_pressure(Tail::Normal, q).unwrap().0
            };
            close(slope, (reply(x + 1e-4) - reply(x - 1e-4)) / 2e-4, 1e-6);
            assert!(slope < 1.0);
        }
    }

    #[test]
    fn nobody_answers_without_a_spiral() {
        let told = Answer {
            told: 1.5,
            scale: 0.7,
            gain: 0.0,
        };
        assert_eq!(factors([told; 2]), [1.0; 2]);
        // Only the side that answers is moved.
        let answers = Answer { gain: 0.2, ..told };
        let [f, g] = factors([answers, told]);
        close(f, 1.3, 1e-12);
        assert_eq!(g, 1.0);
    }

    proptest! {
        /// Where the answers settle they satisfy their equation, and pressure begets pressure.
        #[test]
        fn a_fixed_point_with_the_sign_of_what_was_told(
            gains in [0.0..0.6f64, 0.0..0.6f64],
            scales in [0.1..1.0f64, 0.1..1.0f64],
            told in [0.0..0.8f64, 0.0..0.8f64],
        ) {
            let side = |k: usize| Answer { gain: gains[k], scale: scales[k], told: told[k] };
            let sides = [side(0), side(1)];
            prop_assume!(contraction(sides) < 0.5);
            let f = factors(sides);
            for (k, j) in [(0, 1), (1, 0)] {
                let moved = told[j] + scales[j] * ln(f[j]);
                prop_assert!((f[k] - (1.0 + gains[k] * moved)).abs() < 1e-6);
                prop_assert!(f[k] >= 1.0);
            }
        }
    }
}
