//! A block: some θ times their chance paths, and the columns of every mechanism.

use std::any::Any;

use crate::cells::{Cell, Values};
use crate::lanes::{Column, LANES};
use crate::random::{Address, Generator, Stream};

/// What mechanisms work on. Lane `k` is path `k % paths` of θ `k / paths`.
pub struct Block {
    /// Cells of each θ of the block.
    pub thetas: Vec<Values>,
    /// Chance paths per θ; divides [`LANES`].
    pub paths: usize,
    /// Random numbers of the block's scramble.
    pub generator: Generator,
    /// Point of the block's first θ.
    pub first: usize,
    columns: Vec<Box<dyn Any + Send>>,
}

impl Block {
    /// A block of `LANES / paths` θ.
    pub fn new(
        thetas: Vec<Values>,
        paths: usize,
        seed: u64,
        scramble: usize,
        first: usize,
    ) -> Self {
        Self {
            thetas,
            paths,
            generator: Generator::new(seed, scramble as u32),
            first,
            columns: Vec::new(),
        }
    }

    /// Leaves a mechanism's columns where later mechanisms find them by type.
    pub fn put<C: Any + Send>(&mut self, columns: C) {
        match self.columns.iter_mut().find(|c| c.is::<C>()) {
            Some(slot) => *slot = Box::new(columns),
            None => self.columns.push(Box::new(columns)),
        }
    }

    /// The columns of a mechanism that has started.
    ///
    /// # Panics
    /// When the mechanism is missing from the list or stands after its reader; a test of
    /// the list covers every pair.
    pub fn get<C: Any + Send>(&self) -> &C {
        self.columns
            .iter()
            .find_map(|c| c.downcast_ref())
            .expect("a mechanism reads the columns of one that has started")
    }

    /// Runs `work` on a mechanism's own columns while it reads the others'.
    pub fn own<C: Any + Send + Default, R>(
        &mut self,
        work: impl FnOnce(&mut C, &Block) -> R,
    ) -> R {
        let at = self.columns.iter().position(|c| c.is::<C>());
        let slot = at.and_then(|k| self.columns[k].downcast_mut::<C>());
        let mut own = slot.map(std::mem::take).unwrap_or_default();
        let result = work(&mut own, self);
        self.put_back(at, own);
        result
    }

    fn put_back<C: Any + Send + Default>(&mut self, at: Option<usize>, own: C) {
        match at.and_then(|k| self.columns[k].downcast_mut::<C>()) {
            Some(slot) => *slot = own,
            None => self.columns.push(Box::new(own)),
        }
    }

    /// θ of a lane, within the block.
    #[inline]
    pub fn theta(&self, lane: usize) -> usize {
        lane / self.paths
    }

    /// Lanes of a θ of the block.
    pub fn lanes(&self, theta: usize) -> std::ops::Range<usize> {
        theta * self.paths..(theta + 1) * self.paths
    }

    /// A cell spread over the lanes.
    pub fn spread(&self, cell: Cell) -> Column {
        self.spread_with(|values| values[cell])
    }

    /// A function of a θ spread over the lanes.
    pub fn spread_with(&self, value: impl Fn(&Values) -> f64) -> Column {
        let mut out = [0.0; LANES];
        for (theta, values) in self.thetas.iter().enumerate() {
            let x = value(values);
            out[self.lanes(theta)].fill(x);
        }
        out
    }

    /// Address of a lane's random numbers.
    pub fn address(&self, lane: usize) -> Address {
        self.generator.at((self.first + self.theta(lane)) as u32, (lane % self.paths) as u32)
    }

    /// Independent standard normal numbers, one per lane.
    pub fn normals(&self, stream: Stream, ordinal: u32) -> Column {
        let mut u: Column =
            std::array::from_fn(|lane| self.address(lane).uniform(stream, ordinal));
        for x in &mut u {
            *x = crate::math::normal_quantile(*x);
        }
        u
    }

    /// Uniform numbers in (0, 1), one per lane, spread evenly over the paths of each θ.
    pub fn stratified(&self, stream: Stream, ordinal: u32) -> Column {
        let mut out = [0.0; LANES];
        for (k, lanes) in out.chunks_exact_mut(self.paths).enumerate() {
            self.generator.stratified((self.first + k) as u32, stream, ordinal, lanes);
        }
        out
    }

    /// Standard normal numbers, one per lane, spread evenly over the paths of each θ.
    pub fn stratified_normals(&self, stream: Stream, ordinal: u32) -> Column {
        let u = self.stratified(stream, ordinal);
        std::array::from_fn(|lane| crate::math::normal_quantile(u[lane]))
    }
}
