//! The shape of a block: 128 lanes, each one chance path of one θ.

/// Lanes of a block. Plain loops over `[f64; 128]` are what the compiler vectorises.
pub const LANES: usize = 128;

/// One number per lane.
pub type Column = [f64; LANES];

/// A column of one value.
pub const fn column(value: f64) -> Column {
    [value; LANES]
}

/// A column from a function of the lane.
#[inline(always)]
pub fn by_lane(value: impl Fn(usize) -> f64) -> Column {
    let mut out = [0.0; LANES];
    for (lane, x) in out.iter_mut().enumerate() {
        *x = value(lane);
    }
    out
}

/// Writes the lanes of which something is true to the front of `out`, in order, and returns how many
/// there are. No branch asks lane by lane, which could not be foreseen.
#[inline]
pub fn choose(is_true: &[bool; LANES], out: &mut [usize; LANES]) -> usize {
    let mut count = 0;
    for (lane, &is_true) in is_true.iter().enumerate() {
        out[count] = lane;
        count += usize::from(is_true);
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chosen_lanes_are_in_order() {
        let mut out = [0; LANES];
        assert_eq!(choose(&[false; LANES], &mut out), 0);
        assert_eq!(choose(&[true; LANES], &mut out), LANES);
        assert!((0..LANES).all(|lane| out[lane] == lane));
        let third: [bool; LANES] = std::array::from_fn(|lane| lane % 3 == 1);
        let count = choose(&third, &mut out);
        let expected: Vec<usize> = (0..LANES).filter(|lane| lane % 3 == 1).collect();
        assert_eq!(out[..count], expected);
    }
}
