//! Why nothing can drive an output.

use pourparler_engine::summary::{mean, sum_of_squares};

/// Fewest settings from which a share of variance is computed.
const LEAST: usize = 32;

/// Why an output has no variance to share out.
#[derive(Debug, Clone, PartialEq)]
pub enum NoVariance {
    /// It is the same in every setting.
    Constant(f64),
    /// It is no finite number in so many settings.
    NotFinite {
        /// How many.
        settings: usize,
    },
    /// There are fewer than 32 settings.
    TooFew,
}

impl NoVariance {
    /// Whether a column has a variance to share out.
    pub(crate) fn check(values: &[f64]) -> Result<(), NoVariance> {
        let odd = values.iter().filter(|value| !value.is_finite()).count();
        if values.len() < LEAST {
            Err(NoVariance::TooFew)
        } else if odd > 0 {
            Err(NoVariance::NotFinite { settings: odd })
        } else if sum_of_squares(values).is_none() {
            Err(NoVariance::Constant(mean(values)))
        } else {
            Ok(())
        }
    }
}
