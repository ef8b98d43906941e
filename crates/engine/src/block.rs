//! A block: some θ times their chance paths, and the columns of every mechanism.

use std::any::{Any, TypeId};
use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::cells::{Cell, Values};
use crate::lanes::{Column, LANES};
use crate::random::{Address, Generator, Stream};

/// What mechanisms work on. Lane `k` is path `k % paths` of θ `k / paths`.
pub struct Block {
    /// Cells of each θ of the block.
    pub thetas: Vec<Values>,
    /// Chance paths per θ, a power of two; divides [`LANES`].
    pub paths: usize,
    /// Random numbers of the block's scramble.
    pub generator: Generator,
    /// Point of the block's first θ.
    pub first: usize,
    columns: Vec<(TypeId, Option<Box<dyn Any>>)>,
    memo: Rc<RefCell<Memo>>,
}

/// What the worlds of a plan work out from the same numbers, kept while they share a point.
#[derive(Default)]
pub struct Memo {
    /// For as long as the block lasts.
    block: Known,
    /// Of one step.
    step: Known,
}

type Known = FxHashMap<MemoKey, Vec<Remembered>>;

impl Memo {
    /// Forgets what was shared in a step that all worlds have taken.
    pub fn end_step(&mut self) {
        self.step.clear();
    }
}

/// The inputs of a piece of work, and its result.
type Remembered = (Vec<f64>, Rc<dyn Any>);

