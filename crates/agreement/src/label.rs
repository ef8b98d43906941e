//! Partial packages of the merge.

/// A choice of options on the issues merged so far, with `V` bounds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Label<const V: usize> {
    /// Net utility of side A so far.
    pub a: f64,
    /// Net utility of side B so far.
    pub b: f64,
    /// Sum of digits × radix so far.
    pub id: u64,
    /// What restricts completions: options excluded by a choice already made, conditional bounds
    /// already triggered, predicates already missed. Fewer bits leave more completions.
    pub burden: u64,
    /// Utility so far of each bound's party; +∞ once no completion can break the bound, −∞ while
    /// a conditional bound is out of reach but not triggered.
    pub slack: [f64; V],
}

/// The order of every list: U_A falling, then U_B falling, then id rising.
#[inline]
pub(crate) fn before<const V: usize>(x: &Label<V>, y: &Label<V>) -> bool {
    x.a > y.a || (x.a == y.a && (x.b > y.b || (x.b == y.b && x.id < y.id)))
}

/// [`before`] for a library sort.
pub(crate) fn order<const V: usize>(x: &Label<V>, y: &Label<V>) -> std::cmp::Ordering {
    y.a.total_cmp(&x.a)
        .then(y.b.total_cmp(&x.b))
        .then(x.id.cmp(&y.id))
}

/// Merges the sorted runs of `list` that end at `ends` into one sorted list, using `spare`.
pub(crate) fn merge_runs<const V: usize>(
    list: &mut Vec<Label<V>>,
    ends: &mut Vec<usize>,
    spare: &mut Vec<Label<V>>,
) {
    while ends.len() > 1 {
        spare.clear();
        spare.reserve(list.len());
        let (mut start, mut kept) = (0, 0);
        for pair in 0..ends.len().div_ceil(2) {
            let middle = ends[2 * pair];
            let end = ends.get(2 * pair + 1).copied().unwrap_or(middle);
            merge_two(&list[start..middle], &list[middle..end], spare);
            start = end;
            ends[kept] = end;
            kept += 1;
        }
        ends.truncate(kept);
        std::mem::swap(list, spare);
    }
}

fn merge_two<const V: usize>(mut x: &[Label<V>], mut y: &[Label<V>], into: &mut Vec<Label<V>>) {
    while let (Some(p), Some(q)) = (x.first(), y.first()) {
        if before(q, p) {
            into.push(*q);
            y = &y[1..];
        } else {
            into.push(*p);
            x = &x[1..];
        }
    }
    into.extend_from_slice(x);
    into.extend_from_slice(y);
}
