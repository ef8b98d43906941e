//! What a mechanism is: keys, outputs, and what it does to a block of draws.
//!
//! Adding one takes a file in `mechanisms/`, its `mod` line and its place in
//! [`crate::mechanisms::ALL`].

use pourparler_agreement::space::Space;
use pourparler_scenario::{Diagnostic, Section, Table};

use crate::arms::Arm;
use crate::block::Block;
use crate::cells::Cells;
use crate::clock::Clock;
use crate::record::Recorder;
use crate::result::{Output, Questions};

/// A mechanism before it has seen a scenario.
pub trait Mechanism: Sync {
    /// Name, as the documentation's page is called.
    fn name(&self) -> &'static str;
    /// The keys it reads.
    fn sections(&self) -> &'static [Section];
    /// Compiles it for one world. Mistakes go to `build.diagnostics`.
    fn build(&self, build: &mut Build) -> Box<dyn Process>;
}

/// A mechanism compiled for one world. It cannot fail.
pub trait Process: Send + Sync {
    /// The outputs it records, in a fixed order.
    fn outputs(&self) -> Vec<Output> {
        Vec::new()
    }
    /// Before the first step: the block's columns of this mechanism.
    fn start(&self, _block: &mut Block) {}
    /// One step of every arm, in the order of the list of mechanisms.
    fn step(&self, _block: &mut Block, _step: usize, _record: &mut Recorder) {}
    /// After the last step.
    fn record(&self, _block: &mut Block, _record: &mut Recorder) {}
}

/// The contact of an arm, as written in the scenario or in one of its variants.
pub struct ContactSource<'a> {
    /// `with` or the variant's id.
    pub id: String,
    /// The `[contact]` table.
    pub table: &'a Table,
    /// Step in which it takes place.
    pub step: usize,
    /// Another channel that carries the same where the contact does not take place.
    pub substitute: bool,
}

/// What a mechanism sees while it is compiled.
pub struct Build<'a> {
    /// The scenario's tables, with the variant of this world laid over them.
    pub root: &'a Table,
    /// Packages, parties, red lines.
    pub space: &'a Space,
    /// Contacts of the arms; the first is `[contact]`.
    pub contacts: &'a [ContactSource<'a>],
    /// The arms.
    pub arms: &'a [Arm],
    /// The clock.
    pub clock: Clock,
    /// What claims ask beyond the standard outputs.
    pub questions: &'a Questions,
    /// Where every number comes from.
    pub cells: &'a mut Cells,
    /// Mistakes found.
    pub diagnostics: &'a mut Vec<Diagnostic>,
}
