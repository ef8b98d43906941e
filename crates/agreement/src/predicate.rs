//! A named outcome as a filter on packages.

use crate::domain::{Choice, Domain};

/// A conjunction over issues of allowed options; a union of predicates is a slice of them.
///
/// On a divisible issue a predicate that allows one end only fixes the issue at that end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Predicate {
    /// Mask of allowed options, one per issue.
    pub(crate) allowed: Vec<u64>,
}

impl Predicate {
    /// The predicate every package meets.
    #[must_use]
    pub fn any(domain: &Domain) -> Self {
        Self {
            allowed: (0..domain.issues().len())
                .map(|k| domain.all_options(k))
                .collect(),
        }
    }

    /// Narrows the predicate to the options of `issue` that are set in `options`; an issue the
    /// predicate does not have is ignored.
    #[must_use]
    pub fn within(mut self, issue: usize, options: u64) -> Self {
        if let Some(mask) = self.allowed.get_mut(issue) {
            *mask &= options;
        }
        self
    }

    /// Narrows the predicate to one option.
    #[must_use]
    pub fn with(self, at: Choice) -> Self {
        self.within(at.issue, 1u64.checked_shl(at.option as u32).unwrap_or(0))
    }

    /// Whether a package meets the predicate, divisible issues left out of account.
    #[must_use]
    pub fn matches(&self, domain: &Domain, package: u64) -> bool {
        self.allowed.len() == domain.issues().len()
            && self.allowed.iter().enumerate().all(|(k, mask)| {
                domain.issues()[k].divisible || mask >> domain.option(package, k) & 1 == 1
            })
    }
}
