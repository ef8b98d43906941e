//! What a report says of why: the drivers of the headline, and a rule for where it is found.

use std::sync::atomic::AtomicBool;

use pourparler_engine::Watch;

use crate::assessment::{Assessment, HEADLINE};
use crate::discover::{Discovery, DiscoveryOptions, discover, in_target};
use crate::drivers::{Design, Drivers, Measure, Target, drivers, with_design};
use crate::ranking::Rankings;

/// Why the headline is what it is.
#[derive(Debug, Clone)]
pub struct Reasons {
    /// What drives the headline, then what drives the contact's effect on it.
    pub drivers: Drivers,
    /// Where the headline is found; nothing where it never is.
    pub discovery: Option<Discovery>,
}

/// The size of the design behind a report's total indices: enough for the inputs it shows.
const DESIGN: Design = Design {
    inputs: 10,
    rest: false,
    also: Vec::new(),
    scrambles: 8,
    points: 32,
};

/// The reasons, from the draws of the assessment's run; total indices from a small design of their
/// own where the scenario may be run again (`again`). Nothing where the headline is not measured.
pub fn reasons(assessment: &Assessment, again: bool) -> Option<Reasons> {
    let run = &assessment.run;
    let output = run.output(HEADLINE)?;
    let targets = [Measure::Level, Measure::Effect].map(|measure| Target { output, measure });
    let rankings = Rankings::of(run);
    let driven = || {
        let found = Drivers {
            // Every group would be a set of the design more.
            groups: Vec::new(),
            ..drivers(run, &rankings, &targets)
        };
        let watch = Watch {
            progress: &|_, _| {},
            stop: &AtomicBool::new(false),
        };
        let designed = match again {
            true => with_design(found.clone(), run, &assessment.scenario, &DESIGN, &watch).ok(),
            false => None,
        };
        designed.unwrap_or(found)
    };
    let discovery = || {
        let sought = in_target(run, targets[0], None).ok()?;
        Some(discover(
            run,
            &rankings,
            sought,
            DiscoveryOptions::default(),
        ))
    };
    let (drivers, discovery) = rayon::join(driven, discovery);
    Some(Reasons { drivers, discovery })
}
