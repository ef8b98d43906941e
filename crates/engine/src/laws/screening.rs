#![doc = include_str!("../../../../docs/model/bargaining.md")]

use std::sync::LazyLock;

use smallvec::SmallVec;

use crate::math::{ln, lower_mills_ratio, normal_cdf, phi};
use crate::quadrature::GaussHermite;

/// 1/(2φ(0)) = Φ(0)/φ(0), the surplus at which the best offer is accepted half the time.
const EVEN_SURPLUS: f64 = 1.253_314_137_315_500_3;
/// Offers beyond this many belief sd say nothing more: what is left of the belief is below 1e-290.
const FAR: f64 = 36.5;

/// The acceptance threshold z* of the best first offer, in sd of the proposer's belief: the root
/// of z + Φ(z)/φ(z) = κ, where κ is the expected surplus in the same unit.
///
/// The left side is convex and grows at least as fast as z, so Newton's steps from a point on its
/// right come down to the root and never pass it. κ is held between −1e8 and 1e300.
pub fn offer_threshold(kappa: f64) -> f64 {
    let kappa = kappa.clamp(-1e8, 1e300);
    let mut z = if kappa > EVEN_SURPLUS {
        (2.0 * ln(kappa / EVEN_SURPLUS)).sqrt()
    } else {
        kappa.min(0.0)
    };
    for _ in 0..64 {
        let ratio = lower_mills_ratio(z);
        let step = (z + ratio - kappa) / (2.0 + z * ratio);
        z -= step;
        if step <= 1e-14 * (1.0 + z.abs()) {
            break;
        }
    }
    z
}

/// G(κ): probability that the best single offer is accepted, at expected surplus κ (belief sd).
pub fn settlement(kappa: f64) -> f64 {
    normal_cdf(offer_threshold(kappa))
}

/// Probability that a zone of possible agreement exists at expected surplus κ (belief sd).
pub fn zone(kappa: f64) -> f64 {
    normal_cdf(kappa)
}

/// Φ(z) − Φ(z₀) for z ≥ z₀, without losing the difference of two numbers near 1.
#[inline(always)]
fn between(z0: f64, z: f64) -> f64 {
    let mirror = if z0 > 0.0 { -1.0 } else { 1.0 };
    mirror * (normal_cdf(mirror * z) - normal_cdf(mirror * z0))
}

/// The threshold of the next offer to a type that has refused everything up to `refused` (belief
/// sd; −∞ before the first): the root of κ = z + (Φ(z) − Φ(refused))/φ(z). With no surplus left
/// above `refused` the threshold stays there.
pub fn next_threshold(kappa: f64, refused: f64) -> f64 {
    if refused < -FAR {
        return offer_threshold(kappa);
    }
    let (mut low, mut high) = (refused, kappa.min(FAR));
    if low >= high {
        return refused;
    }
    let mut z = 0.5 * (low + high);
    for _ in 0..200 {
        let ratio = between(refused, z) / phi(z);
        let excess = z + ratio - kappa;
        if excess > 0.0 {
            high = z;
        } else {
            low = z;
        }
        let newton = z - excess / (2.0 + z * ratio);
        let next = if newton > low && newton < high {
            newton
        } else {
            0.5 * (low + high)
        };
        if (next - z).abs() <= 1e-15 * (1.0 + z.abs()) {
            break;
        }
        z = next;
    }
    z
}

/// Probability of settlement by the n-th offer to one persistent type, each offer chosen for
/// itself; it rises towards [`zone`].
pub fn settlement_by(kappa: f64, offers: usize) -> f64 {
    normal_cdf((0..offers).fold(f64::NEG_INFINITY, |refused, _| {
        next_threshold(kappa, refused)
    }))
}

/// Expected probability of settlement when a share ρ² (0 to 1) of the proposer's belief variance
/// is resolved before the single offer.
pub fn informed_settlement(kappa: f64, resolved: f64, rule: &GaussHermite) -> f64 {
    // At full resolution the proposer offers exactly the reservation.
    if resolved >= 1.0 {
        return zone(kappa);
    }
    let resolved = resolved.max(0.0);
    let (signal, rest) = (resolved.sqrt(), (1.0 - resolved).sqrt());
    rule.expectation(|x| settlement((kappa + signal * x) / rest))
}

