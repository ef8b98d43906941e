//! Interstate crises of the International Crisis Behavior project (Brecher, Wilkenfeld and others).
//!
//! The unit is the crisis, one row of the system-level file (`icb1`); powers and weapons of its actors
//! come from the actor-level file (`icb2`). Codes: `forout` 1 formal and 2 semi-formal agreement;
//! `mediate` 4 mediation held, 2 and 3 asked for or offered and not held, 1 none; `medstyle` the
//! highest style, 2 facilitation, 3 formulation, 4 manipulation; `sevviosy` 4 full-scale war;
//! `powsta` 3 great power and 4 superpower; `nuclear` 3 possesses and 4 second strike. The meaning
//! of the mediation codes is inferred from their consistency, as no codebook of that block was found.
//!
//! A mediation counts as facilitation only if its style is 2 or, where the style is not coded, if
//! nobody proposed terms (`medform` is not 3) and leverage was not used (`medmanip` 2). Days count
//! from the first start of mediation to the end of the crisis; a day that is not coded is the 15th,
//! and without year and month the case is left out.

use std::collections::BTreeMap;

use pourparler_scenario::Date;

use super::codes;
use super::rate::Rate;
use super::survey::Survey;
use crate::csv::Field;
use crate::reading::{Faults, Reading};

/// Rates of a version, in the order of the shipped table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crises {
    /// Crises in the file.
    pub crises: usize,
    /// First and last year in which one began.
    pub years: (i32, i32),
    /// The rates that the columns allow.
    pub rates: Vec<Rate>,
}

/// Crises of version 14, and their last year: what the definitions were checked against.
const CHECKED: (usize, i32) = (487, 2017);

/// What is known of one crisis.
#[derive(Clone, Copy, Debug, Default)]
struct Crisis {
    agreement: Option<bool>,
    year: Option<i32>,
    mediate: Option<i32>,
    style: Option<Style>,
    full_scale: bool,
    great_power: bool,
    nuclear: bool,
    /// Days from the start of mediation to the end.
    days: Option<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Facilitation,
    Formulation,
    Manipulation,
}

impl Crisis {
    fn mediated(&self) -> bool {
        self.mediate == Some(4)
    }

    fn not_mediated(&self) -> bool {
        self.mediate.is_some_and(|code| code != 4)
    }

    fn war_since_1945(&self) -> bool {
        self.full_scale && self.year.is_some_and(|year| year >= 1945)
    }
}

/// Counts the classes from the system-level file and, for those that need it, the actor-level file.
#[must_use]
pub fn rates(name: &str, system: &[u8], actors: Option<(&str, &[u8])>) -> Reading<Crises> {
    let mut found = Faults::default();
    let survey = Survey::open(name, system, &mut found);
    if survey.column("cracno").is_some() {
        let help = "the actor-level file is the second one; the first is icb1, one row per crisis";
        let message = "this is the actor-level file";
        found.error(codes::WRONG_FILE, survey.header_span(), message, help);
    }
    if found.any() {
        return found.reading(&survey.source, None);
    }
    let Some(needed) = survey.needed(["crisno", "forout", "yrtrig"], &mut found) else {
        return found.reading(&survey.source, None);
    };
    let mediation = survey.wanted(["mediate"], "mediated crises", &mut found);
    let styles = survey.wanted(
        ["medstyle", "medform", "medmanip"],
        "styles of mediation",
        &mut found,
    );
    let violence = survey.wanted(["sevviosy"], "full-scale wars", &mut found);
    let dates = survey.wanted(
        [
            "yrmedst", "momedst", "damedst", "yrterm", "moterm", "daterm",
        ],
        "days to an agreement",
        &mut found,
    );
    let (powers, other) = match actors {
        Some((name, bytes)) => powers(name, bytes),
        None => (None, Vec::new()),
    };
    let mut crises = Vec::new();
    for row in &survey.rows {
        let mut crisis = Crisis::default();
        let outcome = survey.code_to(row, needed[1], 7, &mut found);
        crisis.agreement = outcome.map(|code| code == 1 || code == 2);
        crisis.year = survey.code(row, needed[2], &mut found);
        if let Some([column]) = mediation {
            crisis.mediate = survey.code_to(row, column, 4, &mut found);
        }
        if let Some(columns) = styles.filter(|_| crisis.mediated()) {
            crisis.style = style(columns.map(|column| survey.code_to(row, column, 4, &mut found)));
        }
        if let Some([column]) = violence {
            crisis.full_scale = survey.code_to(row, column, 4, &mut found) == Some(4);
        }
        if let Some([a, b, c, d, e, f]) = dates.filter(|_| crisis.mediated()) {
            let start = date(&survey, row, [a, b, c], &mut found);
            let end = date(&survey, row, [d, e, f], &mut found);
            crisis.days = start
                .zip(end)
                .and_then(|(start, end)| Some(i64::from(start.until(end).ok()?.get_days())));
        }
        let number = survey.code(row, needed[0], &mut found);
        if let Some(powers) = number.and_then(|number| powers.as_ref()?.get(&number)) {
            (crisis.great_power, crisis.nuclear) = *powers;
        }
        crises.push(crisis);
    }
    let years: Vec<i32> = crises.iter().filter_map(|crisis| crisis.year).collect();
    let (Some(&first), Some(&last)) = (years.iter().min(), years.iter().max()) else {
        let help = "load the CSV file of the data set, unpacked";
        found.error(
            codes::WRONG_FILE,
            survey.header_span(),
            "no crisis has a year",
            help,
        );
        return found.reading(&survey.source, None);
    };
    if (crises.len(), last) != CHECKED {
        found.warning(
            codes::VERSION,
            survey.header_span(),
            format!(
                "{} crises to {last}, where version 14 has {} to {}",
                crises.len(),
                CHECKED.0,
                CHECKED.1
            ),
            "the codes are taken to mean what they mean there",
        );
    }
    let coded = Coded {
        mediation: mediation.is_some(),
        styles: mediation.is_some() && styles.is_some(),
        wars: mediation.is_some() && powers.is_some() && violence.is_some(),
        dates: mediation.is_some() && dates.is_some(),
    };
    let content = Crises {
        crises: crises.len(),
        years: (first, last),
        rates: classes(&crises, &coded),
    };
    let mut reading = found.reading(&survey.source, Some(content));
    if other
        .iter()
        .any(|d| d.severity == pourparler_scenario::Severity::Error)
    {
        reading.content = None;
    }
    reading.diagnostics.extend(other);
    reading
}

