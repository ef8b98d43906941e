//! The clock: steps of about a week that end exactly at the horizon.

/// Days in a month, everywhere: a year of 365.25 days in twelve.
pub const DAYS_PER_MONTH: f64 = 365.25 / 12.0;

/// Steps of equal length from today to the horizon.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Clock {
    /// Number of steps.
    pub steps: usize,
    /// Length of a step, months.
    pub dt: f64,
    /// Steps per step of the unhalved clock, a power of two.
    pub refinement: usize,
}

impl Clock {
    /// Steps of at most a week, halved `halvings` times.
    pub fn new(horizon_days: f64, halvings: u32) -> Self {
        let weeks = (horizon_days / 7.0).ceil().max(1.0) as usize;
        let refinement = 1usize << halvings;
        let steps = weeks * refinement;
        Self {
            steps,
            dt: horizon_days / DAYS_PER_MONTH / steps as f64,
            refinement,
        }
    }

    /// The horizon in months.
    pub fn horizon(&self) -> f64 {
        self.dt * self.steps as f64
    }

    /// The step in which `months` from now falls, if before the horizon.
    pub fn step_of(&self, months: f64) -> Option<usize> {
        if months < 0.0 {
            return None;
        }
        let step = (months / self.dt) as usize;
        (step < self.steps).then_some(step)
    }

    /// Months from now to the start of a step.
    pub fn start_of(&self, step: usize) -> f64 {
        step as f64 * self.dt
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_ends_at_the_horizon() {
        for halvings in 0..3 {
            let clock = Clock::new(180.0, halvings);
            assert_eq!(clock.steps, 26 << halvings);
            assert!((clock.horizon() - 180.0 / DAYS_PER_MONTH).abs() < 1e-12);
            assert!(clock.dt * DAYS_PER_MONTH <= 7.0);
        }
        assert_eq!(Clock::new(180.0, 0).step_of(0.03), Some(0));
        assert_eq!(Clock::new(180.0, 0).step_of(99.0), None);
    }
}
