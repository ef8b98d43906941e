//! The reusable memory of a frontier computation, and the choice of algorithm.

use crate::brute::Brute;
use crate::domain::Domain;
use crate::draw::Draw;
use crate::error::AgreementError;
use crate::frontier::{Frontier, Point};
use crate::label::Label;
use crate::merge::{Lists, MAX_BOUNDS, Plan};
use crate::predicate::Predicate;
use crate::prune::Pruner;
use crate::terms::Terms;

/// Most packages the fallback looks at.
pub(crate) const MOST_FALLBACK: u64 = 1 << 26;

/// Memory that one thread keeps between draws; a frontier then allocates next to nothing.
#[derive(Debug, Clone, Default)]
pub struct Workspace {
    terms: Terms,
    plan: Plan,
    pruner: Pruner,
    none: Lists<0>,
    one: Lists<1>,
    two: Lists<2>,
    four: Lists<4>,
    eight: Lists<MAX_BOUNDS>,
    brute: Brute,
}

impl Workspace {
    /// The exact frontier of one draw, written into `frontier`. `within` is a union of predicates
    /// (a named outcome each); an empty slice admits every package. Ties keep the lowest package
    /// id. Where the merge meets too many labels, packages are enumerated instead.
    ///
    /// # Errors
    /// A draw of the wrong shape or range, a bound on a divisible issue, or a frontier too large
    /// for both algorithms.
    pub fn frontier(
        &mut self,
        domain: &Domain,
        draw: &Draw,
        within: &[Predicate],
        frontier: &mut Frontier,
    ) -> Result<(), AgreementError> {
        self.terms.prepare(domain, draw, within)?;
        frontier.chain.fill(domain, &self.terms);
        frontier.points.clear();
        match self.merged(domain, draw, within, &mut frontier.points) {
            Err(
                AgreementError::TooLarge
                | AgreementError::TooManyOpen
                | AgreementError::TooManyBounds(_),
            ) => self.enumerated(domain, draw, within, frontier, MOST_FALLBACK)?,
            result => result?,
        }
        frontier.shift();
        Ok(())
    }

    /// The same frontier by looking at every package: the oracle of [`Workspace::frontier`].
    /// `most` limits the packages looked at.
    ///
    /// # Errors
    /// As [`Workspace::frontier`]; [`AgreementError::TooLarge`] beyond `most` packages.
    pub fn brute_force(
        &mut self,
        domain: &Domain,
        draw: &Draw,
        within: &[Predicate],
        most: u64,
        frontier: &mut Frontier,
    ) -> Result<(), AgreementError> {
        self.terms.prepare(domain, draw, within)?;
        frontier.chain.fill(domain, &self.terms);
        frontier.points.clear();
        self.enumerated(domain, draw, within, frontier, most)?;
        frontier.shift();
        Ok(())
    }

    fn enumerated(
        &mut self,
        domain: &Domain,
        draw: &Draw,
        within: &[Predicate],
        frontier: &mut Frontier,
        most: u64,
    ) -> Result<(), AgreementError> {
        frontier.points.clear();
        let found = self
            .brute
            .enumerate(domain, draw, &self.terms, within, most)?;
        frontier.points.extend_from_slice(found);
        Ok(())
    }

    fn merged(
        &mut self,
        domain: &Domain,
        draw: &Draw,
        within: &[Predicate],
        points: &mut Vec<Point>,
    ) -> Result<(), AgreementError> {
        let Self {
            terms,
            plan,
            pruner,
            ..
        } = self;
        plan.lay_out(domain, terms, within)?;
        macro_rules! run {
            ($lists:expr) => {{
                $lists.merge(domain, draw, terms, plan, pruner)?;
                points.extend($lists.list.iter().map(point));
            }};
        }
        match terms.bounds.len() {
            0 => run!(self.none),
            1 => run!(self.one),
            2 => run!(self.two),
            3..=4 => run!(self.four),
            _ => run!(self.eight),
        }
        Ok(())
    }
}

fn point<const V: usize>(label: &Label<V>) -> Point {
    Point {
        a: label.a,
        b: label.b,
        package: label.id,
        along: 0.0,
    }
}
