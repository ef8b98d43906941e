//! Quasi-p of a box's restrictions: is each more than luck?
//!
//! The chance of as many cases in the box if the restriction made no difference, from the density of
//! the box without it: binomial for an outcome that is 0 or 1, normal for probabilities (Bryant &
//! Lempert 2010). That the restriction was chosen among many is not in it: who asks whether it is
//! told multiplies by the number of inputs searched.

use statrs::distribution::{Binomial, DiscreteCDF};
use statrs::function::erf::erfc;

use super::prim::{Column, PrimBox};

/// How likely as high a density would be if a restriction made no difference, for each restriction
/// of a box.
pub fn quasi_p(inputs: &[Column], outcome: &[f64], found: &PrimBox) -> Vec<f64> {
    let binary = outcome.iter().all(|y| *y == 0.0 || *y == 1.0);
    // The settings that lie in the box but for one restriction at most, by restriction.
    let mut but_for: Vec<Vec<u32>> = vec![Vec::new(); found.limits.len()];
    for i in 0..outcome.len() {
        let limits = found.limits.iter().enumerate();
        let mut failing = limits
            .filter(|(_, (input, limit))| !limit.holds(inputs[*input].values[i]))
            .map(|(place, _)| place);
        match (failing.next(), failing.next()) {
            (None, _) => but_for.iter_mut().for_each(|wider| wider.push(i as u32)),
            (Some(place), None) => but_for[place].push(i as u32),
            _ => {}
        }
    }
    but_for
        .iter()
        .map(|wider| {
            let (n, m) = (wider.len() as f64, found.settings as f64);
            let values = || wider.iter().map(|&i| outcome[i as usize]);
            let mean = values().sum::<f64>() / n;
            if found.settings == 0 || wider.len() <= found.settings {
                return 1.0;
            }
            if binary {
                let cases = (found.density * m).round() as u64;
                let law = Binomial::new(mean.clamp(0.0, 1.0), found.settings as u64);
                return match (cases.checked_sub(1), law) {
                    (Some(fewer), Ok(law)) => law.sf(fewer),
                    _ => 1.0,
                };
            }
            let variance = values().map(|y| (y - mean) * (y - mean)).sum::<f64>() / (n - 1.0);
            let se = (variance / m).sqrt();
            if se > 0.0 {
                0.5 * erfc((found.density - mean) / se / std::f64::consts::SQRT_2)
            } else {
                1.0
            }
        })
        .collect()
}
