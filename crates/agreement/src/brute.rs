//! Every package, one after the other: the oracle of the merge and its fallback.
//!
//! Packages are seed × high part × low part. The low part (up to 4,096 combinations that stand on
//! their own) is laid out once in columns; for each seed and high part one pass adds, checks the
//! bounds and asks a table of the frontier found so far whether a package can still matter.

use crate::domain::{Choice, Domain, MAX_ISSUES};
use crate::draw::Draw;
use crate::error::AgreementError;
use crate::frontier::{Point, keep_efficient};
use crate::predicate::Predicate;
use crate::seed::each_seed;
use crate::terms::Terms;

/// Most combinations of the low part.
const LOW: usize = 4096;
/// Bins of the table of the frontier found so far.
const BINS: usize = 1024;
/// Longest list of efficient packages kept.
const MOST_POINTS: usize = 1 << 22;

/// A partial package: sums, and bits for what must be compared across parts.
#[derive(Debug, Clone, Default)]
struct Part {
    a: f64,
    b: f64,
    id: u64,
    /// Exclusion e: its option is in. Conditional bound: triggered. Predicate: missed.
    bits: u64,
    bounds: Vec<f64>,
}

/// Reusable memory of the enumeration.
#[derive(Debug, Clone, Default)]
pub(crate) struct Brute {
    a: Vec<f64>,
    b: Vec<f64>,
    id: Vec<u64>,
    bits: Vec<u64>,
    bounds: Vec<Vec<f64>>,
    meets: Vec<bool>,
    found: Vec<Point>,
    table: Vec<f64>,
    range: (f64, f64),
}

/// Bits of one draw: exclusions, then conditional bounds, then predicates.
struct Bits {
    exclusions: u64,
    bounds: Vec<u64>,
    missed: u64,
}

impl Brute {
    /// The efficient packages in the frontier's order. Stops with an error once `most` packages
    /// would have to be looked at.
    pub fn enumerate(
        &mut self,
        domain: &Domain,
        draw: &Draw,
        terms: &Terms,
        within: &[Predicate],
        most: u64,
    ) -> Result<&[Point], AgreementError> {
        self.found.clear();
        if terms.allowed.contains(&0) {
            return Ok(&self.found);
        }
        let free = |k: &usize| terms.outer >> k & 1 == 0 && !domain.issues()[*k].divisible;
        let count = |k: usize| u64::from(terms.allowed[k].count_ones());
        let size = (0..domain.issues().len())
            .filter(|&k| !domain.issues()[k].divisible)
            .try_fold(1u64, |n, k| n.checked_mul(count(k)));
        if size.is_none_or(|n| n > most) {
            return Err(AgreementError::TooLarge);
        }
        let mut low = Vec::new();
        let mut high = Vec::new();
        let mut product = 1;
        for k in (0..domain.issues().len()).filter(free) {
            product *= count(k) as usize;
            if product <= LOW {
                low.push(k)
            } else {
                high.push(k)
            }
        }
        let bits = Bits::lay_out(domain, terms, within)?;
        self.lay_out_low(domain, terms, within, &bits, &low);
        self.reset_table(terms, domain);
        let mut result = Ok(());
        let mut limit = LOW;
        each_seed(domain, draw, terms, |seed| {
            let mut origin = Part {
                a: seed.net[0],
                b: seed.net[1],
                id: seed.id,
                ..Part::default()
            };
            origin
                .bounds
                .extend((0..terms.bounds.len()).map(|j| terms.divisible_gain(domain, j)));
            let outer: Vec<Choice> = (0..domain.issues().len())
                .filter(|&k| terms.outer >> k & 1 == 1)
                .map(|issue| Choice {
                    issue,
                    option: seed.options[issue],
                })
                .collect();
            for &at in &outer {
                bits.choose(domain, terms, within, at, &mut origin, false);
            }
            combinations(domain, terms, &high, |choices| {
                if result.is_err() || excluded(domain, choices) {
                    return;
                }
                let mut part = origin.clone();
                for &at in choices {
                    bits.choose(domain, terms, within, at, &mut part, true);
                }
                let together: Vec<Choice> = outer.iter().chain(choices).copied().collect();
                if excluded(domain, &together) {
                    return;
                }
                let forbidden = bits.forbidden(domain, &together);
                self.pass(terms, &bits, &part, forbidden);
                if self.found.len() > limit {
                    self.condense();
                    limit = (2 * self.found.len()).max(LOW);
                    if self.found.len() > MOST_POINTS {
                        result = Err(AgreementError::TooLarge);
                    }
                }
            });
        });
        self.condense();
        result.map(|()| self.found.as_slice())
    }

