//! Divisible issues between two sides: a fractional knapsack.
//!
//! Starting from A's best end of every divisible issue, shares go to B in the order of what they
//! cost A per unit of B's gain (Dantzig 1957); the frontier of the divisible part is the concave
//! chain of segments so made (the "adjusted winner" order of Brams and Taylor 1996).

use crate::domain::Domain;
use crate::terms::Terms;

/// One segment of the chain: an issue moved from A's best end to B's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// The divisible issue.
    pub issue: usize,
    /// The end it moves to.
    pub toward: usize,
    /// Change of (U_A, U_B) over the whole segment: negative, positive.
    pub change: [f64; 2],
}

/// The divisible part of a frontier; without steps if no divisible issue is in dispute.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Chain {
    pub(crate) steps: Vec<Step>,
    /// Per divisible issue the end at the start of the chain.
    start: Vec<(usize, usize)>,
    /// Utilities of the divisible issues at the start of the chain.
    pub(crate) base: [f64; 2],
}

impl Chain {
    pub(crate) fn fill(&mut self, domain: &Domain, terms: &Terms) {
        self.steps.clear();
        self.start.clear();
        self.base = [0.0; 2];
        for (k, _) in domain
            .issues()
            .iter()
            .enumerate()
            .filter(|(_, issue)| issue.divisible)
        {
            let gain = |side: usize, end: usize| terms.gain[side][domain.first(k) + end];
            let end = match terms.allowed[k] {
                1 => 0,
                2 => 1,
                _ if gain(0, 0) != gain(0, 1) => usize::from(gain(0, 1) > gain(0, 0)),
                _ => usize::from(gain(1, 1) > gain(1, 0)),
            };
            self.start.push((k, end));
            self.base[0] += gain(0, end);
            self.base[1] += gain(1, end);
            let change = [0, 1].map(|side| gain(side, 1 - end) - gain(side, end));
            if terms.allowed[k] == 3 && change[1] > 0.0 {
                self.steps.push(Step {
                    issue: k,
                    toward: 1 - end,
                    change,
                });
            }
        }
        self.steps.sort_by(|x, y| {
            let cost = |s: &Step, other: &Step| -s.change[0] * other.change[1];
            cost(x, y)
                .total_cmp(&cost(y, x))
                .then(x.issue.cmp(&y.issue))
        });
    }

    /// The segments in order, cheapest concession of A first.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Position along the chain (0..=number of steps) at which `side` has gained or lost `move_by`
    /// against the start; `None` if the whole chain does not reach it.
    pub(crate) fn reach(&self, side: usize, move_by: f64) -> Option<f64> {
        let mut left = move_by.abs();
        if left <= 0.0 {
            return Some(0.0);
        }
        for (i, step) in self.steps.iter().enumerate() {
            let length = step.change[side].abs();
            if left <= length {
                return Some(i as f64 + left / length);
            }
            left -= length;
        }
        None
    }

    /// Change of (U_A, U_B) from the start to position `along`.
    #[must_use]
    pub fn change(&self, along: f64) -> [f64; 2] {
        let mut sum = [0.0; 2];
        for (i, step) in self.steps.iter().enumerate() {
            let share = (along - i as f64).clamp(0.0, 1.0);
            sum[0] += share * step.change[0];
            sum[1] += share * step.change[1];
        }
        sum
    }

    /// Per divisible issue the share 0..=1 of its option 1 at position `along`.
    #[must_use]
    pub fn shares(&self, along: f64) -> Vec<(usize, f64)> {
        let mut shares: Vec<(usize, f64)> = self
            .start
            .iter()
            .map(|&(issue, end)| (issue, end as f64))
            .collect();
        for (i, step) in self.steps.iter().enumerate() {
            let moved = (along - i as f64).clamp(0.0, 1.0);
            for share in shares.iter_mut().filter(|share| share.0 == step.issue) {
                share.1 = if step.toward == 1 { moved } else { 1.0 - moved };
            }
        }
        shares
    }
}
