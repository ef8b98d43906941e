//! Probabilities in words and figures. Nothing else in the program formats one.
//!
//! Words are those of Intelligence Community Directive 203 (2015), or the British yardstick where
//! that is asked for, in half-open bands, and the figure always stands beside the word: readers took the meant value from words with a number
//! in the sentence far more often than from words alone (Wintle and others 2019). A word never
//! contradicts its figure: where rounding to whole percent would carry the figure over the edge
//! of its band, a decimal is kept.

pub use pourparler_scenario::words::capital;

use crate::figure::significant;

/// The words in which probabilities are said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// Intelligence Community Directive 203 (2015).
    #[default]
    Icd203,
    /// The probability yardstick of the United Kingdom's Professional Head of Intelligence
    /// Assessment (2018). It leaves gaps between its ranges (0–5, 10–20, 25–35, 40–50, 55–75,
    /// 80–90, 95–100 %), so that nobody reads an edge as exact; every figure needs a word here,
    /// so each gap is closed at its middle.
    Phia,
    /// Figures without words.
    Numbers,
}

/// Upper edges of the bands and their words, lowest first; the first band includes 0.
type Bands = [(f64, &'static str); 7];

const ICD203: Bands = [
    (0.05, "almost no chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "roughly even chance"),
    (0.80, "likely"),
    (0.95, "very likely"),
    (f64::INFINITY, "almost certain"),
];

const PHIA: Bands = [
    (0.075, "remote chance"),
    (0.225, "highly unlikely"),
    (0.375, "unlikely"),
    (0.525, "realistic possibility"),
    (0.775, "likely"),
    (0.925, "highly likely"),
    (f64::INFINITY, "almost certain"),
];

impl Language {
    /// Its bands; those of ICD 203 where there are no words, for the rounding of figures.
    fn bands(self) -> &'static Bands {
        match self {
            Self::Phia => &PHIA,
            Self::Icd203 | Self::Numbers => &ICD203,
        }
    }

    fn band(self, p: f64) -> usize {
        // An edge that arithmetic missed by a rounding is meant.
        let p = (p * 1e12).round() / 1e12;
        let bands = self.bands();
        bands
            .iter()
            .position(|(edge, _)| p < *edge)
            .unwrap_or(bands.len() - 1)
    }

    /// The word for a probability; nothing where figures stand alone.
    pub fn word(self, p: f64) -> Option<&'static str> {
        (self != Self::Numbers).then(|| self.bands()[self.band(p)].1)
    }

    /// The scale as a reader is told it: `almost no chance below 5%, very unlikely 5–20%, ...`.
    pub fn scale(self) -> Option<String> {
        if self == Self::Numbers {
            return None;
        }
        let mut from = 0.0;
        let bands = self.bands().iter().map(|(edge, word)| {
            let range = match (from, *edge) {
                (0.0, edge) => format!("below {}", input_share(edge)),
                (from, edge) if edge.is_infinite() => format!("from {}", input_share(from)),
                (from, edge) => {
                    let low = input_share(from);
                    format!("{}–{}", low.trim_end_matches('%'), input_share(edge))
                }
            };
            from = *edge;
            format!("{word} {range}")
        });
        Some(bands.collect::<Vec<String>>().join(", "))
    }
}

/// Figures below this, and above 1 minus it, are not printed.
const EXTREME: f64 = 0.01;

/// A probability with its 90 % interval over what the analyst does not know.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Likelihood {
    /// The probability, 0 to 1.
    pub mean: f64,
    /// 5 % point.
    pub low: f64,
    /// 95 % point.
    pub high: f64,
    /// The words in which it is said.
    pub language: Language,
}

impl Likelihood {
    fn ends(&self) -> (usize, usize) {
        (
            self.language.band(self.low.min(self.mean)),
            self.language.band(self.high.max(self.mean)),
        )
    }

    /// Word or range of words: `unlikely`, `unlikely to roughly even`; empty where figures stand
    /// alone.
    pub fn words(&self) -> String {
        let bands = self.language.bands();
        match self.ends() {
            _ if self.language == Language::Numbers => String::new(),
            (low, high) if low == high => bands[low].1.to_owned(),
            (low, high) => format!("{} to {}", short(bands[low].1), short(bands[high].1)),
        }
    }