/// Expected probability of settlement over the proposer's own type, which it knows and which has
/// the same sd as its belief about the other side.
pub fn settlement_over_own_type(kappa: f64, rule: &GaussHermite) -> f64 {
    rule.expectation(|x| settlement(kappa + x))
}

/// A third party guesses both reservations (equal sd): probability that both accept its best text,
/// Φ(κ/2)².
#[inline]
pub fn third_party_settlement(kappa: f64) -> f64 {
    let each = normal_cdf(0.5 * kappa);
    each * each
}

/// Probability of a zone when both reservations are uncertain with equal sd: Φ(κ/√2).
#[inline]
pub fn two_sided_zone(kappa: f64) -> f64 {
    normal_cdf(kappa * std::f64::consts::FRAC_1_SQRT_2)
}

/// What perfect information about the reservation is worth to the proposer, in belief sd.
pub fn perfect_information_value(kappa: f64) -> f64 {
    let z = offer_threshold(kappa);
    phi(kappa) + kappa * normal_cdf(kappa) - (kappa - z) * normal_cdf(z)
}

/// Probability that an offer with threshold `z` is accepted by a standard normal type known to
/// lie above `refused`; 0 if the offer is no better than what was refused.
#[inline]
pub fn acceptance(z: f64, refused: f64) -> f64 {
    acceptance_within(z, refused, f64::INFINITY)
}

/// Probability that an offer with threshold `z` is accepted by a standard normal type known to lie
/// between `low` (refused) and `high` (accepted).
#[inline]
pub fn acceptance_within(z: f64, low: f64, high: f64) -> f64 {
    let all = between(low, high.max(low));
    let accepted = between(low, z.min(high).max(low));
    // A belief with no mass left has excluded every type: nobody is there to accept.
    (accepted / all.max(f64::MIN_POSITIVE)).min(1.0)
}

/// A refusal or an acceptance beyond this many belief sd is not reckoned with in the choice of an
/// offer: its chance is below 7e-16.
const RANGE: f64 = 8.0;
/// Table points per belief sd.
const PER_SD: f64 = 64.0;
/// Linear interpolation in the table errs by less than this times (|z| + 1)²·Φ(z): h²/8 times the
/// largest |Φ″| = |z|φ(z) of the interval, where φ(z) < (|z| + 1)·Φ(z), and a fifth to spare.
const TABLE_ERROR: f64 = 1.2 / (8.0 * PER_SD * PER_SD);

/// Φ at the points −8, −8 + 1/64, … 8.
static CDF: LazyLock<Vec<f64>> = LazyLock::new(|| {
    (0..=(2.0 * RANGE * PER_SD) as u32)
        .map(|i| normal_cdf(f64::from(i) / PER_SD - RANGE))
        .collect()
});

/// Chances Φ(z) − Φ(low) of types known to lie between two thresholds, quickly by bounds and
/// slowly in full. They are not divided by the mass that is left, which no choice depends on.
struct Mass<'a> {
    table: &'a [f64],
    low: f64,
    high: f64,
    /// −1 where both thresholds are read from the upper tail, or the difference would lose digits.
    mirror: f64,
    /// Φ at the lower threshold, mirrored.
    refused: f64,
}

impl Mass<'_> {
    fn new(low: f64, high: f64) -> Self {
        let mirror = if low > 0.0 { -1.0 } else { 1.0 };
        Mass {
            table: &CDF,
            low,
            high,
            mirror,
            refused: Self::cdf(mirror * low),
        }
    }

    #[inline(always)]
    fn cdf(z: f64) -> f64 {
        if z < -RANGE { 0.0 } else { normal_cdf(z) }
    }

    #[inline(always)]
    fn clip(&self, z: f64) -> f64 {
        self.mirror * z.min(self.high).max(self.low)
    }

    #[inline(always)]
    fn exact(&self, z: f64) -> f64 {
        (self.mirror * (Self::cdf(self.clip(z)) - self.refused)).max(0.0)
    }

    /// (lower, upper) bound of [`Mass::exact`].
    #[inline(always)]
    fn bounds(&self, z: f64) -> (f64, f64) {
        let z = self.clip(z);
        if z < -RANGE {
            let beyond = (-self.mirror * self.refused).max(0.0);
            return (beyond, beyond);
        }
        let at = (z.min(RANGE) + RANGE) * PER_SD;
        let i = (at as usize).min(self.table.len() - 2);
        let (left, right) = (self.table[i], self.table[i + 1]);
        let cdf = left + (right - left) * (at - i as f64);
        let distance = z.abs().min(RANGE) + 1.0;
        // The last term is the rounding of the difference.
        let error = TABLE_ERROR * distance * distance * cdf + 4e-16 * self.refused;
        let mass = self.mirror * (cdf - self.refused);
        ((mass - error).max(0.0), (mass + error).max(0.0))
    }
}

