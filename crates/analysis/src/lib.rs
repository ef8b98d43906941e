//! What a run means: effects, verdicts on claims, attribution, assumptions, anchors.
//!
//! Everything here reads a finished [`pourparler_engine::result::Run`] and computes nothing
//! random of its own. Figures over settings are taken over the θ-means of the run, never over
//! single chance paths (model §9); standard errors are the spread over scrambles.

pub mod agreements;
mod anatomy;
mod anchor;
mod assessment;
mod assumptions;
mod background;
pub mod change;
mod claimed_totals;
mod claims;
mod comparison;
mod condition;
mod convergence;
mod counterfactual;
pub mod diff;
pub mod discover;
pub mod drivers;
mod estimate;
mod figures;
mod flip;
mod information_value;
mod names;
mod news;
mod precision;
mod ranking;
mod reading;
mod reasons;
mod reference_class;
mod reservation;
mod restates;
mod robust;
pub mod scores;
mod sections;
mod shapley;
mod signposts;
mod statistics;
mod verdict;
mod worlds;
mod worth_knowing;

pub use anatomy::{Anatomy, OBSTACLES, anatomy};
pub use anchor::{Anchor, Position, anchor};
pub use assessment::{
    Assessment, HEADLINE, NotResumed, Prepared, Spread, assess, assess_resumed, effort, inspect,
    vocabulary,
};
pub use assumptions::{Assumption, assumptions, is_assumed};
pub use background::{Background, Rate};
pub use claimed_totals::ClaimedTotal;
pub use claims::{DEFAULT_ARM, TestedClaim, questions, tested};
pub use comparison::{Compared, Comparison, Pair, comparison};
pub use condition::Truth;
pub use convergence::{ByPaths, PATHS_ENOUGH, Share, Stage, by_paths, convergence};
pub use counterfactual::{Effect, Level, Row, Summary, counterfactual, summary};
pub use estimate::Estimate;
pub use figures::{Figures, Missing, Paths};
pub use flip::{Class, Flip, Move};
pub use information_value::{
    all_information, joint_information, perfect_information, sample_information,
};
pub use names::{MANDATES, names};
pub use news::{News, news};
pub use precision::{Exactness, MOST_POINTS, Precision, Shortfall, Watched, assess_within};
pub use ranking::Rankings;
pub use reasons::{Reasons, reasons};
pub use reference_class::{CLASSES, Count, Rate95, ReferenceClass, reference_class};
pub use restates::{RESTATED, Restates};
pub use robust::Condition as RegionCondition;
pub use robust::{Contender, ENOUGH, Region, Robust, robust};
pub use sections::SECTIONS;
pub use shapley::{Attribution, attribution, shapley};
pub use signposts::{Signpost, signposts};
pub use verdict::{Basis, Judgement, Outcome, ROBUST, Side, Verdict, flipped_by, judge};
pub use worth_knowing::{Choice, Decision, Flips, Worth, WorthKnowing, worth_knowing};
