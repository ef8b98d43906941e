//! Levers in words: who would have to do what, how far, and where the scenario says it.

use pourparler_agreement::space::Party;
use pourparler_analysis::MANDATES;
use pourparler_analysis::change::{FIGHTS_ON, FLOOR_FALLS, GRADES, Kind, Lever};
use pourparler_scenario::Scenario;

use crate::language::input_share;
use crate::layout::{NAME, safe};
use crate::names::{self, Who};

/// A lever pulled to a strength of [`GRADES`], with the key and its line.
pub fn pulled(scenario: &Scenario, lever: &Lever, grade: u16) -> String {
    let key = lever.keys.first().map_or("", String::as_str);
    let place = match lever.line {
        Some(line) => format!("{}, line {line}", safe(key, 2 * NAME)),
        None => safe(key, 2 * NAME),
    };
    format!("{} ({place})", said(scenario, lever, grade))
}

/// A lever pulled to a strength of [`GRADES`], without its key.
pub fn said(scenario: &Scenario, lever: &Lever, grade: u16) -> String {
    let s = f64::from(grade) / f64::from(GRADES);
    let about = |k: usize| lever.about.get(k).map_or("", String::as_str);
    let named = |section: &str, id: &str| {
        let name = scenario
            .root
            .table(section, id)
            .and_then(|table| table.text("name"));
        safe(name.unwrap_or(id), NAME)
    };
    let party = || {
        let id = about(0);
        let table = scenario.root.table("parties", id);
        table.map_or_else(|| Who::named(id), |table| Who::of(&Party::of(id, table)))
    };
    let option = |issue: &str, option: &str| {
        format!("\"{} = {}\"", named("issues", issue), safe(option, NAME))
    };
    match lever.kind {
        Kind::Mandate => {
            let level = if grade < GRADES {
                MANDATES[3]
            } else {
                MANDATES[4]
            };
            format!("the envoy holds a mandate to {level} for certain")
        }
        Kind::Presence => {
            let who = party();
            format!(
                "{} met as well and {} for {}",
                who.that("is"),
                who.word("speaks"),
                who.word("itself")
            )
        }
        Kind::Channel => format!(
            "the sides talk directly: {s:.2} more texts a month, and other channels tell, each \
             month, {} of what is known at the start",
            input_share(s)
        ),
        Kind::Credibility => {
            format!(
                "what is said on \"{}\" is shown, all of it",
                named("topics", about(0))
            )
        }
        Kind::Secrecy => {
            format!(
                "what is said in private stays private, {} of the way to certain",
                input_share(s)
            )
        }
        Kind::Guarantee => format!(
            "the guarantee {} is believed, {} of the way from today to fully",
            option(about(0), about(1)),
            input_share(s)
        ),
        Kind::RedLine => {
            let who = party();
            format!(
                "{} less firm against {}: the chance that {} it falls by {}",
                who.that("is"),
                option(about(1), about(2)),
                who.it("means"),
                input_share(s)
            )
        }
        Kind::Option => format!(
            "{} is worth more to {}, {} of the way to all that an option can be worth",
            option(about(1), about(2)),
            party(),
            input_share(s)
        ),
        Kind::Floor => format!(
            "{} can survive signing {:.3} of utility less",
            party(),
            s * FLOOR_FALLS
        ),
        Kind::WarCost => format!(
            "{} would fight on for {} fewer months",
            party(),
            input_share(s * (1.0 - FIGHTS_ON))
        ),
        Kind::Consent => format!(
            "the chance that {} everything falls by {}",
            party().that("refuses"),
            input_share(s)
        ),
        Kind::Ratification => format!(
            "the chance that {} does not ratify falls by {}",
            named("ratification", about(0)),
            input_share(s)
        ),
    }
}

/// Kinds of lever, as a list in a sentence.
pub fn kinds(kinds: &[Kind]) -> String {
    let words: Vec<&str> = kinds.iter().map(|kind| names::lever_kind(*kind)).collect();
    words.join(", ")
}
