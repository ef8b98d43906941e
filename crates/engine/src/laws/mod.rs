//! The closed forms of the model, one file per law, and nothing else: no state, no random numbers.
//!
//! Every law is a function of plain numbers. Where a law sits in the inner loop it has no branch,
//! so that a plain loop over a column of draws is vectorised by the compiler. Degenerate arguments
//! (a volatility of 0, a discount of 0) are held at the small bound named beside the function, so
//! that no finite input yields a NaN.
//!
//! Units: utility from 0 to 1, time in months, rates per month, the front from −1 to 1.

pub mod audience;
pub mod consent;
pub mod ladder;
pub mod network;
pub mod partition;
pub mod patron;
pub mod red_line;
pub mod reservation;
pub mod ripeness;
pub mod screening;
pub mod spiral;
pub mod steps;
pub mod student;
pub mod talk;
pub mod war;

#[cfg(test)]
pub(crate) mod testing {
    //! What the tests of the laws share.

    /// Closed forms are held to this.
    pub const TABLE: f64 = 1e-4;

    /// Fails unless |actual − expected| ≤ tolerance (so a NaN fails).
    #[track_caller]
    pub fn close(actual: f64, expected: f64, tolerance: f64) {
        assert!(
            (actual - expected).abs() <= tolerance,
            "{actual} is not within {tolerance} of {expected}"
        );
    }

    /// (node, weight) pairs for the standard normal by the trapezoidal rule, which converges faster
    /// than any power for smooth integrands: slow, and independent of Gauss–Hermite.
    pub fn fine_nodes() -> Vec<(f64, f64)> {
        const HALF: i32 = 450;
        const STEP: f64 = 0.02;
        (-HALF..=HALF)
            .map(|i| {
                let x = f64::from(i) * STEP;
                (x, crate::math::phi(x) * STEP)
            })
            .collect()
    }
}
