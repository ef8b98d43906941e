//! How much work a search may do.

/// A count of elementary steps of a search; not a clock, so that the same search is cut at the same
/// place on every machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    most: u64,
    spent: u64,
}

impl Budget {
    /// A budget of so many steps. A step is one profile looked at, one pivot, one node visited or the
    /// like, as the search in question says.
    #[must_use]
    pub const fn new(most: u64) -> Self {
        Self { most, spent: 0 }
    }

    /// Takes `steps`, if they are there.
    pub(crate) fn spend(&mut self, steps: u64) -> bool {
        match self.spent.checked_add(steps) {
            Some(spent) if spent <= self.most => {
                self.spent = spent;
                true
            }
            _ => false,
        }
    }

    /// One of `parts` equal shares of what is left.
    pub(crate) const fn share(&self, parts: usize) -> Self {
        Self::new((self.most - self.spent) / parts as u64)
    }

    /// Steps taken so far.
    #[must_use]
    pub const fn spent(&self) -> u64 {
        self.spent
    }
}

/// What a search found, and whether it came to its end.
#[derive(Clone, Debug, PartialEq)]
pub struct Found<T> {
    /// What was found. If the search was cut, there may be more.
    pub found: Vec<T>,
    /// Whether nothing was left to search.
    pub complete: bool,
    /// Steps taken.
    pub work: u64,
}
