//! Numbers of the scenario that only claims use: coded rates and inputs outside the model.

use pourparler_scenario::{Law, Scenario};

use crate::claimed_totals::ClaimedTotal;

/// A rate counted from cases: `[rates.TABLE.COLUMN]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Rate {
    /// `table.column`.
    pub name: String,
    /// Cases that show it; `None` where nobody has coded them.
    pub k: Option<u32>,
    /// Cases looked at.
    pub n: u32,
}

impl Rate {
    /// Its posterior under a Beta(½,½) prior, where the rate is coded.
    pub fn posterior(&self) -> Option<Law> {
        self.k.and_then(|k| Law::counted(k, self.n))
    }
}

/// What claims can ask that no run computes.
#[derive(Debug, Clone, Default)]
pub struct Background {
    /// Coded rates.
    pub rates: Vec<Rate>,
    /// Quantities of the scenario by key path.
    pub quantities: Vec<(String, Law)>,
    /// Lines of what the file gives, quantities and choices, by key path.
    pub lines: Vec<(String, usize)>,
    /// Total indices, where a design was run for them.
    pub totals: Vec<ClaimedTotal>,
}

impl Background {
    /// Collects them from a scenario.
    pub fn of(scenario: &Scenario) -> Self {
        let root = &scenario.root;
        let (quantities, choices) = (root.quantities(), root.choices());
        let written = quantities
            .iter()
            .filter(|q| q.elicited)
            .map(|q| (q.path.clone(), q.line));
        let chosen = choices
            .iter()
            .filter(|c| c.elicited)
            .map(|c| (c.path.clone(), c.line));
        Background {
            rates: rates(scenario).collect(),
            lines: written.chain(chosen).collect(),
            quantities: quantities.iter().map(|q| (q.path.clone(), q.law)).collect(),
            totals: Vec::new(),
        }
    }

    /// The line of an input, where the file gives it.
    pub fn line(&self, path: &str) -> Option<usize> {
        self.lines
            .iter()
            .find(|(known, _)| known == path)
            .map(|(_, line)| *line)
    }
}

/// The rates of a scenario, in file order.
pub(crate) fn rates(scenario: &Scenario) -> impl Iterator<Item = Rate> + '_ {
    scenario.root.tables("rates").flat_map(|(table, columns)| {
        columns.entries().map(move |(column, rate)| {
            let count = |key| rate.integer(key).and_then(|x| u32::try_from(x).ok());
            Rate {
                name: format!("{table}.{column}"),
                k: count("k"),
                n: count("n").unwrap_or(0),
            }
        })
    })
}
