//! Brownian increments that refine the same path when the step is halved.

use std::rc::Rc;

use crate::block::Block;
use crate::lanes::Column;
use crate::random::Stream;
use crate::streams::{Source, stream};

/// Streams of the levels of refinement follow the one of the weekly increments.
const LEVELS: u16 = 16;

/// Standard normal increments of a step (variance 1 each), one per lane.
///
/// The unhalved step's increment is drawn under its own ordinal; every halving splits an
/// increment at its middle by a Brownian bridge with numbers of its own, so the coarse path is
/// a sub-path of the fine one.
pub fn increments(
    block: &Block,
    source: Source,
    purpose: u16,
    step: usize,
    refinement: usize,
) -> Rc<Column> {
    let streams = |level: u16| stream(source, purpose * LEVELS + level + 64);
    let (base, place) = (step / refinement, step % refinement);
    let whole = block.normals(streams(0), base as u32);
    let levels = refinement.trailing_zeros() as u16;
    if levels == 0 {
        return whole;
    }
    let mut sum = *whole;
    for level in 1..=levels {
        let shift = levels - level;
        let node = place >> (shift + 1);
        let bridge = bridge(block, streams(level), base * refinement + node, level);
        let second = place >> shift & 1 == 1;
        let sign = if second { -1.0 } else { 1.0 };
        for (x, z) in sum.iter_mut().zip(bridge.iter()) {
            // Half of the parent's increment, plus or minus the bridge's own part; both
            // rescaled to variance 1 for an interval half as long.
            *x = (0.5 * *x + sign * 0.5 * z) * std::f64::consts::SQRT_2;
        }
    }
    Rc::new(sum)
}

fn bridge(block: &Block, stream: Stream, ordinal: usize, level: u16) -> Rc<Column> {
    block.normals(
        stream,
        (ordinal * usize::from(LEVELS) + usize::from(level)) as u32,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lanes::LANES;
    use crate::random::Generator;

    fn block() -> Block {
        Block::new(Vec::new(), 16, Generator::new(7, 0), 0, Rc::default())
    }

    #[test]
    fn halves_add_up_to_the_whole() {
        let whole = increments(&block(), Source::War, 0, 5, 1);
        for refinement in [2usize, 4, 8] {
            let mut sum = [0.0; LANES];
            for k in 0..refinement {
                let part = increments(&block(), Source::War, 0, 5 * refinement + k, refinement);
                for (s, x) in sum.iter_mut().zip(part.iter()) {
                    *s += x / (refinement as f64).sqrt();
                }
            }
            for (s, x) in sum.iter().zip(whole.iter()) {
                assert!((s - x).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn parts_are_independent_and_standard() {
        let mut squares = 0.0;
        let mut product = 0.0;
        let n = 200;
        for step in 0..n {
            let a = increments(&block(), Source::War, 0, 2 * step, 2);
            let b = increments(&block(), Source::War, 0, 2 * step + 1, 2);
            for (x, y) in a.iter().zip(b.iter()) {
                squares += x * x;
                product += x * y;
            }
        }
        let count = (n * LANES) as f64;
        assert!((squares / count - 1.0).abs() < 4.0 * (2.0 / count).sqrt());
        assert!((product / count).abs() < 4.0 / count.sqrt());
    }
}