/// Which piece of work a memo holds: a name, and numbers that tell its uses apart.
pub type MemoKey = (&'static str, u32, u32);

impl Block {
    /// A block of `LANES / paths` θ. Blocks of other worlds at the same points may share `memo`.
    pub fn new(
        thetas: Vec<Values>,
        paths: usize,
        generator: Generator,
        first: usize,
        memo: Rc<RefCell<Memo>>,
    ) -> Self {
        Self {
            thetas,
            paths,
            generator,
            first,
            columns: Vec::new(),
            memo,
        }
    }

    /// The result of `work`, which depends on `inputs`, one list after the other, and on the block's
    /// random numbers alone; taken from another world of the plan where that was given the same
    /// inputs.
    pub fn remember<T: Any>(
        &self,
        key: MemoKey,
        inputs: &[&[f64]],
        work: impl FnOnce() -> T,
    ) -> Rc<T> {
        self.known_or(|memo| &mut memo.block, key, inputs, work)
    }

    /// [`Block::remember`] for what the step of the `key` alone needs: worlds that run side by side
    /// share it.
    pub fn share<T: Any>(
        &self,
        key: MemoKey,
        inputs: &[&[f64]],
        work: impl FnOnce() -> T,
    ) -> Rc<T> {
        self.known_or(|memo| &mut memo.step, key, inputs, work)
    }

    fn known_or<T: Any>(
        &self,
        part: fn(&mut Memo) -> &mut Known,
        key: MemoKey,
        inputs: &[&[f64]],
        work: impl FnOnce() -> T,
    ) -> Rc<T> {
        let same = |(known, _): &&Remembered| {
            let mut rest = &known[..];
            let mut lists = inputs.iter();
            lists.all(|list| match rest.split_at_checked(list.len()) {
                Some((here, after)) => {
                    rest = after;
                    here == *list
                }
                None => false,
            }) && rest.is_empty()
        };
        let find = |memo: &mut Memo| {
            let known = part(memo).get(&key)?.iter().find(same);
            known?.1.clone().downcast().ok()
        };
        let known = find(&mut self.memo.borrow_mut());
        known.unwrap_or_else(|| {
            let result = Rc::new(work());
            let mut memo = self.memo.borrow_mut();
            let list = part(&mut memo).entry(key).or_default();
            list.push((inputs.concat(), result.clone()));
            result
        })
    }

    /// Leaves a mechanism's columns where later mechanisms find them by type.
    pub fn put<C: Any>(&mut self, columns: C) {
        let id = TypeId::of::<C>();
        let columns: Option<Box<dyn Any>> = Some(Box::new(columns));
        match self.columns.iter_mut().find(|(i, _)| *i == id) {
            Some((_, slot)) => *slot = columns,
            None => self.columns.push((id, columns)),
        }
    }

    /// The columns of a mechanism that has started.
    ///
    /// # Panics
    /// When the mechanism is missing from the list or stands after its reader; a test of
    /// the list covers every pair.
    pub fn get<C: Any>(&self) -> &C {
        let id = TypeId::of::<C>();
        self.columns
            .iter()
            .find(|(i, _)| *i == id)
            .and_then(|(_, slot)| slot.as_ref()?.downcast_ref())
            .expect("a mechanism reads the columns of one that has started")
    }

    /// Runs `work` on a mechanism's own columns while it reads the others'.
    ///
    /// # Panics
    /// As [`Block::get`].
    pub fn own<C: Any, R>(&mut self, work: impl FnOnce(&mut C, &Block) -> R) -> R {
        let id = TypeId::of::<C>();
        let at = self.columns.iter().position(|(i, _)| *i == id);
        let mut own = at
            .and_then(|k| self.columns[k].1.take()?.downcast::<C>().ok())
            .expect("a mechanism works on the columns it has put");
        let result = work(&mut own, self);
        if let Some(k) = at {
            self.columns[k].1 = Some(own);
        }
        result
    }

    /// θ of a lane, within the block.
    #[inline]
    pub fn theta(&self, lane: usize) -> usize {
        // A power of two: a shift where a division would cost more than the work around it.
        lane >> self.paths.trailing_zeros()
    }

    /// Lanes of a θ of the block.
    pub fn lanes(&self, theta: usize) -> std::ops::Range<usize> {
        theta * self.paths..(theta + 1) * self.paths
    }

    /// A cell spread over the lanes.
    pub fn spread(&self, cell: Cell) -> Column {
        self.spread_with(|values| values[cell])
    }

    /// A function of a θ's cells spread over the lanes.
    pub fn spread_with(&self, value: impl Fn(&Values) -> f64) -> Column {
        self.spread_thetas(|theta| value(&self.thetas[theta]))
    }

    /// A function of the number of a θ within the block spread over the lanes.
    pub fn spread_thetas(&self, value: impl Fn(usize) -> f64) -> Column {
        let mut out = [0.0; LANES];
        for (theta, lanes) in out.chunks_exact_mut(self.paths).enumerate() {
            lanes.fill(value(theta));
        }
        out
    }

    /// Address of a lane's random numbers.
    pub fn address(&self, lane: usize) -> Address {
        self.generator.at(
            (self.first + self.theta(lane)) as u32,
            (lane & (self.paths - 1)) as u32,
        )
    }

    /// Independent standard normal numbers, one per lane.
    pub fn normals(&self, stream: Stream, ordinal: u32) -> Rc<Column> {
        self.remember(("normals", stream.number(), ordinal), &[], || {
            let mut u = [0.0; LANES];
            normals(
                self.generator,
                self.first,
                self.paths,
                stream,
                ordinal,
                &mut u,
            );
            u
        })
    }

    /// Uniform numbers in (0, 1), one per lane, spread evenly over the paths of each θ.
    pub fn stratified(&self, stream: Stream, ordinal: u32) -> Rc<Column> {
        self.remember(("stratified", stream.number(), ordinal), &[], || {
            let mut out = [0.0; LANES];
            for (k, lanes) in out.chunks_exact_mut(self.paths).enumerate() {
                self.generator
                    .stratified((self.first + k) as u32, stream, ordinal, lanes);
            }
            out
        })
    }

    /// Unit exponential numbers, one per lane, spread evenly over the paths of each θ.
    pub fn exponentials(&self, stream: Stream, ordinal: u32) -> Rc<Column> {
        self.remember(("exponentials", stream.number(), ordinal), &[], || {
            let mut u = *self.stratified(stream, ordinal);
            to_exponentials(&mut u);
            u
        })
    }

    /// Standard normal numbers, one per lane, spread evenly over the paths of each θ.
    pub fn stratified_normals(&self, stream: Stream, ordinal: u32) -> Rc<Column> {
        self.remember(
            ("stratified normals", stream.number(), ordinal),
            &[],
            || {
                let mut u = *self.stratified(stream, ordinal);
                to_normals(&mut u);
                u
            },
        )
    }
}

/// Standard normal numbers of `paths` paths of consecutive points from `first` on.
#[multiversion::multiversion(targets("x86_64+avx2"))]
fn normals(
    generator: Generator,
    first: usize,
    paths: usize,
    stream: Stream,
    ordinal: u32,
    out: &mut Column,
) {
    // A power of two: a shift where a division would cost more than the work around it.
    let shift = paths.trailing_zeros();
    for (lane, x) in out.iter_mut().enumerate() {
        let (point, path) = (first + (lane >> shift), lane & (paths - 1));
        *x = generator
            .at(point as u32, path as u32)
            .uniform(stream, ordinal);
    }
    to_normals(out);
}

/// Uniform numbers into standard normal ones.
#[multiversion::multiversion(targets("x86_64+avx2"))]
fn to_normals(u: &mut Column) {
    crate::math::normal_quantiles(u);
}

/// Uniform numbers into unit exponential ones.
#[multiversion::multiversion(targets("x86_64+avx2"))]
fn to_exponentials(u: &mut Column) {
    for x in u {
        *x = -crate::math::ln(1.0 - *x);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is shared is asked for again after its step, what is remembered is not.
    #[test]
    fn a_memo_tells_inputs_and_steps_apart() {
        let memo = Rc::new(RefCell::new(Memo::default()));
        let blocks = [0, 1].map(|_| {
            let thetas = vec![Values::default(); LANES / 16];
            Block::new(thetas, 16, Generator::new(1, 0), 0, memo.clone())
        });
        let times = std::cell::Cell::new(0);
        let work = |value: f64| {
            times.set(times.get() + 1);
            value
        };
        let key = ("work", 0, 0);
        for block in &blocks {
            assert_eq!(
                *block.remember(key, &[&[1.0], &[2.0, 3.0]], || work(1.0)),
                1.0
            );
            // The same numbers, however they are listed.
            assert_eq!(
                *block.remember(key, &[&[1.0, 2.0], &[3.0]], || work(2.0)),
                1.0
            );
            assert_eq!(*block.remember(key, &[&[1.0, 2.0]], || work(3.0)), 3.0);
            assert_eq!(*block.share(key, &[&[1.0, 2.0]], || work(4.0)), 4.0);
        }
        assert_eq!(times.get(), 3);
        memo.borrow_mut().end_step();
        assert_eq!(*blocks[0].remember(key, &[&[1.0, 2.0]], || work(5.0)), 3.0);
        assert_eq!(*blocks[1].share(key, &[&[1.0, 2.0]], || work(6.0)), 6.0);
        assert_eq!(times.get(), 4);
    }
}