    /// Words with the figures: `very unlikely (8%; 90% interval 6–12%)`.
    pub fn phrase(&self) -> String {
        match self.language {
            Language::Numbers => self.figures(),
            _ => format!("{} ({})", self.words(), self.figures()),
        }
    }

    /// The figures alone: `8%; 90% interval 6–12%`.
    pub fn figures(&self) -> String {
        format!(
            "{}; 90% interval {}",
            whole(self.language, self.mean),
            interval(self.low, self.high)
        )
    }

    /// The phrase as what is said of a subject: `is very unlikely (..)`,
    /// `has almost no chance (..)`, `ranges from unlikely to roughly even (..)`.
    pub fn predicate(&self) -> String {
        let (low, high) = self.ends();
        if self.language == Language::Numbers {
            return format!(
                "has a probability of {} (90% interval {})",
                percent(self.mean),
                interval(self.low, self.high)
            );
        }
        let phrase = self.phrase();
        if low != high {
            return format!("ranges from {phrase}");
        }
        match self.language.bands()[low].1 {
            "almost no chance" => format!("has {phrase}"),
            "roughly even chance" | "remote chance" => format!("has a {phrase}"),
            "realistic possibility" => format!("is a {phrase}"),
            _ => format!("is {phrase}"),
        }
    }
}

/// The word as it stands at an end of a range.
fn short(word: &'static str) -> &'static str {
    match word {
        "roughly even chance" => "roughly even",
        word => word,
    }
}

/// A probability in whole percent: `3%`, `less than 1%`, `more than 99%`.
pub fn percent(p: f64) -> String {
    whole(Language::Icd203, p)
}

/// [`percent`] with as many decimals as keep it in the band of its word.
fn whole(language: Language, p: f64) -> String {
    match extreme(p) {
        Some(Extreme::Below) => "less than 1%".to_owned(),
        Some(Extreme::Above) => "more than 99%".to_owned(),
        None => format!("{}%", number(language, p)),
    }
}

/// [`percent`] for a narrow column: `<1%`, `>99%`.
pub fn percent_brief(p: f64) -> String {
    match extreme(p) {
        Some(Extreme::Below) => "<1%".to_owned(),
        Some(Extreme::Above) => ">99%".to_owned(),
        None => format!("{}%", number(Language::Icd203, p)),
    }
}

/// An interval of probabilities: `1–7%`, `less than 1% to 7%`.
pub fn interval(low: f64, high: f64) -> String {
    spanned(low, high, percent)
}

/// [`interval`] for a narrow column: `<1–7%`.
pub fn interval_brief(low: f64, high: f64) -> String {
    spanned(low, high, percent_brief)
}

fn spanned(low: f64, high: f64, percent: fn(f64) -> String) -> String {
    let (from, to) = (percent(low), percent(high));
    let plain = extreme(low).is_none() && extreme(high).is_none();
    match (
        from == to,
        (from.starts_with('<') && !to.starts_with('>')) || plain,
    ) {
        (true, _) => to,
        (false, true) => format!("{}–{to}", from.trim_end_matches('%')),
        // A dash before a sign would look like an arrow.
        (false, false) if from.len() <= 4 && to.len() <= 4 && !to.starts_with('>') => {
            format!("{from}–{to}")
        }
        (false, false) => format!("{from} to {to}"),
    }
}

/// Whole percent, or with as many decimals as keep the figure in the band of its word.
fn number(language: Language, p: f64) -> String {
    let crosses = |rounded: f64| language.band(rounded) != language.band(p);
    for decimals in 0..3usize {
        let text = format!("{:.decimals$}", 100.0 * p);
        // The text itself is compared, so that what is printed is what was checked.
        if text
            .parse::<f64>()
            .is_ok_and(|shown| !crosses(shown / 100.0))
        {
            return text;
        }
    }
    // Nearer to an edge than that it is cut, which leaves it below.
    format!("{:.2}", (1e4 * p).floor() / 100.0)
}

enum Extreme {
    Below,
    Above,
}

fn extreme(p: f64) -> Option<Extreme> {
    match p {
        p if p < EXTREME => Some(Extreme::Below),
        p if p > 1.0 - EXTREME => Some(Extreme::Above),
        _ => None,
    }
}

/// A probability as a frequency: `about 3 in 100`, `fewer than 1 in 100`.
pub fn frequency(p: f64) -> String {
    match extreme(p) {
        Some(Extreme::Below) => "fewer than 1 in 100".to_owned(),
        Some(Extreme::Above) => "more than 99 in 100".to_owned(),
        None => format!("about {:.0} in 100", 100.0 * p),
    }
}

/// The word for one or for another number of things.
pub fn plural<'a>(n: usize, one: &'a str, many: &'a str) -> &'a str {
    if n == 1 { one } else { many }
}

/// A number of things: `1 issue`, `6 issues`.
pub fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", plural(n, one, many))
}

