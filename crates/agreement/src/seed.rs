//! The issues that are not additive, enumerated: those that carry effects on premiums or red
//! lines with `unless`. Each admissible combination is a *seed* of the merge: its premium is
//! settled, so everything after it only adds up.

use crate::domain::{Choice, Domain, MAX_ISSUES};
use crate::draw::Draw;
use crate::terms::{Terms, premium};

/// Most combinations of enumerated issues a domain may have.
pub const MAX_SEEDS: usize = 4096;

/// One combination of options on the enumerated issues.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seed<'a> {
    /// Per issue the option; 0 on issues not enumerated.
    pub options: &'a [usize],
    pub id: u64,
    /// Utility so far of sides A and B, net of premium.
    pub net: [f64; 2],
}

/// Calls `visit` for every combination that breaks no exclusion and no red line in force, in
/// rising order of id.
pub(crate) fn each_seed(domain: &Domain, draw: &Draw, terms: &Terms, mut visit: impl FnMut(&Seed)) {
    let s = domain.structure();
    let n = s.issues.len();
    let outer = |k: usize| terms.outer >> k & 1 == 1;
    let mut options = [0usize; MAX_ISSUES];
    loop {
        let chosen = |c: &Choice| outer(c.issue) && options[c.issue] == c.option;
        let allowed = (0..n).all(|k| !outer(k) || terms.allowed[k] >> options[k] & 1 == 1);
        let stands = allowed
            && !s.exclusions.iter().any(|(x, y)| chosen(x) && chosen(y))
            && !terms
                .lines
                .iter()
                .map(|&i| &s.red_lines[i])
                .any(|line| chosen(&line.refused) && !line.unless.iter().any(chosen));
        if stands {
            let mut net = [0, 1].map(|side| -premium(domain, draw, side, |k| options[k]));
            let mut id = 0;
            for issue in (0..n).filter(|&k| outer(k)) {
                let at = domain.position(Choice {
                    issue,
                    option: options[issue],
                });
                net[0] += terms.gain[0][at];
                net[1] += terms.gain[1][at];
                id += options[issue] as u64 * domain.radix(issue);
            }
            visit(&Seed {
                options: &options[..n],
                id,
                net,
            });
        }
        // Next combination, least significant issue first.
        let Some(turn) = (0..n).find(|&k| outer(k) && options[k] + 1 < s.issues[k].options) else {
            return;
        };
        options[turn] += 1;
        for k in (0..turn).filter(|&k| outer(k)) {
            options[k] = 0;
        }
    }
}
