//! From an answer to a quantity as the scenario file writes it.

use jiff::civil::Date;
use pourparler_scenario::Law;
use statrs::distribution::{ContinuousCDF, Gamma};

/// What became of an answer.
pub enum Parsed<T> {
    /// It can be used.
    Done(T),
    /// It cannot, and why.
    Again(String),
}

impl<T> Parsed<T> {
    /// The same with a function of the answer.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Parsed<U> {
        match self {
            Parsed::Done(answer) => Parsed::Done(f(answer)),
            Parsed::Again(why) => Parsed::Again(why),
        }
    }
}

/// Words with the values they stand for.
pub type Words<'a> = &'a [(&'a str, &'a str)];

/// A quantity as the file writes it, and the answer it came from; nothing where none was given.
pub type Answer = Parsed<Option<(String, String)>>;

/// Any words.
pub fn text(line: &str) -> Parsed<String> {
    match line.trim() {
        "" => Parsed::Again("write a few words".into()),
        text => Parsed::Done(text.to_owned()),
    }
}

/// A day.
pub fn date(line: &str) -> Parsed<Date> {
    match line.trim().parse() {
        Ok(date) => Parsed::Done(date),
        Err(_) => Parsed::Again("write a day as in 2026-01-31".into()),
    }
}

/// A day not before another.
pub fn date_from(line: &str, first: Date) -> Parsed<Date> {
    match date(line) {
        Parsed::Done(date) if date < first => {
            Parsed::Again(format!("the day lies before {first}, the last day of news"))
        }
        parsed => parsed,
    }
}

/// Yes or no.
pub fn yes(line: &str) -> Parsed<bool> {
    match line.trim().to_lowercase().as_str() {
        "y" | "yes" => Parsed::Done(true),
        "n" | "no" => Parsed::Done(false),
        _ => Parsed::Again("write yes or no".into()),
    }
}

/// An issue: its name, its options and the place of the one that holds today.
pub fn issue(line: &str) -> Parsed<(String, Vec<String>, usize)> {
    let Some((name, options)) = line.split_once(':') else {
        return Parsed::Again("write the issue, a colon, and its options with / between".into());
    };
    let mut status_quo = None;
    let mut names = Vec::new();
    for (k, option) in options.split('/').enumerate() {
        let option = option.trim();
        let bare = option.trim_matches('*').trim();
        if bare.len() < option.len() && status_quo.replace(k).is_some() {
            return Parsed::Again("put a star at one option only".into());
        }
        names.push(bare.to_owned());
    }
    let name = name.trim().to_owned();
    let distinct = names
        .iter()
        .enumerate()
        .all(|(k, n)| !names[..k].contains(n));
    if name.is_empty() || names.len() < 2 || names.iter().any(String::is_empty) || !distinct {
        return Parsed::Again("an issue has a name and two different options at least".into());
    }
    match status_quo {
        Some(k) => Parsed::Done((name, names, k)),
        None => Parsed::Again("put a star at the option that holds today".into()),
    }
}

/// An order of `count` things by their numbers, most important first.
pub fn order(line: &str, count: usize) -> Parsed<Option<(Vec<usize>, String)>> {
    let Some(numbers) = numbers(line) else {
        return Parsed::Again(format!("write the numbers 1 to {count} in some order"));
    };
    if numbers.is_empty() {
        return Parsed::Done(None);
    }
    let mut sorted = numbers.clone();
    sorted.sort_unstable();
    match sorted.into_iter().eq(1..=count) {
        true => Parsed::Done(Some((
            numbers.iter().map(|k| k - 1).collect(),
            line.trim().to_owned(),
        ))),
        false => Parsed::Again(format!("write each number from 1 to {count} once")),
    }
}

/// Rank-order centroid weights (Barron & Barrett 1996): the mean of all weights that sum to 1 and
/// fall in this order, Σ_{j≥k} 1/j over n for the k-th.
pub fn centroid_weights(order: &[usize]) -> Vec<f64> {
    let n = order.len();
    let mut weights = vec![0.0; n];
    for (rank, &of) in order.iter().enumerate() {
        weights[of] = (rank + 1..=n).map(|j| 1.0 / j as f64).sum::<f64>() / n as f64;
    }
    weights
}

/// One option of each issue, by number.
pub fn package(line: &str, sizes: &[usize]) -> Parsed<Option<(Vec<usize>, String)>> {
    let Some(numbers) = numbers(line) else {
        return Parsed::Again("write one number for each issue, with blanks between".into());
    };
    if numbers.is_empty() {
        return Parsed::Done(None);
    }
    let fits = numbers.len() == sizes.len()
        && numbers
            .iter()
            .zip(sizes)
            .all(|(k, size)| (1..=*size).contains(k));
    match fits {
        true => Parsed::Done(Some((
            numbers.iter().map(|k| k - 1).collect(),
            line.trim().to_owned(),
        ))),
        false => Parsed::Again(format!(
            "write {} numbers, each that of an option",
            sizes.len()
        )),
    }
}