/// A mark on a scale of probabilities or of differences: `25%`, `2.5%`.
pub fn tick(p: f64) -> String {
    let percent = (1e6 * p).round() / 1e4;
    format!("{percent}%")
}

/// A mark on a scale of percentage points: `+2.5`, `-1`, `0`.
pub fn tick_points(difference: f64) -> String {
    let points = (1e6 * difference).round() / 1e4;
    if points == 0.0 {
        return "0".to_owned();
    }
    format!("{points:+}")
}

/// A difference of two probabilities in percentage points: `+0.72`, `-3.1`, `0`.
pub fn points(difference: f64) -> String {
    let points = 100.0 * difference;
    let text = if points.abs() < 0.995 {
        format!("{points:+.2}")
    } else {
        format!("{points:+.1}")
    };
    match text.as_str() {
        "+0.00" | "-0.00" => "0".to_owned(),
        _ => text,
    }
}

/// The interval of a difference, in percentage points: `-0.1 to +2.3`.
pub fn points_interval(low: f64, high: f64) -> String {
    format!("{} to {}", points(low), points(high))
}

/// Whether a difference and its interval all read 0.
pub fn no_points(mean: f64, low: f64, high: f64) -> bool {
    [mean, low, high].map(points).iter().all(|text| text == "0")
}

/// A standard error in percentage points: `0.04`, `<0.01`; nothing where there is none.
pub fn points_error(se: f64) -> String {
    match 100.0 * se {
        se if se.is_nan() => "-".to_owned(),
        se if se < 0.005 => "<0.01".to_owned(),
        se => format!("{se:.2}"),
    }
}

/// A share of settings, draws or variance in whole percent: `84%`. Not a likelihood, so it has
/// no word.
pub fn share(p: f64) -> String {
    match extreme(p) {
        None => format!("{:.0}%", 100.0 * p),
        Some(_) => percent_brief(p),
    }
}

