//! Counted rates as a table.

use pourparler_second_opinion::reference_class::Rate;

use crate::evidence::{Counted, shipped, title};
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
    let (mean, ends) = match rate.posterior() {
        Some(law) => (
            percent_brief(law.mean()),
            interval_brief(law.quantile(0.025), law.quantile(0.975)),
        ),
        None => ("none".to_owned(), String::new()),
    };
    vec![
        title(rate),
        format!("{}/{}", rate.k, rate.n),
        rate.uncoded.to_string(),
        mean,
        ends,
        shipped(rate).map_or_else(String::new, |(k, n)| format!("{k}/{n}")),
    ]
}
