//! k of n, with intervals.

use pourparler_scenario::Law;

/// A rate of past cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Id, as the program's own table of rates names the class.
    pub id: &'static str,
    /// Days within which it was to show, for a class with a clock of its own.
    pub days: Option<u32>,
    /// Cases that showed it.
    pub k: u32,
    /// Cases.
    pub n: u32,
    /// Cases of the class that are left out because something needed is not coded.
    pub uncoded: u32,
}

/// Two ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower.
    pub low: f64,
    /// Upper.
    pub high: f64,
}

/// 97.5 % point of the standard normal law.
const Z: f64 = 1.959_963_984_540_054;

impl Rate {
    /// k/n; `None` without cases.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        (self.n > 0).then(|| f64::from(self.k) / f64::from(self.n))
    }

    /// Wilson's 95 % interval (Wilson 1927); `None` without cases.
    #[must_use]
    pub fn wilson(&self) -> Option<Interval> {
        wilson(self.k, self.n)
    }

    /// The posterior under Jeffreys' prior; `None` without cases, as nobody counted the prior.
    #[must_use]
    pub fn posterior(&self) -> Option<Law> {
        Law::counted(self.k, self.n).filter(|_| self.n > 0)
    }
}

/// Difference of two rates, the first less the second, with its 95 % interval from Wilson's two
/// (Newcombe 1998, method 10): d and its ends, in shares. `None` without cases.
#[must_use]
pub fn difference((k, n): (u32, u32), (l, m): (u32, u32)) -> Option<(f64, Interval)> {
    let (first, second) = (wilson(k, n)?, wilson(l, m)?);
    let (p, q) = (f64::from(k) / f64::from(n), f64::from(l) / f64::from(m));
    let root = |a: f64, b: f64| (a * a + b * b).sqrt();
    let below = root(p - first.low, second.high - q);
    let above = root(first.high - p, q - second.low);
    let interval = Interval {
        low: p - q - below,
        high: p - q + above,
    };
    Some((p - q, interval))
}

/// Wilson's 95 % interval of k of n (Wilson 1927); `None` without cases.
fn wilson(k: u32, n: u32) -> Option<Interval> {
    if n == 0 {
        return None;
    }
    let n = f64::from(n);
    let p = f64::from(k) / n;
    let middle = p + Z * Z / (2.0 * n);
    let half = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + Z * Z / n;
    Some(Interval {
        low: ((middle - half) / scale).max(0.0),
        high: ((middle + half) / scale).min(1.0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(k: u32, n: u32) -> Rate {
        Rate {
            id: "x",
            days: None,
            k,
            n,
            uncoded: 0,
        }
    }

    #[test]
    fn intervals_of_the_shipped_table() {
        // Wilson intervals in percent, as published with the counts.
        for (k, n, low, high) in [
            (176, 510, 30.5, 38.7),
            (98, 157, 54.6, 69.6),
            (76, 349, 17.8, 26.4),
            (15, 41, 23.6, 51.9),
            (8, 19, 23.1, 63.7),
            (37, 65, 44.8, 68.2),
            (38, 51, 61.1, 84.5),
            (11, 21, 32.4, 71.7),
            (4, 18, 9.0, 45.2),
            (3, 11, 9.7, 56.6),
            (2, 13, 4.0, 42.0),
            (17, 563, 1.9, 4.8),
        ] {
            let interval = rate(k, n).wilson().unwrap();
            let off = if n == 13 { 0.5 } else { 0.0501 };
            assert!(
                (100.0 * interval.low - low).abs() < off,
                "{k}/{n} {interval:?}"
            );
            assert!(
                (100.0 * interval.high - high).abs() < off,
                "{k}/{n} {interval:?}"
            );
        }
        assert_eq!(rate(0, 0).wilson(), None);
    }

    /// What none of a thousand leaves open, at the upper end of 95 %: .003827. The exact limit of
    /// Clopper and Pearson, .003682, solves (1 − p)¹⁰⁰⁰ = .025 and lies below, that under Jeffreys'
    /// prior lower still.
    #[test]
    fn none_of_a_thousand() {
        let none = rate(0, 1000);
        let wilson = none.wilson().unwrap();
        assert!((wilson.high - 0.003_827).abs() < 5e-7, "{wilson:?}");
        assert!(wilson.low < 1e-12, "{wilson:?}");
        let exact = 0.003_682_f64;
        assert!((libm::pow(1.0 - exact, 1e3) - 0.025).abs() < 2e-5);
        let jeffreys = none.posterior().unwrap().quantile(0.975);
        assert!(jeffreys < exact && exact < wilson.high);
    }

    /// Published: carrying messages 8/19 against offered and not held 15/41, +5.5 points, −19 to +31.
    #[test]
    fn difference_of_two_rates() {
        let (d, interval) = difference((8, 19), (15, 41)).unwrap();
        assert!((d - 0.055).abs() < 5e-4, "{d}");
        assert!((interval.low + 0.19).abs() < 5e-3 && (interval.high - 0.31).abs() < 5e-3);
        // Newcombe's example: 56/70 less 48/80, .0524 to .3339.
        let (_, interval) = difference((56, 70), (48, 80)).unwrap();
        assert!((interval.low - 0.0524).abs() < 5e-5 && (interval.high - 0.3339).abs() < 5e-5);
        assert_eq!(difference((0, 0), (1, 2)), None);
    }

    #[test]
    fn without_a_case_there_is_no_posterior() {
        assert_eq!(rate(0, 0).posterior(), None);
        let half = rate(0, 5).posterior().unwrap();
        assert!((half.mean() - 0.5 / 6.0).abs() < 1e-15);
    }
}