fn numbers(line: &str) -> Option<Vec<usize>> {
    let parts = line.split([' ', ',']).filter(|part| !part.is_empty());
    parts.map(|part| part.parse().ok()).collect()
}

/// Months: a number or a range.
pub fn months(line: &str) -> Answer {
    range(line, "12 to 60", |x| (x > 0.0 && x <= 1200.0).then_some(x))
}

/// A share in per cent: a number or a range.
pub fn share(line: &str) -> Answer {
    range(line, "20 to 40", |x| {
        (0.0..=100.0).contains(&x).then_some(x / 100.0)
    })
}

/// What a gain in two years is worth today, in per cent, as a monthly rate of discount:
/// r = −ln(x)/24.
pub fn discount(line: &str) -> Answer {
    range(line, "60 to 80", |x| {
        let rate = -(x / 100.0).ln() / 24.0;
        (0.0001..=1.0).contains(&rate).then_some(rate)
    })
}

/// One number, taken as "about" it, or two as a 90 % interval, each through `unit`.
fn range(line: &str, example: &str, unit: impl Fn(f64) -> Option<f64>) -> Answer {
    let said = line.trim();
    if said.is_empty() {
        return Parsed::Done(None);
    }
    let again = || Parsed::Again(format!("write a number or a range, as in {example}"));
    let ends = said
        .replace(" to ", " ")
        .replace("..", " ")
        .replace('%', " ");
    let numbers: Option<Vec<f64>> = ends
        .split_whitespace()
        .map(|part| part.parse::<f64>().ok().and_then(&unit))
        .collect();
    match numbers.as_deref() {
        Some([x]) => Parsed::Done(Some((format!("\"about {}\"", short(*x)), said.to_owned()))),
        Some([a, b]) if a != b => {
            let (low, high) = (a.min(*b), a.max(*b));
            let value = format!("\"{} .. {}\"", short(low), short(high));
            Parsed::Done(Some((value, said.to_owned())))
        }
        _ => again(),
    }
}

/// A number as a person writes it.
fn short(x: f64) -> String {
    let digits = (4.0 - x.abs().max(1e-9).log10().floor()).clamp(0.0, 8.0) as usize;
    let text = format!("{x:.digits$}");
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

/// k of n, or k alone of the `n` asked about.
pub fn of(line: &str, n: Option<u32>) -> Answer {
    counted(line, n, |k, n| Some(format!("\"{k} of {n}\"")))
}

/// Months in which something happened, as a monthly probability: the 5 and 95 % points of the
/// Beta(k + ½, n − k + ½) posterior.
pub fn monthly(line: &str) -> Answer {
    counted(line, None, |k, n| {
        let (low, high) = Law::counted(k, n)?.range();
        let [low, high] = [low, high].map(|x| short(x.clamp(1e-5, 0.94)));
        Some(format!("\"{low} .. {high}\""))
    })
}

fn counted(line: &str, n: Option<u32>, quantity: impl Fn(u32, u32) -> Option<String>) -> Answer {
    let said = line.trim();
    if said.is_empty() {
        return Parsed::Done(None);
    }
    let parts: Option<Vec<u32>> = said
        .split_whitespace()
        .filter(|part| *part != "of")
        .map(|part| part.parse().ok())
        .collect();
    let (k, n) = match (parts.as_deref(), n) {
        (Some([k]), Some(n)) => (*k, n),
        (Some([k, n]), _) => (*k, *n),
        _ => return Parsed::Again("write how many of how many, as in 3 of 24".into()),
    };
    let sound = k <= n && (1..=1200).contains(&n);
    match sound.then(|| quantity(k, n)).flatten() {
        Some(value) => Parsed::Done(Some((value, said.to_owned()))),
        None => Parsed::Again("the first number is at most the second".into()),
    }
}

/// Texts in six months as a rate per month: the 5 and 95 % points of the Gamma(k + ½, 6) posterior
/// (Jeffreys prior of a Poisson rate).
pub fn texts(line: &str) -> Answer {
    let said = line.trim();
    if said.is_empty() {
        return Parsed::Done(None);
    }
    let Some(k) = said.parse::<u32>().ok().filter(|k| *k <= 200) else {
        return Parsed::Again("write a whole number".into());
    };
    match Gamma::new(f64::from(k) + 0.5, 6.0) {
        Ok(posterior) => {
            let [low, high] = [0.05, 0.95].map(|p| short(posterior.inverse_cdf(p).max(0.001)));
            let value = format!("{{ lognormal = [{low}, {high}] }}");
            Parsed::Done(Some((value, said.to_owned())))
        }
        Err(_) => Parsed::Again("write a whole number".into()),
    }
}
