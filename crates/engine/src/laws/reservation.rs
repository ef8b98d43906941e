//! What a side must get to sign, and the textbook results on when no such point exists.
//! The mechanism is described with [bargaining](super::screening).

/// Which of the three sets a side's reservation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binding {
    /// The worst package the leader survives signing.
    Floor,
    /// The value of fighting on.
    War,
    /// The value of waiting for the next dated event.
    Waiting,
}

/// The domestic minimum now: floor + η(V − V°), where η says how far it follows the fortunes of war
/// and V° is the war value at the first step, without levers. Utilities.
#[inline(always)]
pub fn domestic_minimum(floor: f64, follows: f64, war: f64, war_at_start: f64) -> f64 {
    floor + follows * (war - war_at_start)
}

/// v without the private type: max(V, C, domestic minimum), utilities. Pass −∞ for C when there is
/// nothing to wait for.
#[inline(always)]
pub fn reservation(war: f64, waiting: f64, minimum: f64) -> f64 {
    war.max(waiting).max(minimum)
}

/// Which of the three is the largest; the floor before the war before waiting among equals.
#[inline]
pub fn binding(war: f64, waiting: f64, minimum: f64) -> Binding {
    if minimum >= war.max(waiting) {
        Binding::Floor
    } else if war >= waiting {
        Binding::War
    } else {
        Binding::Waiting
    }
}

/// A reservation under leverage: (1−q)·v + q·v′, where v′ is the reservation once the principal has
/// done what it says and q its credibility.
#[inline(always)]
pub fn under_leverage(own: f64, levered: f64, credibility: f64) -> f64 {
    (1.0 - credibility) * own + credibility * levered
}

/// Width of the bargaining zone when both sides agree on the odds of a costly lottery: the sum of
/// the costs (Fearon, 1995). Negative when each side's believed odds of its own victory, `p_a` and
/// `p_b`, exceed one by more than the costs.
#[inline]
pub fn lottery_zone(p_a: f64, p_b: f64, cost_a: f64, cost_b: f64) -> f64 {
    1.0 - p_a - p_b + cost_a + cost_b
}

/// Probability of war when A makes one offer and B's cost is uniform on [`low`, `high`]:
/// max(0, (high − cost_a − 2·low)/(2(high − low))) (after Fearon, 1995).
pub fn war_probability_uniform(cost_a: f64, low: f64, high: f64) -> f64 {
    let range = (high - low).max(1e-12);
    ((high - cost_a - 2.0 * low) / (2.0 * range)).clamp(0.0, 1.0)
}

/// The first time t at which war is unavoidable because power shifts too fast to be bought off
/// (Powell, 2006): δM₂(t+1) − M₂(t) > B − (M₁(t) + M₂(t)) with B = 1/(1−δ), or the same with the
/// sides exchanged. `first[t]`, `second[t]`: payoffs from fighting at t, when the pie is worth 1
/// per period; `delta`: discount factor, below 1. `None` if no such time.
pub fn commitment_failure(first: &[f64], second: &[f64], delta: f64) -> Option<usize> {
    let pie = 1.0 / (1.0 - delta).max(1e-12);
    let pairs = first.windows(2).zip(second.windows(2));
    pairs.enumerate().find_map(|(t, (one, two))| {
        let left = pie - (one[0] + two[0]);
        let rise = |m: &[f64]| delta * m[1] - m[0] > left;
        (rise(two) || rise(one)).then_some(t)
    })
}

