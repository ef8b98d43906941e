//! Counted rates as a table.

use pourparler_analysis::{Count, reference_class};
use pourparler_second_opinion::reference_class::Rate;

use crate::evidence::Counted;
use crate::language::{interval_brief, percent_brief};
use crate::layout::{Look, Page, numbers, words};

/// The rates beside those that ship with the program.
pub fn evidence(counted: &Counted, look: Look) -> String {
    let mut page = Page::new(look);
    page.heading("Past cases, counted from your files");
    page.prose(&format!("{}.", counted.files));
    let rows: Vec<Vec<String>> = counted.rates.iter().map(row).collect();
    page.table(
        &[
            words("class"),
            numbers("k of n"),
            numbers("not coded"),
            numbers("rate"),
            numbers("95% interval"),
            numbers("shipped"),
        ],
        &rows,
    );
    page.prose(
        "Rates are means of the Beta(k + 1/2, n - k + 1/2) posterior, with its 95% interval. Mediation \
         and agreement are associated, not cause and effect. No data set codes unofficial envoy visits.",
    );
    page.finish()
}

fn row(rate: &Rate) -> Vec<String> {
    let posterior = rate.posterior();
    // Without a case the posterior is the prior, which nobody counted.
    let (mean, ends) = if rate.n == 0 {
        ("none".to_owned(), String::new())
    } else {
        let ends = interval_brief(posterior.low, posterior.high);
        (percent_brief(rate.posterior_mean()), ends)
    };
    vec![
        rate.title.clone(),
        format!("{}/{}", rate.k, rate.n),
        rate.uncoded.to_string(),
        mean,
        ends,
        shipped(rate).unwrap_or_default(),
    ]
}

/// The count of the same class in the program's own table; classes with several clocks have none.
fn shipped(rate: &Rate) -> Option<String> {
    let class = reference_class(rate.id)?;
    let k = match class.count {
        Count::PerCase(k) => k,
        Count::Within([(_, k)]) => *k,
        Count::Within(_) => return None,
    };
    Some(format!("{k}/{}", class.n))
}
