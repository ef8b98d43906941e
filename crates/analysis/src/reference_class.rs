//! Rates of past cases, as counts with their source, and what they say about a horizon.
//!
//! Counts come from public data sets. Where only a rounded percentage of n cases was at hand,
//! k is the whole number nearest to it, and the class says `rounded`. Posteriors are
//! Beta(k + ½, n − k + ½), never bare percentages. Mediation and agreement are associated, not
//! cause and effect: harder cases get mediators, and willing parties accept them.
//!
//! Time. A class counted within a number of days has a cumulative hazard −ln(1 − p) at those
//! days; between them, and from day 0, it is taken as linear (a constant hazard in between),
//! beyond the last it goes on at the last slope. For a rate per year this is
//! 1 − (1 − p)^(days/365.25). A class counted per case has no clock and is not scaled: it is
//! printed as it is, and the report says so.

use pourparler_scenario::Law;

/// A class of past cases.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReferenceClass {
    /// Id, as `reference.class` names it.
    pub id: &'static str,
    /// What was counted, in words.
    pub title: &'static str,
    /// Cases.
    pub n: u32,
    /// How many cases showed it.
    pub count: Count,
    /// Whether k was worked back from a rounded percentage.
    pub rounded: bool,
    /// Data set and author.
    pub source: &'static str,
}

/// Counts of cases, with or without a clock.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Count {
    /// k of n, whenever in the life of a case.
    PerCase(u32),
    /// k of n within so many days, in the order of the days.
    Within(&'static [(f64, u32)]),
}

/// Mean and 95 % interval of a class's rate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate95 {
    /// 2.5 % point.
    pub low: f64,
    /// At the posterior mean.
    pub mean: f64,
    /// 97.5 % point.
    pub high: f64,
}

const YEAR: f64 = 365.25;
const ICB: &str =
    "International Crisis Behavior v14 (Brecher, Wilkenfeld and others), crises of 1918-2017";
const UCDP: &str = "UCDP Conflict Termination v3-2021 (Kreutz 2010)";
const PAX: &str = "PA-X v6 (Bell & Badanjak 2019)";

const fn class(
    id: &'static str,
    title: &'static str,
    (count, n): (Count, u32),
    source: &'static str,
) -> ReferenceClass {
    ReferenceClass {
        id,
        title,
        n,
        count,
        rounded: false,
        source,
    }
}

const fn rounded(class: ReferenceClass) -> ReferenceClass {
    ReferenceClass {
        rounded: true,
        ..class
    }
}

/// Every class that ships.
pub const CLASSES: &[ReferenceClass] = {
    use Count::{PerCase, Within};
    &[
        class(
            "crisis",
            "interstate crises ending in a formal or semi-formal agreement",
            (PerCase(176), 510),
            ICB,
        ),
        class(
            "crisis_mediated",
            "... of those mediated",
            (PerCase(98), 157),
            ICB,
        ),
        class(
            "crisis_not_mediated",
            "... of those not mediated",
            (PerCase(76), 349),
            ICB,
        ),
        class(
            "crisis_mediation_not_held",
            "... of those with mediation offered or requested and not held",
            (PerCase(15), 41),
            ICB,
        ),
        class(
            "crisis_facilitation",
            "... of those mediated by carrying messages only",
            (PerCase(8), 19),
            ICB,
        ),
        class(
            "crisis_formulation",
            "... of those mediated by proposing terms",
            (PerCase(37), 65),
            ICB,
        ),
        class(
            "crisis_manipulation",
            "... of those mediated with leverage",
            (PerCase(38), 51),
            ICB,
        ),
        class(
            "war_great_power_mediated",
            "interstate crises since 1945 with full-scale war and a great-power actor, mediated, ending in agreement",
            (PerCase(11), 21),
            ICB,
        ),
        class(
            "war_great_power_not_mediated",
            "the same, not mediated",
            (PerCase(4), 18),
            ICB,
        ),
        class(
            "war_nuclear_mediated",
            "interstate crises since 1945 with full-scale war and a nuclear-armed actor, mediated, ending in agreement",
            (PerCase(3), 11),
            ICB,
        ),
        rounded(class(
            "after_mediation_starts",
            "mediated interstate crises in agreement after the start of mediation",
            (
                Within(&[(30.0, 32), (90.0, 57), (180.0, 70), (365.0, 82)]),
                151,
            ),
            ICB,
        )),
        rounded(class(
            "interstate_war_ended",
            "interstate wars in years 4 and 5 of an episode that end, per year",
            (Within(&[(YEAR, 4)]), 13),
            UCDP,
        )),
        rounded(class(
            "interstate_war_settled",
            "interstate wars in years 4 and 5 of an episode that end by agreement or ceasefire, per year",
            (Within(&[(YEAR, 2)]), 13),
            UCDP,
        )),
        rounded(class(
            "internal_war_settled",
            "internal wars at 1,000 deaths and more that end by agreement or ceasefire, per year",
            (Within(&[(YEAR, 17)]), 563),
            UCDP,
        )),
        rounded(class(
            "prisoner_release",
            "peace agreements that provide for a release of prisoners",
            (PerCase(344), 2003),
            PAX,
        )),
        rounded(class(
            "prisoner_release_interstate",
            "interstate peace agreements that provide for a release of prisoners",
            (PerCase(3), 80),
            PAX,
        )),
        rounded(class(
            "dispute_settled_gml",
            "militarised disputes ending in a negotiated settlement, first of two codings",
            (PerCase(476), 2174),
            "GML militarised disputes (Gibler, Miller & Little 2016)",
        )),
        rounded(class(
            "dispute_settled_cow",
            "militarised disputes ending in a negotiated settlement, second of two codings",
            (PerCase(370), 2436),
            "Correlates of War militarised disputes (Palmer and others)",
        )),
    ]
};

