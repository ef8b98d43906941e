//! Whether any package stands under the exclusions, by search with forward checking.

use crate::domain::{Choice, MAX_ISSUES};

/// Most partial packages looked at before the answer is taken to be yes. Exclusions of a real
/// negotiation need a few hundred; only ones built to be hard need more.
const PATIENCE: usize = 200_000;

/// The exclusions, by option.
#[derive(Debug)]
pub(super) struct Clash {
    /// \[issue\]\[option\]: issues and the options of theirs it rules out.
    ruled_out: Vec<Vec<Vec<(usize, u64)>>>,
    patience: usize,
}

impl Clash {
    /// `options` is the number of options of each issue, at most [`MAX_ISSUES`] of them; pairs
    /// outside these are not looked at.
    pub fn new(options: &[usize], pairs: &[(Choice, Choice)]) -> Self {
        let mut ruled_out: Vec<Vec<Vec<(usize, u64)>>> = options
            .iter()
            .take(MAX_ISSUES)
            .map(|&n| vec![Vec::new(); n])
            .collect();
        for (x, y) in pairs.iter().flat_map(|&(x, y)| [(x, y), (y, x)]) {
            if y.issue >= ruled_out.len() {
                continue;
            }
            let Some(of) = ruled_out
                .get_mut(x.issue)
                .and_then(|issue| issue.get_mut(x.option))
            else {
                continue;
            };
            let bit = 1u64.checked_shl(y.option as u32).unwrap_or(0);
            match of.iter_mut().find(|(issue, _)| *issue == y.issue) {
                Some((_, mask)) => *mask |= bit,
                None => of.push((y.issue, bit)),
            }
        }
        Self {
            ruled_out,
            patience: PATIENCE,
        }
    }

    /// Whether some package within `allowed` (a mask of options per issue) breaks no exclusion;
    /// yes also once the patience of this object, over all its answers, is used up.
    pub fn stands(&mut self, allowed: &[u64]) -> bool {
        let mut masks = [0; MAX_ISSUES];
        for (mask, &options) in masks.iter_mut().zip(allowed) {
            *mask = options;
        }
        self.search(&masks, 0)
    }

    fn search(&mut self, masks: &[u64; MAX_ISSUES], settled: u64) -> bool {
        if self.patience == 0 {
            return true;
        }
        self.patience -= 1;
        let open = (0..self.ruled_out.len()).filter(|k| settled >> k & 1 == 0);
        let Some(issue) = open.min_by_key(|&k| masks[k].count_ones()) else {
            return true;
        };
        (0..self.ruled_out[issue].len())
            .filter(|option| masks[issue] >> option & 1 == 1)
            .any(|option| {
                let mut next = *masks;
                for &(other, mask) in &self.ruled_out[issue][option] {
                    next[other] &= !mask;
                }
                next[issue] = 1 << option;
                self.search(&next, settled | 1 << issue)
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn stands_by_listing(options: &[usize], pairs: &[(Choice, Choice)], allowed: &[u64]) -> bool {
        let total: usize = options.iter().product();
        (0..total).any(|mut id| {
            let package: Vec<usize> = options
                .iter()
                .map(|n| {
                    let option = id % n;
                    id /= n;
                    option
                })
                .collect();
            let has = |c: &Choice| package[c.issue] == c.option;
            package
                .iter()
                .zip(allowed)
                .all(|(o, mask)| mask >> o & 1 == 1)
                && !pairs.iter().any(|(x, y)| has(x) && has(y))
        })
    }

    proptest! {
        #[test]
        fn the_search_agrees_with_listing_every_package(
            raw in prop::collection::vec((0usize..4, 0usize..3, 0usize..4, 0usize..3), 0..40),
            allowed in prop::collection::vec(0u64..8, 4),
        ) {
            let options = [3, 2, 3, 3];
            let pairs: Vec<_> = raw
                .into_iter()
                .map(|(k, o, l, p)| {
                    (Choice { issue: k, option: o }, Choice { issue: l, option: p })
                })
                .filter(|(x, y)| {
                    x.issue != y.issue && x.option < options[x.issue] && y.option < options[y.issue]
                })
                .collect();
            let found = Clash::new(&options, &pairs).stands(&allowed);
            prop_assert_eq!(found, stands_by_listing(&options, &pairs, &allowed));
        }
    }

    #[test]
    fn patience_ends() {
        // Eight issues, seven options, the same option nowhere twice: a pigeonhole problem.
        let mut pairs = Vec::new();
        for k in 0..8 {
            for l in 0..k {
                for option in 0..7 {
                    pairs.push((Choice { issue: k, option }, Choice { issue: l, option }));
                }
            }
        }
        let mut clash = Clash::new(&[7; 8], &pairs);
        clash.patience = 100;
        assert!(clash.stands(&[127; 8]));
        let mut clash = Clash::new(&[7; 8], &pairs);
        assert!(!clash.stands(&[127; 8]));
    }
}
