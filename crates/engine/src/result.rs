//! What a run leaves behind: plain columns, one number per outcome and plausible world.
//!
//! θ (theta) is one draw of everything the analyst does not know. Columns are indexed by
//! `theta = scramble * points + point`, so a column of length `scrambles × points` can be
//! cut into scrambles by `chunks(points)`.

use std::sync::Arc;

/// A finished (or interrupted) run.
#[derive(Debug, Clone)]
pub struct Run {
    /// Every arm, in the order of the plan: `without` first.
    pub arms: Vec<ArmRun>,
    /// What was measured, in a fixed order; columns of an arm follow it.
    pub outputs: Vec<Output>,
    /// Every quantity the scenario uses, certain or not, in the order of its key path.
    pub inputs: Vec<Input>,
    /// Drawn value of each uncertain input: `[input with dimension][theta]`.
    pub thetas: Vec<Vec<f64>>,
    /// How the frontiers that texts are chosen from came about.
    pub frontiers: Frontiers,
    /// Sizes and clock of the run.
    pub settings: Settings,
    /// False when the run was interrupted before its last scramble.
    pub complete: bool,
    /// Steps taken by all arms together, for the rate printed to the user.
    pub arm_steps: u64,
}

impl Run {
    /// Index of the arm with this id.
    pub fn arm(&self, id: &str) -> Option<usize> {
        self.arms.iter().position(|a| a.id == id)
    }

    /// Index of the output with this name.
    pub fn output(&self, name: &str) -> Option<usize> {
        self.outputs.iter().position(|o| o.name == name)
    }

    /// The column of an output in an arm: one mean over chance per θ.
    pub fn column(&self, arm: usize, output: usize) -> Option<&[f64]> {
        self.arms.get(arm)?.columns.get(output)?.as_deref()
    }

    /// [`Run::column`] over the first half of the paths, where that was asked for.
    pub fn half_column(&self, arm: usize, output: usize) -> Option<&[f64]> {
        self.arms.get(arm)?.halves.get(output)?.as_deref()
    }

    /// Number of θ in every column.
    pub fn len(&self) -> usize {
        self.settings.scrambles * self.settings.points
    }

    /// True when nothing was drawn.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// How the frontiers of a run came about.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Frontiers {
    /// Most points of one that texts are chosen from.
    pub points: usize,
    /// The most that either side loses, in any θ, because points between them are left out;
    /// utility.
    pub largest_gap: f64,
    /// Number of θ in which one was too large to be worked out. Nothing can be signed there.
    pub refused: usize,
}

/// One arm of the paired comparison.
#[derive(Debug, Clone)]
pub struct ArmRun {
    /// `without`, `with`, a variant's id, `only_information`, ...
    pub id: String,
    /// Name for a reader.
    pub name: String,
    /// Index of the arm this one is compared with (its own `without`).
    pub baseline: usize,
    /// What kind of arm it is.
    pub role: ArmRole,
    /// `[output][theta]`; `None` where the arm does not measure the output. Arms that have an
    /// output in common share its column.
    pub columns: Vec<Option<Arc<[f64]>>>,
    /// The same over the first half of the paths, for [`Questions::halves`] where there are two
    /// paths or more. Numbers that are spread evenly over the paths are spread over all of them,
    /// so that half of a run is a little noisier than a run of half as many.
    pub halves: Vec<Option<Arc<[f64]>>>,
    /// `[output][theta * paths + path]`: single paths, kept for counts of people only, in
    /// the arms without and with the contact, its variants and those under `given`.
    pub samples: Vec<Option<Vec<f32>>>,
    /// `[output]`: mean over θ of the variance over paths, divided by the number of paths.
    /// This is the part of a column's variance that is chance and not knowledge.
    pub chance_variance: Vec<f64>,
    /// `[output][step][scramble]`: probability by the end of the step, where the output has
    /// a time curve.
    pub curves: Vec<Option<Vec<Vec<f64>>>>,
}

/// Why an arm is in the run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ArmRole {
    /// The world without the contact.
    Without,
    /// The contact as described.
    With,
    /// A `[variants.*]` table.
    Variant,
    /// One part of the contact alone (`only_information`, ...) or with heavy deception.
    Part,
    /// A ceiling: the contact plus one lever, or all of them.
    Ceiling,
    /// A coalition of levers needed for the Shapley attribution; `settlement` only.
    Coalition,
    /// `given X = v` of a claim: the arm of the same id before the bar, with an input set.
    Given,
}

/// The levers of the attribution, in the order of the bits of a coalition.
pub const LEVERS: [&str; 5] = ["contact", "information", "offer", "enforcement", "floors"];