/// Ids of [`CLASSES`], as the scenario file names them.
pub const IDS: &[&str] = &{
    let mut ids = [""; CLASSES.len()];
    let mut n = 0;
    while n < ids.len() {
        ids[n] = CLASSES[n].id;
        n += 1;
    }
    ids
};

/// The class of that id.
pub fn reference_class(id: &str) -> Option<&'static ReferenceClass> {
    CLASSES.iter().find(|class| class.id == id)
}

impl ReferenceClass {
    /// Its rate, over `days` where it has a clock.
    pub fn over(&self, days: f64) -> Rate95 {
        let at = |point: fn(&Law) -> f64| {
            let posterior = |k| Law::counted(k, self.n).as_ref().map_or(f64::NAN, point);
            match self.count {
                Count::PerCase(k) => posterior(k),
                Count::Within(counts) => {
                    cumulative(counts.iter().map(|&(day, k)| (day, posterior(k))), days)
                }
            }
        };
        Rate95 {
            low: at(|posterior| posterior.quantile(0.025)),
            mean: at(Law::mean),
            high: at(|posterior| posterior.quantile(0.975)),
        }
    }

    /// Whether its rate depends on the time looked at.
    pub fn has_clock(&self) -> bool {
        matches!(self.count, Count::Within(_))
    }
}

/// Probability by `days`, given the probability by some days in order.
fn cumulative(points: impl Iterator<Item = (f64, f64)>, days: f64) -> f64 {
    let days = days.max(0.0);
    let hazard = |p: f64| -(-p).ln_1p();
    let (mut from, mut reached, mut slope) = (0.0, 0.0, 0.0);
    for (day, p) in points {
        if from >= days {
            break;
        }
        slope = (hazard(p) - reached) / (day - from);
        if day >= days {
            break;
        }
        (from, reached) = (day, hazard(p));
    }
    -(-(reached + slope * (days - from))).exp_m1()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_counts_possible() {
        for (n, class) in CLASSES.iter().enumerate() {
            assert!(
                CLASSES[..n].iter().all(|other| other.id != class.id),
                "{}",
                class.id
            );
            let days_rise = match class.count {
                Count::PerCase(k) => k <= class.n,
                Count::Within(counts) => {
                    counts.iter().all(|&(day, k)| day > 0.0 && k <= class.n)
                        && counts
                            .windows(2)
                            .all(|w| w[0].0 < w[1].0 && w[0].1 <= w[1].1)
                }
            };
            assert!(days_rise, "{}", class.id);
            assert_eq!(reference_class(IDS[n]), Some(class));
        }
    }

    #[test]
    fn rates_agree_with_the_published_percentages() {
        // Percentages of the sources, in the order of the table; the interstate-war rows are
        // given without a decimal.
        let percent = [
            34.5, 62.4, 21.8, 36.6, 42.1, 56.9, 74.5, 52.4, 22.2, 27.3, 21.2, 30.8, 15.4, 3.0,
            17.2, 3.8, 21.9, 15.2,
        ];
        assert_eq!(percent.len(), CLASSES.len());
        for (class, percent) in CLASSES.iter().zip(percent) {
            let k = match class.count {
                Count::PerCase(k) => k,
                Count::Within(counts) => counts[0].1,
            };
            let rate = 100.0 * f64::from(k) / f64::from(class.n);
            assert!((rate - percent).abs() <= 0.0501, "{}: {rate}", class.id);
        }
    }

    #[test]
    fn a_yearly_rate_is_scaled_by_a_constant_hazard() {
        let class = reference_class("interstate_war_settled").unwrap();
        let year = class.over(YEAR);
        assert!((year.mean - 2.5 / 14.0).abs() < 1e-12);
        let half = class.over(YEAR / 2.0);
        assert!((half.mean - (1.0 - (1.0 - 2.5 / 14.0f64).sqrt())).abs() < 1e-12);
        assert!(half.low < half.mean && half.mean < half.high && half.high < year.high);
        assert_eq!(class.over(0.0).high, 0.0);
    }

    #[test]
    fn counts_within_days_are_met_at_those_days_and_rise_between() {
        let class = reference_class("after_mediation_starts").unwrap();
        for (days, k) in [(30.0, 32.0), (90.0, 57.0), (180.0, 70.0), (365.0, 82.0)] {
            assert!(
                (class.over(days).mean - (k + 0.5) / 152.0).abs() < 1e-12,
                "{days}"
            );
        }
        let mut before = 0.0;
        for days in 1..800 {
            let p = class.over(f64::from(days)).mean;
            assert!(p > before && p < 1.0);
            before = p;
        }
    }

    #[test]
    fn a_class_without_a_clock_is_not_scaled() {
        let class = reference_class("crisis").unwrap();
        assert_eq!(class.over(10.0), class.over(1000.0));
        assert!(!class.has_clock());
    }
}