/// Great powers and nuclear weapons by crisis.
type Powers = BTreeMap<i32, (bool, bool)>;

fn powers(name: &str, bytes: &[u8]) -> (Option<Powers>, Vec<pourparler_scenario::Diagnostic>) {
    let mut found = Faults::default();
    let survey = Survey::open(name, bytes, &mut found);
    let mut powers = Powers::new();
    if !found.any()
        && let Some([crisis, power, weapons]) =
            survey.needed(["crisno", "powsta", "nuclear"], &mut found)
    {
        for row in &survey.rows {
            let Some(number) = survey.code(row, crisis, &mut found) else {
                continue;
            };
            let at_least_3 = |code: Option<i32>| code.is_some_and(|code| code >= 3);
            let entry = powers.entry(number).or_default();
            entry.0 |= at_least_3(survey.code_to(row, power, 4, &mut found));
            entry.1 |= at_least_3(survey.code_to(row, weapons, 4, &mut found));
        }
    }
    let reading = found.reading(&survey.source, Some(powers));
    (reading.content, reading.diagnostics)
}

fn style([style, form, manip]: [Option<i32>; 3]) -> Option<Style> {
    match style {
        Some(2) => Some(Style::Facilitation),
        Some(3) => Some(Style::Formulation),
        Some(4) => Some(Style::Manipulation),
        _ => (form != Some(3) && manip == Some(2)).then_some(Style::Facilitation),
    }
}

/// Year, month and day; the 15th where the day is not coded.
fn date(survey: &Survey, row: &[Field], columns: [usize; 3], found: &mut Faults) -> Option<Date> {
    let [year, month, day] = columns.map(|column| survey.code(row, column, found));
    let day = day.filter(|day| (1..=31).contains(day)).unwrap_or(15);
    let (year, month) = (i16::try_from(year?).ok()?, i8::try_from(month?).ok()?);
    Date::new(year, month, i8::try_from(day).ok()?).ok()
}

/// What the columns allow to count.
struct Coded {
    mediation: bool,
    styles: bool,
    wars: bool,
    dates: bool,
}

fn classes(crises: &[Crisis], coded: &Coded) -> Vec<Rate> {
    let count = |id, of: &dyn Fn(&Crisis) -> bool| {
        let class = || crises.iter().filter(|crisis| of(crisis));
        let ended = || class().filter_map(|crisis| crisis.agreement);
        let n = ended().count();
        Rate {
            id,
            days: None,
            k: ended().filter(|agreement| *agreement).count() as u32,
            n: n as u32,
            uncoded: (class().count() - n) as u32,
        }
    };
    let mut rates = vec![count("crisis", &|_| true)];
    if coded.mediation {
        rates.push(count("crisis_mediated", &Crisis::mediated));
        rates.push(count("crisis_not_mediated", &Crisis::not_mediated));
        rates.push(count("crisis_mediation_not_held", &|crisis| {
            matches!(crisis.mediate, Some(2 | 3))
        }));
    }
    if coded.styles {
        for (id, style) in [
            ("crisis_facilitation", Style::Facilitation),
            ("crisis_formulation", Style::Formulation),
            ("crisis_manipulation", Style::Manipulation),
        ] {
            rates.push(count(id, &|crisis| crisis.style == Some(style)));
        }
    }
    if coded.wars {
        let great_power = |crisis: &Crisis| crisis.war_since_1945() && crisis.great_power;
        rates.push(count("war_great_power_mediated", &|crisis| {
            great_power(crisis) && crisis.mediated()
        }));
        rates.push(count("war_great_power_not_mediated", &|crisis| {
            great_power(crisis) && crisis.not_mediated()
        }));
        rates.push(count("war_nuclear_mediated", &|crisis| {
            crisis.war_since_1945() && crisis.nuclear && crisis.mediated()
        }));
    }
    if coded.dates {
        let mediated = crises.iter().filter(|crisis| crisis.mediated()).count();
        let dated = || crises.iter().filter(|crisis| crisis.days.is_some());
        for limit in [30, 90, 180, 365] {
            let within = |crisis: &&Crisis| {
                let days = crisis.days.is_some_and(|days| days <= i64::from(limit));
                crisis.agreement == Some(true) && days
            };
            rates.push(Rate {
                id: "after_mediation_starts",
                days: Some(limit),
                k: dated().filter(within).count() as u32,
                n: dated().count() as u32,
                uncoded: (mediated - dated().count()) as u32,
            });
        }
    }
    rates
}