    fn lay_out_low(
        &mut self,
        domain: &Domain,
        terms: &Terms,
        within: &[Predicate],
        bits: &Bits,
        low: &[usize],
    ) {
        let columns = [&mut self.a, &mut self.b];
        columns.into_iter().for_each(Vec::clear);
        self.id.clear();
        self.bits.clear();
        self.bounds.resize(terms.bounds.len(), Vec::new());
        self.bounds.iter_mut().for_each(Vec::clear);
        combinations(domain, terms, low, |choices| {
            if excluded(domain, choices) {
                return;
            }
            let mut part = Part::default();
            part.bounds.resize(terms.bounds.len(), 0.0);
            for &at in choices {
                bits.choose(domain, terms, within, at, &mut part, true);
            }
            self.a.push(part.a);
            self.b.push(part.b);
            self.id.push(part.id);
            self.bits.push(part.bits);
            for (column, x) in self.bounds.iter_mut().zip(&part.bounds) {
                column.push(*x);
            }
        });
    }

    /// The low part under one seed and high part.
    fn pass(&mut self, terms: &Terms, bits: &Bits, part: &Part, forbidden: u64) {
        let n = self.a.len();
        self.meets.clear();
        let admits = |low: &u64| {
            low & forbidden == 0
                && (bits.missed == 0 || (low | part.bits) & bits.missed != bits.missed)
        };
        self.meets.extend(self.bits.iter().map(admits));
        for (j, bound) in terms.bounds.iter().enumerate() {
            let (floor, bit) = (bound.floor, bits.bounds[j]);
            let here = part.bounds[j];
            for ((meets, x), low) in self.meets.iter_mut().zip(&self.bounds[j]).zip(&self.bits) {
                let free = bound.conditional & ((low | part.bits) & bit == 0);
                *meets &= (here + x >= floor) | free;
            }
        }
        let (start, scale) = self.range;
        for i in 0..n {
            if !self.meets[i] {
                continue;
            }
            let (a, b) = (part.a + self.a[i], part.b + self.b[i]);
            let bin = (((b - start) * scale) as usize).min(BINS - 1);
            if a >= self.table[bin] {
                self.found.push(Point {
                    a,
                    b,
                    package: part.id + self.id[i],
                    along: 0.0,
                });
            }
        }
    }
}

impl Brute {
    /// Clears the table and sets its range to what U_B can be (a premium above 1 ends in bin 0).
    fn reset_table(&mut self, terms: &Terms, domain: &Domain) {
        let (low, mut high) = (-1.0, 0.0);
        for k in (0..domain.issues().len()).filter(|&k| !domain.issues()[k].divisible) {
            let gains = &terms.gain[1][domain.first(k)..][..domain.issues()[k].options];
            high += gains.iter().copied().fold(0.0, f64::max);
        }
        self.range = (low, BINS as f64 / (high - low).max(f64::MIN_POSITIVE));
        self.table.clear();
        self.table.resize(BINS, f64::NEG_INFINITY);
    }

    /// Drops dominated packages and renews the table: per bin the best U_A of any package found
    /// in a higher bin. Bins rise with U_B, so such a package has the higher U_B as well.
    fn condense(&mut self) {
        self.found.sort_unstable_by(|x, y| {
            y.a.total_cmp(&x.a)
                .then(y.b.total_cmp(&x.b))
                .then(x.package.cmp(&y.package))
        });
        keep_efficient(&mut self.found);
        self.table.fill(f64::NEG_INFINITY);
        let (start, scale) = self.range;
        for p in &self.found {
            let bin = (((p.b - start) * scale) as usize).min(BINS - 1);
            if let Some(below) = bin.checked_sub(1) {
                self.table[below] = self.table[below].max(p.a);
            }
        }
        for bin in (1..BINS).rev() {
            self.table[bin - 1] = self.table[bin - 1].max(self.table[bin]);
        }
    }
}