/// A value of an input on the scale of a share, to three digits: `21.4%`. What somebody put in,
/// not a likelihood, so it has no word.
pub fn input_share(value: f64) -> String {
    format!("{}%", significant(100.0 * value))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn likelihood(mean: f64, low: f64, high: f64) -> Likelihood {
        Likelihood {
            mean,
            low,
            high,
            language: Language::Icd203,
        }
    }

    fn word(p: f64) -> &'static str {
        Language::Icd203.word(p).unwrap()
    }

    #[test]
    fn phia_closes_its_gaps_at_their_middles() {
        for (p, expected) in [
            (0.05, "remote chance"),
            (0.0749, "remote chance"),
            (0.075, "highly unlikely"),
            (0.2, "highly unlikely"),
            (0.25, "unlikely"),
            (0.35, "unlikely"),
            (0.4, "realistic possibility"),
            (0.5, "realistic possibility"),
            (0.55, "likely"),
            (0.75, "likely"),
            (0.8, "highly likely"),
            (0.9, "highly likely"),
            (0.95, "almost certain"),
        ] {
            assert_eq!(Language::Phia.word(p), Some(expected), "{p}");
        }
        let phia = |mean, low, high| Likelihood {
            language: Language::Phia,
            ..likelihood(mean, low, high)
        };
        assert_eq!(
            phia(0.04, 0.01, 0.07).predicate(),
            "has a remote chance (4%; 90% interval 1–7%)"
        );
        assert_eq!(
            phia(0.45, 0.42, 0.5).predicate(),
            "is a realistic possibility (45%; 90% interval 42–50%)"
        );
        assert_eq!(
            phia(0.225, 0.23, 0.3).phrase(),
            "unlikely (22.5%; 90% interval 23–30%)"
        );
    }

    #[test]
    fn numbers_stand_alone() {
        let figures = Likelihood {
            language: Language::Numbers,
            ..likelihood(0.08, 0.06, 0.12)
        };
        assert_eq!(figures.phrase(), "8%; 90% interval 6–12%");
        assert_eq!(
            figures.predicate(),
            "has a probability of 8% (90% interval 6–12%)"
        );
        assert_eq!(Language::Numbers.scale(), None);
    }

    #[test]
    fn a_scale_is_told_in_full() {
        assert_eq!(
            Language::Icd203.scale().as_deref(),
            Some(
                "almost no chance below 5%, very unlikely 5–20%, unlikely 20–45%, roughly even \
                 chance 45–55%, likely 55–80%, very likely 80–95%, almost certain from 95%"
            )
        );
    }

    #[test]
    fn bands_are_half_open() {
        for (p, expected) in [
            (0.0, "almost no chance"),
            (0.0499, "almost no chance"),
            (0.05, "very unlikely"),
            (0.2, "unlikely"),
            (0.45, "roughly even chance"),
            (0.5499, "roughly even chance"),
            (0.55, "likely"),
            (0.8, "very likely"),
            (0.95, "almost certain"),
            (1.0, "almost certain"),
        ] {
            assert_eq!(word(p), expected, "{p}");
        }
    }

    #[test]
    fn a_rounding_does_not_miss_an_edge() {
        assert_eq!(percent(0.2 - 1e-16), "20%");
        assert_eq!(word(0.2 - 1e-16), "unlikely");
        assert_eq!(percent(0.199_999), "19.99%");
    }

    #[test]
    fn the_number_stands_in_the_sentence() {
        assert_eq!(
            likelihood(0.08, 0.06, 0.12).phrase(),
            "very unlikely (8%; 90% interval 6–12%)"
        );
        assert_eq!(
            likelihood(0.4, 0.22, 0.5).predicate(),
            "ranges from unlikely to roughly even (40%; 90% interval 22–50%)"
        );
        assert_eq!(
            likelihood(0.004, 0.0, 0.02).predicate(),
            "has almost no chance (less than 1%; 90% interval less than 1% to 2%)"
        );
        assert_eq!(
            likelihood(0.5, 0.47, 0.53).predicate(),
            "has a roughly even chance (50%; 90% interval 47–53%)"
        );
        assert_eq!(
            likelihood(0.03, 0.0, 0.0).words(),
            "almost no chance",
            "a mean outside its own interval widens the range"
        );
        assert_eq!(
            likelihood(0.3, 0.0, 0.1).words(),
            "almost no chance to unlikely"
        );
    }

    #[test]
    fn figures_never_contradict_their_word() {
        assert_eq!(percent(0.0496), "4.96%");
        assert_eq!(percent(0.046), "4.6%");
        assert_eq!(percent(0.049_99), "4.99%");
        assert_eq!(percent(0.0999), "10%");
        assert_eq!(percent(0.009_999), "less than 1%");
        assert_eq!(percent(0.01), "1%");
        assert_eq!(percent(0.987), "99%");
        assert_eq!(percent(0.991), "more than 99%");
    }

    #[test]
    fn intervals_and_frequencies() {
        assert_eq!(interval(0.01, 0.07), "1–7%");
        assert_eq!(interval(0.0, 0.07), "less than 1% to 7%");
        assert_eq!(interval(0.031, 0.032), "3%");
        assert_eq!(interval_brief(0.0, 0.07), "<1–7%");
        assert_eq!(interval_brief(0.0, 0.004), "<1%");
        assert_eq!(interval_brief(0.5, 0.999), "50% to >99%");
        assert_eq!(interval_brief(0.001, 0.999), "<1% to >99%");
        assert_eq!(frequency(0.034), "about 3 in 100");
        assert_eq!(frequency(0.0), "fewer than 1 in 100");
    }

    #[test]
    fn differences_keep_their_sign() {
        assert_eq!(points(0.0072), "+0.72");
        assert_eq!(points(-0.031), "-3.1");
        assert_eq!(points(-0.000_001), "0");
        assert_eq!(points_interval(-0.001, 0.023), "-0.10 to +2.3");
        assert_eq!(points_interval(0.0, 0.0), "0 to 0");
        assert_eq!(points_error(0.000_01), "<0.01");
        assert_eq!(points_error(f64::NAN), "-");
    }

    proptest! {
        #[test]
        fn a_printed_figure_has_the_word_of_its_value(p in 0.01f64..=0.99) {
            let text = percent(p);
            let shown: f64 = text.trim_end_matches('%').parse().unwrap();
            prop_assert!(word(shown / 100.0) == word(p), "{p} {text}");
        }
    }
}
