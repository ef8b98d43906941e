//! One package on its own: what it is worth, and why it cannot be signed.

use crate::domain::{Choice, Domain};
use crate::draw::{Consent, Draw};
use crate::grid::{snap, threshold};
use crate::terms::premium;

/// Why a package cannot be signed in one state of the world; indexes into the structure or draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Objection {
    /// This exclusion is broken.
    Exclusion(usize),
    /// This red line is in force and not lifted.
    RedLine(usize),
    /// This veto is cast.
    Veto(usize),
    /// The consent this rule asks for is withheld.
    Consent(usize),
}

/// Gross utility of a party, contributions on the grid; divisible issues at the end the package
/// names.
#[must_use]
pub fn gross(domain: &Domain, draw: &Draw, party: usize, package: u64) -> f64 {
    (0..domain.issues().len())
        .map(|issue| {
            let at = Choice {
                issue,
                option: domain.option(package, issue),
            };
            snap(draw.weight(domain, party, issue) * draw.value(domain, party, at))
        })
        .sum()
}

/// Net utility of side 0 (A) or 1 (B): gross less the premium d ℓ / (1 − d).
#[must_use]
pub fn net(domain: &Domain, draw: &Draw, side: usize, package: u64) -> f64 {
    gross(domain, draw, domain.structure().sides[side], package)
        - premium(domain, draw, side, |k| domain.option(package, k))
}

/// Every reason why a package cannot be signed; empty iff it can.
#[must_use]
pub fn objections(domain: &Domain, draw: &Draw, package: u64) -> Vec<Objection> {
    let s = domain.structure();
    let has = |c: &Choice| domain.option(package, c.issue) == c.option;
    let mut found = Vec::new();
    for (e, (x, y)) in s.exclusions.iter().enumerate() {
        if has(x) && has(y) {
            found.push(Objection::Exclusion(e));
        }
    }
    for (i, (line, &meant)) in s.red_lines.iter().zip(&draw.red_lines).enumerate() {
        if meant && has(&line.refused) && !line.unless.iter().any(has) {
            found.push(Objection::RedLine(i));
        }
    }
    for (i, veto) in draw.vetoes.iter().enumerate() {
        if gross(domain, draw, veto.party, package) < threshold(veto.threshold) {
            found.push(Objection::Veto(i));
        }
    }
    for (i, (rule, consent)) in s.consents.iter().zip(&draw.consents).enumerate() {
        let asked = rule.options >> domain.option(package, rule.issue) & 1 == 1;
        let worth = || {
            let today = gross(domain, draw, rule.party, domain.status_quo());
            gross(domain, draw, rule.party, package) >= threshold(today)
        };
        let given = match consent {
            Consent::Given => true,
            Consent::Refused => false,
            Consent::ByUtility => !asked || worth(),
        };
        if asked && !given {
            found.push(Objection::Consent(i));
        }
    }
    found
}
