//! Removal of dominated labels.
//!
//! In the order of [`crate::label::before`] a label is dominated iff an earlier kept one has at
//! least its U_B, at least its slack in every bound, and no burden it lacks: every completion of
//! the later label then has a completion of the earlier one that is as good, and on a full tie
//! the earlier id is the lower. Three ways to ask, by what still differs between labels: nothing
//! (running maximum), one slack (staircase; Kung, Luccio and Preparata 1975), anything else (scan).

use crate::error::AgreementError;
use crate::label::Label;

/// Longest list kept.
const MOST_LABELS: usize = 1 << 22;
/// Longest list kept when each newcomer is compared with all of it.
const MOST_SCANNED: usize = 1 << 15;
/// Labels per block of the scan; a block whose best cannot dominate is skipped.
const BLOCK: usize = 32;

/// Which coordinates beyond (U_A, U_B) differ within a list.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spread<const V: usize> {
    low: [f64; V],
    high: [f64; V],
    any: u64,
    all: u64,
}

impl<const V: usize> Spread<V> {
    pub fn none() -> Self {
        Self {
            low: [f64::INFINITY; V],
            high: [f64::NEG_INFINITY; V],
            any: 0,
            all: u64::MAX,
        }
    }

    #[inline]
    pub fn include(&mut self, label: &Label<V>) {
        for v in 0..V {
            self.low[v] = self.low[v].min(label.slack[v]);
            self.high[v] = self.high[v].max(label.slack[v]);
        }
        self.any |= label.burden;
        self.all &= label.burden;
    }
}

/// Reusable memory of the pruning.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pruner {
    /// Kept (U_B, slack) pairs, U_B rising and slack falling.
    stairs: Vec<(f64, f64)>,
    /// Kept labels by column: U_B, slacks, burdens.
    columns: Vec<Vec<f64>>,
    burdens: Vec<u64>,
    /// Per block and column the best value, and the bits common to all burdens.
    tops: Vec<f64>,
    common: Vec<u64>,
}

impl Pruner {
    /// Keeps the undominated labels of a sorted list, in order.
    pub fn prune<const V: usize>(
        &mut self,
        list: &mut Vec<Label<V>>,
        spread: &Spread<V>,
    ) -> Result<(), AgreementError> {
        let mut active = [0usize; V];
        let mut n = 0;
        for v in 0..V {
            if spread.low[v] < spread.high[v] {
                active[n] = v;
                n += 1;
            }
        }
        match (n, spread.any == spread.all) {
            (0, true) => running_maximum(list),
            (1, true) => self.staircase(list, active[0]),
            _ => self.scan(list, &active[..n])?,
        }
        if list.len() > MOST_LABELS {
            Err(AgreementError::TooLarge)
        } else {
            Ok(())
        }
    }

    fn staircase<const V: usize>(&mut self, list: &mut Vec<Label<V>>, v: usize) {
        let stairs = &mut self.stairs;
        stairs.clear();
        list.retain(|label| {
            let (b, s) = (label.b, label.slack[v]);
            // The first step at or above b has the largest slack of all steps at or above b.
            let above = stairs.partition_point(|step| step.0 < b);
            if stairs.get(above).is_some_and(|step| step.1 >= s) {
                return false;
            }
            let end = above + usize::from(stairs.get(above).is_some_and(|step| step.0 == b));
            let start = stairs[..above].partition_point(|step| step.1 > s);
            if start == end {
                stairs.insert(start, (b, s));
            } else {
                stairs[start] = (b, s);
                stairs.drain(start + 1..end);
            }
            true
        });
    }

    fn scan<const V: usize>(
        &mut self,
        list: &mut Vec<Label<V>>,
        active: &[usize],
    ) -> Result<(), AgreementError> {
        let width = active.len() + 1;
        self.columns
            .resize(self.columns.len().max(width), Vec::new());
        for column in &mut self.columns {
            column.clear();
        }
        self.burdens.clear();
        self.tops.clear();
        self.common.clear();
        let mut too_many = false;
        list.retain(|label| {
            if too_many || self.dominated(label, active) {
                return false;
            }
            let n = self.burdens.len();
            too_many = n >= MOST_SCANNED;
            if n.is_multiple_of(BLOCK) {
                self.tops.resize(self.tops.len() + width, f64::NEG_INFINITY);
                self.common.push(u64::MAX);
            }
            let top = self.tops.len() - width;
            for c in 0..width {
                let x = if c == 0 {
                    label.b
                } else {
                    label.slack[active[c - 1]]
                };
                self.columns[c].push(x);
                self.tops[top + c] = self.tops[top + c].max(x);
            }
            self.burdens.push(label.burden);
            if let Some(common) = self.common.last_mut() {
                *common &= label.burden;
            }
            true
        });
        if too_many {
            Err(AgreementError::TooLarge)
        } else {
            Ok(())
        }
    }

    #[inline]
    fn dominated<const V: usize>(&self, label: &Label<V>, active: &[usize]) -> bool {
        let width = active.len() + 1;
        let free = !label.burden;
        for (block, common) in self.common.iter().enumerate() {
            let tops = &self.tops[block * width..(block + 1) * width];
            if tops[0] < label.b
                || common & free != 0
                || active
                    .iter()
                    .zip(&tops[1..])
                    .any(|(&v, &top)| top < label.slack[v])
            {
                continue;
            }
            let span = block * BLOCK..self.burdens.len().min((block + 1) * BLOCK);
            let mut hit = [false; BLOCK];
            for (h, (&b, &burden)) in hit.iter_mut().zip(
                self.columns[0][span.clone()]
                    .iter()
                    .zip(&self.burdens[span.clone()]),
            ) {
                *h = (b >= label.b) & (burden & free == 0);
            }
            for (c, &v) in active.iter().enumerate() {
                let s = label.slack[v];
                for (h, &x) in hit.iter_mut().zip(&self.columns[c + 1][span.clone()]) {
                    *h &= x >= s;
                }
            }
            if hit.iter().any(|&h| h) {
                return true;
            }
        }
        false
    }
}

/// Two dimensions: in order of falling U_A a label survives iff its U_B beats all before it.
fn running_maximum<const V: usize>(list: &mut Vec<Label<V>>) {
    let mut best = f64::NEG_INFINITY;
    list.retain(|label| {
        let keep = label.b > best;
        best = best.max(label.b);
        keep
    });
}
