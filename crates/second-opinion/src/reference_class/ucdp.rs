//! Endings of armed conflicts of the Uppsala Conflict Data Program (Kreutz 2010).
//!
//! The unit is the conflict-year of the conflict-level termination file. `confterm` 1 marks the last
//! active year of an episode; `outcome` 1 is a peace agreement, 2 a ceasefire; `type_of_conflict` 2
//! is interstate, 3 intrastate and 4 internationalised intrastate; `intensity_level` 2 means at least
//! 1,000 deaths in battle that year. The years of an episode count from 1 at its first in the file.

use std::collections::BTreeMap;

use pourparler_scenario::words::shown;

use super::codes;
use super::rate::Rate;
use super::survey::Survey;
use crate::csv::text_of;
use crate::reading::{Faults, Reading};

/// Rates per conflict-year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endings {
    /// Conflict-years in the file.
    pub years: usize,
    /// Version as the file gives it.
    pub version: String,
    /// The rates.
    pub rates: Vec<Rate>,
}

/// The version the definitions were checked against, as its column `version` gives it.
const CHECKED: &str = "3";

struct Year {
    episode: String,
    year: i32,
    kind: Option<i32>,
    deadly: bool,
    ends: bool,
    settled: bool,
}

/// Counts the classes from the conflict-level file.
#[must_use]
pub fn rates(name: &str, bytes: &[u8]) -> Reading<Endings> {
    let mut found = Faults::default();
    let survey = Survey::open(name, bytes, &mut found);
    let other = if survey.column("confterm").is_some() {
        None
    } else if survey.column("dyadterm").is_some() {
        Some((
            "this is the dyad-level file",
            "load the conflict-level file of the same version",
        ))
    } else if survey.column("ep_end").is_some() {
        Some((
            "this is the armed conflict data set, which does not say how conflicts end",
            "load the conflict-level file of the conflict termination data set",
        ))
    } else {
        None
    };
    if let Some((message, help)) = other {
        found.error(codes::WRONG_FILE, survey.header_span(), message, help);
    }
    if found.any() {
        return found.reading(&survey.source, None);
    }
    let names = [
        "conflictep_id",
        "year",
        "confterm",
        "outcome",
        "type_of_conflict",
        "intensity_level",
    ];
    let Some([episode, year, term, outcome, kind, intensity]) = survey.needed(names, &mut found)
    else {
        return found.reading(&survey.source, None);
    };
    let mut years = Vec::new();
    let mut uncoded = 0;
    for row in &survey.rows {
        let Some(number) = survey.code(row, year, &mut found) else {
            uncoded += 1;
            continue;
        };
        let how = survey.code_to(row, outcome, 6, &mut found);
        let ends = survey.code_to(row, term, 1, &mut found) == Some(1);
        years.push(Year {
            episode: text_of(row, episode).to_owned(),
            year: number,
            kind: survey.code_to(row, kind, 4, &mut found),
            deadly: survey.code_to(row, intensity, 2, &mut found) == Some(2),
            ends,
            settled: ends && matches!(how, Some(1 | 2)),
        });
    }
    if years.is_empty() {
        let help = "load the CSV file of the data set, unpacked";
        found.error(
            codes::WRONG_FILE,
            survey.header_span(),
            "no conflict-year is coded",
            help,
        );
    }
    let version = survey
        .column("version")
        .and_then(|column| Some(text_of(survey.rows.first()?, column)))
        .unwrap_or("");
    if version != CHECKED {
        let given = if version.is_empty() {
            "none".into()
        } else {
            format!("`{}`", shown(version))
        };
        found.warning(
            codes::VERSION,
            survey.header_span(),
            format!("the version is {given}, where `{CHECKED}` (v3-2021) was checked"),
            "the codes are taken to mean what they mean there",
        );
    }
    let content = Endings {
        years: years.len(),
        version: version.to_owned(),
        rates: classes(&years, uncoded),
    };
    found.reading(&survey.source, Some(content))
}

fn classes(years: &[Year], uncoded: u32) -> Vec<Rate> {
    let mut first: BTreeMap<&str, i32> = BTreeMap::new();
    for year in years {
        let start = first.entry(&year.episode).or_insert(year.year);
        *start = (*start).min(year.year);
    }
    let long = |year: &&Year| {
        let age = year.year
            - first
                .get(year.episode.as_str())
                .copied()
                .unwrap_or(year.year)
            + 1;
        year.kind == Some(2) && (age == 4 || age == 5)
    };
    let internal = |year: &&Year| matches!(year.kind, Some(3 | 4)) && year.deadly;
    let rate = |id, class: &dyn Fn(&&Year) -> bool, shows: fn(&&Year) -> bool| {
        let class = || years.iter().filter(|year| class(year));
        Rate {
            id,
            days: None,
            k: class().filter(shows).count() as u32,
            n: class().count() as u32,
            uncoded,
        }
    };
    vec![
        rate("interstate_war_ended", &long, |year| year.ends),
        rate("interstate_war_settled", &long, |year| year.settled),
        rate("internal_war_settled", &internal, |year| year.settled),
    ]
}