/// The index that maximises `exact` > 0, among equals the one with the largest `tie` and of those
/// the lowest, where exact(i) is a product of two factors, each at least 0 and monotone along the
/// list, with (lower, upper) bounds `first` and `second`. The ends of a stretch bound what lies
/// between them, so that most of the list is never looked at, and of the rest only what may still
/// win is computed in full.
#[inline(always)]
fn best_product(
    len: usize,
    first: impl Fn(usize) -> (f64, f64),
    second: impl Fn(usize) -> (f64, f64),
    exact: impl Fn(usize) -> f64,
    tie: impl Fn(usize) -> f64,
) -> Option<usize> {
    let last = len.checked_sub(1)?;
    let look = |i: usize, reach: &mut f64| {
        let (one, two) = (first(i), second(i));
        *reach = reach.max(one.0 * two.0);
        Point {
            at: i,
            upper: (one.1, two.1),
        }
    };
    let mut reach = 0.0;
    let ends = (look(0, &mut reach), look(last, &mut reach));
    let mut candidates: SmallVec<[Point; 32]> = SmallVec::new();
    candidates.push(ends.0);
    candidates.extend((last > 0).then_some(ends.1));
    // Stretches between points looked at, halved while what lies within may matter.
    let mut stretches: SmallVec<[(Point, Point); 16]> = SmallVec::new();
    stretches.push(ends);
    while let Some((left, right)) = stretches.pop() {
        let bound = left.between(&right);
        if bound <= 0.0 || bound < reach {
            continue;
        }
        let middle = look(left.at.midpoint(right.at), &mut reach);
        candidates.push(middle);
        let halves = [(left, middle), (middle, right)];
        // The more promising half last, so that it is halved first.
        let flip = halves[0].0.between(&halves[0].1) > halves[1].0.between(&halves[1].1);
        stretches.extend(if flip { [halves[1], halves[0]] } else { halves });
    }
    candidates.retain(|point| point.upper.0 * point.upper.1 >= reach);
    // Nothing else can win, and this one has a chance.
    if let ([only], true) = (&candidates[..], reach > 0.0) {
        return Some(only.at);
    }
    candidates.sort_unstable_by_key(|point| point.at);
    let mut best = (0.0, None);
    for Point { at, .. } in candidates {
        let value = exact(at);
        let preferred = best.1.is_some_and(|b| value == best.0 && tie(at) > tie(b));
        if value > best.0 || preferred {
            best = (value, Some(at));
        }
    }
    best.1
}

/// A point of a list with the upper bounds of its two factors.
#[derive(Clone, Copy)]
struct Point {
    at: usize,
    upper: (f64, f64),
}

impl Point {
    /// Upper bound of the product at the points between two; 0 where there are none.
    #[inline(always)]
    fn between(&self, right: &Self) -> f64 {
        if right.at < self.at + 2 {
            return 0.0;
        }
        self.upper.0.max(right.upper.0) * self.upper.1.max(right.upper.1)
    }
}

