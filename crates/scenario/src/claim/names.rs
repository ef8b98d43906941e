//! What a scenario offers to its claims: outputs, arms, groups, inputs, rates, issues.

/// What an output measures; it decides which numbers it can be compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// 0 to 1.
    Probability,
    /// A difference of two probabilities, such as `gap`.
    Points,
    /// A ratio, such as `err_ratio.TOPIC`.
    Ratio,
    /// A number of people.
    People,
    /// Information in bits.
    Bits,
    /// Anything else: a level, a margin, an index.
    Index,
}

/// An output of the engine as claims see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputName {
    /// `exchange.prisoners`.
    pub name: String,
    /// Its unit.
    pub unit: Unit,
    /// For a level: its words from the lowest, which stand for 0, 1, 2 and so on.
    pub labels: Vec<String>,
    /// Whether its course over time is kept, so that `by=` and `at=` can be asked.
    pub timed: bool,
}

/// A quantity or choice of the scenario as claims see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputName {
    /// The full key path, `parties.ukraine.consent`.
    pub path: String,
    /// For a choice, its labels in the order of their index. Empty for a number.
    pub labels: Vec<String>,
    /// Whether it is a probability: then `no` and `yes` stand for 0 and 1.
    pub probability: bool,
}

/// A group of arms, for `max_over`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupName {
    /// Its id.
    pub name: String,
    /// Its arms.
    pub arms: Vec<String>,
}

/// Everything an expression of one scenario can name.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Names {
    /// Outputs of a run.
    pub outputs: Vec<OutputName>,
    /// Arms by id.
    pub arms: Vec<String>,
    /// Groups of arms.
    pub groups: Vec<GroupName>,
    /// Blocks of inputs, for `total`: the mechanisms.
    pub blocks: Vec<String>,
    /// Inputs.
    pub inputs: Vec<InputName>,
    /// Rates as `table.column`.
    pub rates: Vec<String>,
    /// Issues by id.
    pub issues: Vec<String>,
    /// The horizon in days, the latest time that can be asked.
    pub horizon: f64,
}

impl InputName {
    /// The short name, where the path has one: `consent.ukraine` for `parties.ukraine.consent`,
    /// `X` for `inputs.X.value`.
    pub fn alias(&self) -> Option<String> {
        let parts: Vec<&str> = self.path.split('.').collect();
        match parts.as_slice() {
            ["inputs", id, "value"] => Some((*id).to_string()),
            [_, id, key] => Some(format!("{key}.{id}")),
            _ => None,
        }
    }
}

impl Names {
    /// The output of that name.
    pub fn output(&self, name: &str) -> Option<&OutputName> {
        self.outputs.iter().find(|output| output.name == name)
    }

    /// The inputs a name can mean: the one with that full path, else all with that alias.
    pub fn inputs_called(&self, name: &str) -> Vec<&InputName> {
        if let Some(input) = self.inputs.iter().find(|input| input.path == name) {
            return vec![input];
        }
        self.inputs
            .iter()
            .filter(|input| input.alias().as_deref() == Some(name))
            .collect()
    }
}

/// The known word nearest to a mistyped one, if any is near: at most a third of its letters
/// (rounded up) changed, case apart; or the only known word that contains it as a dotted part.
pub(super) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    let reach = word.chars().count().div_ceil(3);
    let mut best: Option<(usize, &str)> = None;
    let mut holding: Vec<&str> = Vec::new();
    for candidate in known {
        let distance = strsim::damerau_levenshtein(&lower, &candidate.to_lowercase());
        if distance <= reach && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
        if candidate
            .split('.')
            .any(|part| part.eq_ignore_ascii_case(word))
        {
            holding.push(candidate);
        }
    }
    match (best, holding.as_slice()) {
        (Some((_, near)), _) => Some(near),
        (None, [only]) => Some(only),
        _ => None,
    }
}