impl Bits {
    fn lay_out(
        domain: &Domain,
        terms: &Terms,
        within: &[Predicate],
    ) -> Result<Self, AgreementError> {
        let mut next = domain.structure().exclusions.len();
        let mut bit = || {
            next += 1;
            1u64.checked_shl(next as u32 - 1)
                .ok_or(AgreementError::TooManyOpen)
        };
        let mut bounds = Vec::new();
        for bound in &terms.bounds {
            bounds.push(if bound.conditional { bit()? } else { 0 });
        }
        let mut missed = 0;
        if within.len() > 1 {
            for _ in within {
                missed |= bit()?;
            }
        }
        let exclusions = domain.structure().exclusions.len();
        if exclusions > 64 {
            return Err(AgreementError::TooManyOpen);
        }
        Ok(Self {
            exclusions: u64::MAX.checked_shr(64 - exclusions as u32).unwrap_or(0),
            bounds,
            missed,
        })
    }

    /// Puts an option into a part; the sides' gains only if `gain`.
    fn choose(
        &self,
        domain: &Domain,
        terms: &Terms,
        within: &[Predicate],
        at: Choice,
        part: &mut Part,
        gain: bool,
    ) {
        let position = domain.position(at);
        if gain {
            part.a += terms.gain[0][position];
            part.b += terms.gain[1][position];
            part.id += at.option as u64 * domain.radix(at.issue);
        }
        for (e, (x, y)) in domain.structure().exclusions.iter().enumerate() {
            if at == *x || at == *y {
                part.bits |= 1 << e;
            }
        }
        for (j, &bit) in self.bounds.iter().enumerate() {
            part.bounds[j] += terms.bound_gain[j * domain.total_options() + position];
            if terms.triggers[j * domain.issues().len() + at.issue] >> at.option & 1 == 1 {
                part.bits |= bit;
            }
        }
        let mut missed = self.missed;
        for predicate in within.iter().take(self.missed.count_ones() as usize) {
            let bit = missed & missed.wrapping_neg();
            missed &= missed - 1;
            if predicate.allowed[at.issue] >> at.option & 1 == 0 {
                part.bits |= bit;
            }
        }
    }

    /// Bits of the exclusions that have one end among the choices: the low part's end falls away.
    fn forbidden(&self, domain: &Domain, choices: &[Choice]) -> u64 {
        let exclusions = domain.structure().exclusions.iter().enumerate();
        exclusions
            .filter(|(_, (x, y))| choices.contains(x) || choices.contains(y))
            .fold(0, |bits, (e, _)| bits | 1 << e)
            & self.exclusions
    }
}

/// Whether two of the choices exclude each other.
fn excluded(domain: &Domain, choices: &[Choice]) -> bool {
    let exclusions = &domain.structure().exclusions;
    exclusions
        .iter()
        .any(|(x, y)| choices.contains(x) && choices.contains(y))
}

/// Calls `visit` with every combination of permitted options of `issues`, the first turning fastest.
fn combinations(
    domain: &Domain,
    terms: &Terms,
    issues: &[usize],
    mut visit: impl FnMut(&[Choice]),
) {
    let mut digits = [0usize; MAX_ISSUES];
    let mut choices: Vec<Choice> = Vec::with_capacity(issues.len());
    let permitted: Vec<Vec<usize>> = issues
        .iter()
        .map(|&k| {
            let all = 0..domain.issues()[k].options;
            all.filter(|option| terms.allowed[k] >> option & 1 == 1)
                .collect()
        })
        .collect();
    loop {
        choices.clear();
        choices.extend((issues.iter().zip(&permitted).zip(&digits)).map(
            |((&issue, options), &d)| Choice {
                issue,
                option: options[d],
            },
        ));
        visit(&choices);
        let Some(turn) = (0..issues.len()).find(|&i| digits[i] + 1 < permitted[i].len()) else {
            return;
        };
        digits[turn] += 1;
        digits[..turn].fill(0);
    }
}