/// Id of the arm that plays a coalition of [`LEVERS`] (bit k set: lever k is on).
pub fn coalition_arm(bits: u8) -> String {
    match bits {
        0b00000 => "without".into(),
        0b00001 => "with".into(),
        0b00011 => "perfect_information".into(),
        0b00101 => "authorised_offer".into(),
        0b01001 => "enforcement_solved".into(),
        0b10001 => "floors_relaxed".into(),
        0b11111 => "all".into(),
        _ => {
            let on: Vec<&str> = LEVERS
                .iter()
                .enumerate()
                .filter(|(k, _)| bits >> k & 1 == 1)
                .map(|(_, name)| *name)
                .collect();
            format!("levers:{}", on.join("+"))
        }
    }
}

/// One measured quantity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// Name as claims write it, for example `people.prisoners.ukraine`.
    pub name: String,
    /// What its numbers mean.
    pub unit: Unit,
    /// One line for a reader.
    pub about: String,
}

/// What the numbers of an output are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Chance that the event happens within the horizon, 0 to 1.
    Probability,
    /// A count of people.
    People,
    /// Information in bits.
    Bits,
    /// A ratio without unit.
    Ratio,
    /// An index on the scale given in the model.
    Index,
}

/// One quantity of the scenario as the run used it.
#[derive(Debug, Clone)]
pub struct Input {
    /// Full key path, `parties.ukraine.floor`.
    pub path: String,
    /// Row of `Run::thetas`, when uncertain.
    pub dimension: Option<usize>,
    /// Given by the user (false: default prior).
    pub elicited: bool,
    /// Source key, `judgement`, or nothing.
    pub source: Option<String>,
    /// Line in the scenario file, when written there.
    pub line: Option<usize>,
    /// Median of its law, in its unit.
    pub median: f64,
    /// 5th and 95th percentile of its law.
    pub interval: (f64, f64),
    /// Unit in words.
    pub unit: &'static str,
    /// Labels, when the input is a choice and the drawn value is an index.
    pub labels: Vec<String>,
}

/// Sizes, seed and clock.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Seed of everything random.
    pub seed: u64,
    /// Independent scrambles of the Sobol points.
    pub scrambles: usize,
    /// Points per scramble.
    pub points: usize,
    /// Chance paths per point (a power of two, at most 128).
    pub paths: usize,
    /// Times the weekly step is halved.
    pub halvings: u32,
    /// Steps of the clock.
    pub steps: usize,
    /// Length of a step in months.
    pub dt: f64,
    /// Horizon in days.
    pub horizon_days: f64,
}

/// A compound event of a claim, asked for before the run; it becomes an output of its own.
///
/// Outcomes that are conditional probabilities on a path are taken as independent given the
/// path; an outcome named twice in one event is counted once.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// An output that is a probability.
    Happens(String),
    /// A number compared with a constant on the path.
    Compare {
        /// Output name.
        output: String,
        /// Comparison.
        op: Comparison,
        /// Constant.
        value: f64,
    },
    /// Negation.
    Not(Box<Event>),
    /// All of them.
    And(Vec<Event>),
    /// At least one of them.
    Or(Vec<Event>),
}

/// Comparison of a number with a constant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
    /// `=`
    Equal,
}

/// `given input = value`: an arm of its own in which an input is set by hand.
#[derive(Debug, Clone, PartialEq)]
pub struct Intervention {
    /// Arm that is repeated under the intervention, for example `with`.
    pub arm: String,
    /// Full key paths and the values they take.
    pub set: Vec<(String, f64)>,
}

impl Intervention {
    /// Id of the arm the intervention makes, `with|parties.ukraine.consent=0`.
    pub fn arm_id(&self) -> String {
        let set: Vec<String> = self.set.iter().map(|(p, v)| format!("{p}={v}")).collect();
        format!("{}|{}", self.arm, set.join(","))
    }
}

/// Which arms a plan has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Arms {
    /// All of them: variants, parts of the contact, ceilings and coalitions too.
    #[default]
    All,
    /// `without` and `with` alone, which is all that what drives an outcome asks for.
    Pair,
    /// The same two, of which settlement alone is measured.
    Settlement,
}

/// What claims ask of a run beyond the standard outputs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Questions {
    /// Which arms the plan has.
    pub arms: Arms,
    /// Compound events; event `n` becomes the output `event:n`.
    pub events: Vec<Event>,
    /// Arms under `given`.
    pub interventions: Vec<Intervention>,
    /// Issue subsets of `zone_now[...]`; each becomes the output `zone_now[a,b]`.
    pub zones: Vec<Vec<String>>,
    /// Outputs with a time curve, wanted at so many days; each becomes the output
    /// [`at_name`], with a value per θ.
    pub times: Vec<(String, f64)>,
    /// Outputs of which the means over the first half of the paths are wanted too, to see whether
    /// there are paths enough.
    pub halves: Vec<String>,
    /// Nothing but the contact, its variants and their baselines: no parts, no ceilings, no
    /// coalitions.
    pub bare: bool,
    /// Key paths that keep a dimension although nothing here draws them, so that the runs of
    /// several plans share every number.
    pub dimensions: Vec<String>,
}

/// Name of an output at a time, `step.talks@90d`.
pub fn at_name(output: &str, days: f64) -> String {
    format!("{output}@{days}d")
}