/// The frontier point a side proposes: the index that maximises (U − v)·(Φ(z) − Φ(refused)).
///
/// `u_own`: the proposer's utility at each point; `z`: the responder's utility there, as a
/// threshold in sd of the proposer's belief about its reservation; `refused`: the largest
/// threshold already refused (−∞ if none); `own_reservation`: v. Both columns are monotone along
/// the list, in either direction, as on any frontier sorted by one side's utility; the shorter one
/// counts. `None` when no point leaves the proposer a surplus and has a chance. Ties go to the
/// lowest index.
pub fn best_point(u_own: &[f64], z: &[f64], refused: f64, own_reservation: f64) -> Option<usize> {
    let mass = Mass::new(refused, f64::INFINITY);
    let surplus = |i: usize| (u_own[i] - own_reservation).max(0.0);
    best_product(
        u_own.len().min(z.len()),
        |i| (surplus(i), surplus(i)),
        |i| mass.bounds(z[i]),
        |i| surplus(i) * mass.exact(z[i]),
        |_| 0.0,
    )
}

/// The frontier point a third party proposes: the index that maximises P(A accepts)·P(B accepts).
///
/// `z_a`, `z_b`: thresholds in sd of its beliefs, monotone along the list; each side's type is
/// known to lie between `low` (refused) and `high` (accepted), ∓∞ at first. `None` when no point
/// can be accepted by both. Among points that are equally sure the one that leaves the worse-off
/// side most (in sd) is taken: with perfect information every point of the zone is sure.
pub fn best_third_party_point(
    z_a: &[f64],
    z_b: &[f64],
    (low_a, high_a): (f64, f64),
    (low_b, high_b): (f64, f64),
) -> Option<usize> {
    let (a, b) = (Mass::new(low_a, high_a), Mass::new(low_b, high_b));
    best_product(
        z_a.len().min(z_b.len()),
        |i| a.bounds(z_a[i]),
        |i| b.bounds(z_b[i]),
        |i| a.exact(z_a[i]) * b.exact(z_b[i]),
        |i| z_a[i].min(z_b[i]),
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::laws::testing::{TABLE, close};

    const KAPPAS: [f64; 5] = [-2.0, -1.0, 0.0, 1.0, 2.0];

    #[test]
    fn best_first_offer() {
        let thresholds = [-2.3698, -1.5129, -0.7518, -0.1317, 0.3317];
        let settled = [0.00890, 0.06515, 0.22609, 0.44760, 0.62994];
        let zones = [0.02275, 0.15866, 0.50000, 0.84134, 0.97725];
        for (i, kappa) in KAPPAS.into_iter().enumerate() {
            close(offer_threshold(kappa), thresholds[i], TABLE);
            close(settlement(kappa), settled[i], 1e-5);
            close(zone(kappa), zones[i], 1e-5);
        }
    }

    #[test]
    fn information_moves_settlement_little_and_convexly() {
        let rule = GaussHermite::new(60);
        let resolved = [0.0, 0.10, 0.25, 0.50, 0.75, 0.90];
        let table = [
            (-1.0, [0.06515, 0.06583, 0.06713, 0.07053, 0.07787, 0.08973]),
            (0.0, [0.22609, 0.22967, 0.23622, 0.25218, 0.28274, 0.32576]),
            (1.0, [0.44760, 0.45637, 0.47182, 0.50701, 0.56733, 0.64074]),
        ];
        for (kappa, row) in table {
            for (share, expected) in resolved.into_iter().zip(row) {
                close(informed_settlement(kappa, share, &rule), expected, 1e-5);
            }
            close(informed_settlement(kappa, 1.0, &rule), zone(kappa), 1e-15);
        }
    }

    #[test]
    fn offers_one_after_another() {
        let table = [
            (-1.0, vec![0.06515, 0.10869, 0.13291, 0.14560]),
            (0.0, vec![0.22609, 0.36010, 0.42969]),
            (1.0, vec![0.44760, 0.66128, 0.75664]),
        ];
        for (kappa, row) in table {
            for (n, expected) in row.into_iter().enumerate() {
                close(settlement_by(kappa, n + 1), expected, 1e-5);
            }
            close(settlement_by(kappa, 200), zone(kappa), 1e-6);
        }
    }

    #[test]
    fn over_the_proposers_own_type() {
        let rule = GaussHermite::new(60);
        let expected = [0.0337, 0.1099, 0.2522, 0.4333, 0.6009];
        for (kappa, expected) in KAPPAS.into_iter().zip(expected) {
            close(settlement_over_own_type(kappa, &rule), expected, TABLE);
        }
    }

    #[test]
    fn third_party_guesses_both() {
        let expected = [0.02517, 0.09520, 0.25, 0.47812, 0.70786];
        for (kappa, expected) in KAPPAS.into_iter().zip(expected) {
            close(third_party_settlement(kappa), expected, 1e-5);
        }
        // Φ(√2) and Φ(1/√2) from tables of the normal law.
        close(two_sided_zone(2.0), 0.92135, 1e-5);
        close(two_sided_zone(1.0), 0.76025, 1e-5);
    }

    #[test]
    fn a_third_party_that_knows_both_favours_neither() {
        let (a, b) = ([90.0, 60.0, 30.0, -30.0], [-30.0, 20.0, 40.0, 90.0]);
        let open = (f64::NEG_INFINITY, f64::INFINITY);
        assert_eq!(best_third_party_point(&a, &b, open, open), Some(2));
    }

    #[test]
    fn value_of_perfect_information() {
        let expected = [0.0052, 0.0499, 0.2290, 0.5768, 0.9576];
        for (kappa, expected) in KAPPAS.into_iter().zip(expected) {
            close(perfect_information_value(kappa), expected, TABLE);
        }
    }

    /// A linear frontier through `points` points, in units of belief sd: U_own = −z.
    fn linear(points: usize, low: f64, high: f64) -> (Vec<f64>, Vec<f64>) {
        let step = (high - low) / (points - 1) as f64;
        let z: Vec<f64> = (0..points).map(|i| low + step * i as f64).collect();
        (z.iter().map(|z| -z).collect(), z)
    }

    #[test]
    fn a_fine_list_gives_the_closed_forms() {
        let (u, z) = linear(20_001, -6.0, 4.0);
        for kappa in KAPPAS {
            let mut refused = f64::NEG_INFINITY;
            for _ in 0..4 {
                let i = best_point(&u, &z, refused, -kappa).unwrap();
                close(z[i], next_threshold(kappa, refused), 5.1e-4);
                refused = next_threshold(kappa, refused);
            }
            // The other side's utility is κ − z when the pie has size κ.
            let other: Vec<f64> = z.iter().map(|z| kappa - z).collect();
            let open = (f64::NEG_INFINITY, f64::INFINITY);
            let i = best_third_party_point(&z, &other, open, open).unwrap();
            close(z[i], 0.5 * kappa, 5.1e-4);
        }
    }

    #[test]
    fn the_table_bounds_the_law() {
        for (low, high) in [
            (f64::NEG_INFINITY, f64::INFINITY),
            (-1.0, 2.0),
            (0.7, 9.0),
            (3.0, 3.1),
        ] {
            let mass = Mass::new(low, high);
            for i in -9_000..9_000 {
                let z = f64::from(i) * 0.001_01;
                let (least, most) = mass.bounds(z);
                let exact = mass.exact(z);
                assert!(
                    least <= exact && exact <= most,
                    "{least} {exact} {most} at {z}"
                );
                // Tight enough to be worth its while.
                assert!(
                    most - least <= 1e-2 * (exact + mass.refused),
                    "{least} {most} at {z}"
                );
            }
        }
    }

    #[test]
    fn what_is_left_of_a_tail() {
        // Φ(7.5) − Φ(7), two numbers that differ in the thirteenth digit.
        let expected = 1.279_812_543_885_835e-12 - 3.190_891_672_910_919e-14;
        let mass = Mass::new(7.0, f64::INFINITY).exact(7.5);
        assert!((mass / expected - 1.0).abs() < 1e-9, "{mass}");
        close(acceptance(7.5, 7.0), 0.975_067_5, 1e-6);
    }

    #[test]
    fn a_veto_can_make_a_proposer_less_greedy() {
        let (u, z) = linear(10_001, -6.0, 4.0);
        let from = z.partition_point(|z| *z < 0.5 - 1e-9);
        let free = best_point(&u, &z, f64::NEG_INFINITY, -1.0).unwrap();
        let tied = best_point(&u[from..], &z[from..], f64::NEG_INFINITY, -1.0).unwrap();
        close(acceptance(z[free], f64::NEG_INFINITY), 0.4476, 4e-4);
        close(acceptance(z[from + tied], f64::NEG_INFINITY), 0.6915, TABLE);
    }

    #[test]
    fn nothing_to_propose() {
        assert_eq!(best_point(&[], &[], 0.0, 0.0), None);
        assert_eq!(
            best_point(&[0.2, 0.1], &[0.0, 1.0], f64::NEG_INFINITY, 0.2),
            None
        );
        assert_eq!(best_point(&[0.2, 0.1], &[0.0, 1.0], 1.0, 0.0), None);
        let open = (f64::NEG_INFINITY, f64::INFINITY);
        assert_eq!(
            best_third_party_point(&[0.5], &[0.5], (0.5, 1.0), open),
            None
        );
        assert_eq!(best_third_party_point(&[0.5], &[0.5], open, open), Some(0));
    }

    #[test]
    fn acceptance_of_what_is_left() {
        let open = f64::NEG_INFINITY;
        close(acceptance(0.0, open), 0.5, 1e-15);
        close(acceptance(1.0, 0.0), 2.0 * 0.341_344_746, 1e-9);
        close(acceptance_within(0.0, -1.0, 1.0), 0.5, 1e-15);
        close(acceptance_within(2.0, -1.0, 1.0), 1.0, 1e-15);
        assert_eq!(acceptance(0.3, 0.3), 0.0);
        assert_eq!(acceptance_within(0.5, 1.0, 1.0), 0.0);
    }

    proptest! {
        #[test]
        fn thresholds_solve_their_equation(kappa in -30.0..30.0f64, below in 0.01..20.0f64) {
            let z = offer_threshold(kappa);
            prop_assert!((z + lower_mills_ratio(z) - kappa).abs() < 1e-9 * (1.0 + kappa.abs()));
            let refused = (kappa - below).max(-30.0);
            let z = next_threshold(kappa, refused);
            prop_assert!(z >= refused && z <= kappa);
            if refused < kappa && kappa < 20.0 {
                let left = z + between(refused, z) / phi(z);
                prop_assert!((left - kappa).abs() < 1e-6, "{left} against {kappa}");
            }
        }

        #[test]
        fn finite_for_every_surplus(kappa in any::<f64>()) {
            prop_assume!(!kappa.is_nan());
            prop_assert!((0.0..=1.0).contains(&settlement(kappa)));
            prop_assert!(settlement(kappa) <= zone(kappa) + 1e-15);
        }

        #[test]
        fn the_search_finds_the_best_of_the_list(
            steps in prop::collection::vec((0.0..0.2f64, 0.0..0.6f64), 1..160),
            start in -4.0..2.0f64,
            refused in prop_oneof![Just(f64::NEG_INFINITY), -4.0..4.0f64],
            own in -0.2..1.0f64,
            backwards in any::<bool>(),
        ) {
            let (mut u, mut z, mut at) = (vec![], vec![], (1.0, start));
            for (down, up) in steps {
                u.push(at.0);
                z.push(at.1);
                at = (at.0 - down * 0.1, at.1 + up * 0.3);
            }
            if backwards {
                u.reverse();
                z.reverse();
            }
            let left = between(refused, f64::INFINITY);
            prop_assume!(left > 1e-10);
            let value = |i: usize| (u[i] - own).max(0.0) * between(refused, z[i].max(refused));
            let brute = (0..u.len()).fold((0.0, None), |best, i| {
                if value(i) > best.0 { (value(i), Some(i)) } else { best }
            });
            prop_assert_eq!(best_point(&u, &z, refused, own), brute.1);

            let other: Vec<f64> = u.iter().map(|u| 8.0 * u - 5.0).collect();
            let (within, above) = ((refused, refused.max(0.0) + 1.5), (-3.0, f64::INFINITY));
            let value = |i: usize| {
                between(within.0, z[i].min(within.1).max(within.0))
                    * between(above.0, other[i].max(above.0))
            };
            let worse_off = |i: usize| z[i].min(other[i]);
            let brute = (0..u.len()).fold((0.0, None), |best: (f64, Option<usize>), i| {
                let preferred =
                    best.1.is_some_and(|b| value(i) == best.0 && worse_off(i) > worse_off(b));
                if value(i) > best.0 || preferred { (value(i), Some(i)) } else { best }
            });
            prop_assert_eq!(best_third_party_point(&z, &other, within, above), brute.1);
        }
    }
}
