//! Draws of uncertain quantities, addressed and not drawn in turn.

use pourparler_scenario::Law;
use rand_philox::Philox;

/// Draws of a second opinion; its own uncertainty is small beside that between readings of a method.
pub const DRAWS: usize = 1_000;

/// Seed of all draws: the opinions do not depend on that of the run.
pub const SEED: u64 = 1;

/// Levels in (0, 1), without end. Draw `d` uses the random numbers (seed, `d`) and no others.
pub fn levels(d: usize) -> impl Iterator<Item = f64> {
    let mut random = Philox::from_u64_seed_stream(SEED, d as u64);
    // The middle of one of 2⁵² cells: never 0, never 1.
    std::iter::repeat_with(move || ((random.next_u64() >> 12) as f64 + 0.5) / (1u64 << 52) as f64)
}

/// One value of each law, of draw `d`.
pub fn draw(laws: &[Law], d: usize) -> Vec<f64> {
    let at = |(law, u): (&Law, f64)| law.certain().unwrap_or_else(|| law.quantile(u));
    laws.iter().zip(levels(d)).map(at).collect()
}