/// The offer and its chance when `bodies` independent bodies must all accept and each accepts a
/// share x with probability x: x = D·n/(n+1) maximises (D − x)·xⁿ, and passes with probability xⁿ
/// (the ratification game of Schelling, 1960, and Putnam, 1988). `surplus`: D, from 0 to 1.
pub fn ratified_offer(surplus: f64, bodies: u32) -> (f64, f64) {
    let n = f64::from(bodies);
    let offer = surplus * n / (n + 1.0);
    (offer, (0..bodies).fold(1.0, |p, _| p * offer))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::laws::testing::close;

    #[test]
    fn the_largest_of_three() {
        let minimum = domestic_minimum(0.5, 0.4, 0.6, 0.5);
        close(minimum, 0.54, 1e-12);
        for (war, waiting, value, which) in [
            (0.3, 0.4, 0.54, Binding::Floor),
            (0.6, 0.4, 0.6, Binding::War),
            (0.6, 0.7, 0.7, Binding::Waiting),
            (0.3, f64::NEG_INFINITY, 0.54, Binding::Floor),
        ] {
            close(reservation(war, waiting, minimum), value, 1e-12);
            assert_eq!(binding(war, waiting, minimum), which);
        }
        close(under_leverage(0.6, 0.4, 0.25), 0.55, 1e-12);
    }

    #[test]
    fn costly_lottery() {
        // Agreed odds leave the sum of the costs; mutual optimism closes the zone.
        close(lottery_zone(0.6, 0.4, 0.1, 0.2), 0.3, 1e-12);
        assert!(lottery_zone(0.7, 0.6, 0.1, 0.1) < 0.0);
    }

    #[test]
    fn uniform_cost_types() {
        close(war_probability_uniform(0.1, 0.0, 0.4), 0.375, 1e-12);
        close(war_probability_uniform(0.2, 0.1, 0.5), 0.125, 1e-12);
        assert_eq!(war_probability_uniform(0.5, 0.1, 0.4), 0.0);
        // The offer itself, by search: B's war payoff is 1 − p − c_B, A demands x.
        let (p, cost, low, high) = (0.5, 0.1, 0.0, 0.4);
        let payoff = |x: f64| {
            let fights = ((x - p - low) / (high - low)).clamp(0.0, 1.0);
            (x * (1.0 - fights) + (p - cost) * fights, fights)
        };
        let best = (0..=10_000).map(|i| payoff(f64::from(i) * 1e-4)).fold(
            (f64::NEG_INFINITY, 0.0),
            |best, this| {
                if this.0 > best.0 { this } else { best }
            },
        );
        close(war_probability_uniform(cost, low, high), best.1, 1e-3);
    }

    #[test]
    fn shifting_power() {
        // B = 10. The second side rises from 2 to 9 in one period: .9·9 − 2 = 6.1 > 10 − 6.
        assert_eq!(commitment_failure(&[4.0, 1.0], &[2.0, 9.0], 0.9), Some(0));
        assert_eq!(commitment_failure(&[2.0, 9.0], &[4.0, 1.0], 0.9), Some(0));
        assert_eq!(
            commitment_failure(&[4.0, 4.0, 1.0], &[2.0, 2.0, 9.0], 0.9),
            Some(1)
        );
        // The same rise spread over more periods can be bought off.
        let slow = [2.0, 3.5, 5.0, 6.5, 8.0, 9.0];
        assert_eq!(commitment_failure(&[1.0; 6], &slow, 0.9), None);
        assert_eq!(commitment_failure(&[], &[], 0.9), None);
    }

    #[test]
    fn a_second_body_to_ratify() {
        let (offer, passes) = ratified_offer(0.6, 1);
        close(offer, 0.3, 1e-12);
        close(passes, 0.3, 1e-12);
        let (offer, passes) = ratified_offer(0.6, 2);
        close(offer, 0.4, 1e-12);
        close(passes, 0.16, 1e-12);
    }

    proptest! {
        #[test]
        fn the_ratified_offer_is_the_best(
            surplus in 0.01..1.0f64,
            bodies in 1..6u32,
            other in 0.0..1.0f64,
        ) {
            let gain = |x: f64| (surplus - x) * (0..bodies).fold(1.0, |p, _| p * x);
            let (offer, _) = ratified_offer(surplus, bodies);
            prop_assert!(gain(other * surplus) <= gain(offer) + 1e-15);
        }
    }
}
