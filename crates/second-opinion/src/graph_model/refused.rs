//! Why an analysis is not made.

use std::fmt;

/// An analysis that is refused, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// The conflict has more states than the analysis looks at.
    States {
        /// How many it has.
        found: usize,
        /// How many are looked at.
        limit: usize,
    },
    /// The analysis is for other numbers of decision makers.
    DecisionMakers {
        /// How many there are.
        found: usize,
        /// For how many it is meant.
        wanted: &'static str,
    },
    /// The concept has no such extension.
    NotDefined(&'static str),
    /// What was passed in does not fit the conflict.
    Input(String),
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::States { found, limit } => write!(
                f,
                "the conflict has {found} states, this analysis is for up to {limit}; leave out \
                 options or add infeasible patterns"
            ),
            Self::DecisionMakers { found, wanted } => {
                write!(
                    f,
                    "this analysis is for {wanted} decision makers, not {found}"
                )
            }
            Self::NotDefined(what) => f.write_str(what),
            Self::Input(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for Refused {}

/// Refuses a conflict with more states than the limit.
pub(super) fn at_most(found: usize, limit: usize) -> Result<(), Refused> {
    if found <= limit {
        Ok(())
    } else {
        Err(Refused::States { found, limit })
    }
}
