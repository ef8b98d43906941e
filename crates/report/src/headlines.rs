//! The figures a reader looks at first, kept so that two runs can be compared.

use pourparler_analysis::Assessment;
use pourparler_engine::result::Unit;

use crate::names;
use crate::text;

/// Kinds of output that have a row, in the order of the rows; the rest is in the JSON.
const ROWS: [&str; 9] = [
    "settlement",
    "settlement_first",
    "outcome",
    "any_agreement",
    "deal_failure",
    "zone",
    "crossing",
    "top_rung",
    "exchange",
];

/// The headline table and the verdicts of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Headlines {
    /// One row per outcome, in the order of the table.
    pub outcomes: Vec<Outcome>,
    /// Id of each claim and its verdict in words, in file order.
    pub verdicts: Vec<(String, &'static str)>,
}

/// An outcome without and with the contact.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Name as claims write it.
    pub id: String,
    /// Name for a reader.
    pub name: String,
    /// Probability without the contact.
    pub without: f64,
    /// Probability with it.
    pub with: f64,
}

impl Headlines {
    /// The headlines of an assessment.
    pub fn of(assessment: &Assessment) -> Self {
        let outputs = &assessment.run.outputs;
        let of_kind = |wanted: &'static str| {
            outputs.iter().filter(move |output| {
                kind(&output.name) == wanted
                    && !output.name.contains('@')
                    && output.unit == Unit::Probability
            })
        };
        let outcomes = ROWS.into_iter().flat_map(of_kind).filter_map(|output| {
            let mean = |arm| Some(assessment.level(arm, &output.name)?.level.mean);
            Some(Outcome {
                id: output.name.clone(),
                name: names::output(assessment, &output.name),
                without: mean("without")?,
                with: mean("with")?,
            })
        });
        let verdicts = assessment
            .judgements
            .iter()
            .map(|judgement| (judgement.id.clone(), text::verdict(&judgement.verdict)));
        Self {
            outcomes: outcomes.collect(),
            verdicts: verdicts.collect(),
        }
    }

    /// The outcome of this name.
    pub fn outcome(&self, id: &str) -> Option<&Outcome> {
        self.outcomes.iter().find(|outcome| outcome.id == id)
    }

    /// The verdict on this claim.
    pub fn verdict(&self, id: &str) -> Option<&'static str> {
        let found = self.verdicts.iter().find(|(known, _)| known == id);
        found.map(|(_, verdict)| *verdict)
    }
}

/// What sort of output it is: `crossing` for `crossing.shots`.
fn kind(name: &str) -> &str {
    name.split_once('.').map_or(name, |(kind, _)| kind)
}
