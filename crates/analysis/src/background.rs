//! Numbers of the scenario that only claims use: coded rates and inputs outside the model.

use pourparler_scenario::{Law, Scenario};

use crate::beta::Beta;

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
    /// The posterior under a Beta(½,½) prior, where the rate is coded.
    pub fn posterior(&self) -> Option<Beta> {
        self.k.and_then(|k| Beta::after(k, self.n))
    }
}

/// What claims can ask that no run computes.
#[derive(Debug, Clone, Default)]
pub struct Background {
    /// Coded rates.
    pub rates: Vec<Rate>,
    /// Quantities of the scenario by key path.
    pub quantities: Vec<(String, Law)>,
}

impl Background {
    /// Collects them from a scenario.
    pub fn of(scenario: &Scenario) -> Self {
        let quantities = scenario.root.quantities();
        Background {
            rates: rates(scenario).collect(),
            quantities: quantities.iter().map(|q| (q.path.clone(), q.law)).collect(),
        }
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
