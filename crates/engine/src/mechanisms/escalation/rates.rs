//! Rates of crossing: what is believed of a line on every course its beliefs can take.

use super::{Compiled, Line};
use crate::block::Block;
use crate::cells::Values;
use crate::laws::red_line::{self, RedLine, Tail};
use crate::laws::talk::{Belief, Drift};
use crate::math::{exp, ln, ln_1p};
use crate::mechanisms::information::{self, State};
use crate::mechanisms::spiral::Told;

/// How beliefs on a line can run: by information class, message carried, deceptive, channel
/// alive; in a spiral also by whether the message about the other line is deceptive.
pub const TRACKS: usize = 8;

/// The way a message runs within a class.
pub fn track(carried: bool, deceived: bool, alive: bool) -> usize {
    usize::from(carried) + 2 * usize::from(deceived) + 4 * usize::from(alive)
}

/// Rates of crossing of one line, each way of running in a θ at a place of its own.
#[derive(Default)]
pub struct Rates {
    /// Place of each class and track, `[theta][class * track_count + track]`.
    pub places: Vec<Vec<usize>>,
    /// Rate times dt, `[step * places + place]`.
    values: Vec<f64>,
    /// Change of pressure at the contact, `[place]`.
    pub changes: Vec<f64>,
}

impl Rates {
    /// Rates times dt in a step, `[place]`.
    #[inline]
    pub fn at(&self, step: usize) -> &[f64] {
        let places = self.changes.len();
        &self.values[step * places..(step + 1) * places]
    }
}

/// A line today.
struct Start {
    elicited: RedLine,
    belief: Belief,
    sd: f64,
    /// Of a step, without and with a living channel.
    drift: Option<[Drift; 2]>,
}

/// What a message does to a line.
#[derive(Clone, Default, PartialEq)]
struct Said {
    /// Step of the contact.
    contact: usize,
    after: Option<Belief>,
    factor: f64,
    /// The channel lives on.
    alive: bool,
}

impl Compiled {
    /// What the spiral multiplies the belief part of a line's hazard by, and how far the side's
    /// own answer moves its pressure (sd of today's belief), on a track; 1 and 0 without one.
    fn wound(
        &self,
        line: &Line,
        values: &Values,
        track: usize,
        state: impl Fn(Option<usize>) -> Option<State>,
        start: impl Fn(&Line) -> Start,
    ) -> (f64, f64) {
        let Some(counter) = &line.counter else {
            return (1.0, 0.0);
        };
        let told = |line: &Line, deceived: bool| {
            let start = start(line);
            let heard = state(line.topic).filter(|state| state.resolved > 0.0);
            let Some(state) = heard else {
                return Told {
                    sd: 1.0,
                    change: 0.0,
                };
            };
            let after = state.misled(deceived);
            let change = |belief| pressure_change(start.elicited, belief, start.sd);
            Told {
                sd: after.variance.max(1e-12).sqrt() / start.sd,
                change: change(after) - change(state.before),
            }
        };
        let other = &self.lines[counter.line];
        let (own, other) = (
            told(line, track & 2 == 2),
            told(other, track & TRACKS == TRACKS),
        );
        counter.wound(values, &own, &other)
    }

    /// Rates of a line on every track of every class.
    pub fn rates(&self, line: &Line, block: &Block) -> Rates {
        let mut rates = Rates::default();
        let mut rows = Vec::with_capacity(8 * block.thetas.len());
        for (theta, values) in block.thetas.iter().enumerate() {
            self.add_rates(line, values, block.get(), theta, &mut rates, &mut rows);
        }
        rates.values = (0..self.clock_steps)
            .flat_map(|step| rows.iter().map(move |row| row[step]))
            .collect();
        rates
    }

    /// Adds the rates in a θ; tracks on which nothing is said share the place of silence.
    fn add_rates(
        &self,
        line: &Line,
        values: &Values,
        information: &information::Columns,
        theta: usize,
        rates: &mut Rates,
        rows: &mut Vec<Vec<f64>>,
    ) {
        let silence = rates.changes.len();
        rates.changes.push(0.0);
        let mut places = vec![silence; information.classes() * self.track_count];
        let start = self.start(line, values, information, theta);
        // What was said, by place from silence on; classes that hear the same share it.
        let mut said: Vec<Said> = vec![Said {
            contact: usize::MAX,
            ..Said::default()
        }];
        for &class in &self.told {
            let tracks = match line.counter {
                Some(_) => self.track_count,
                None => TRACKS,
            };
            for track in 0..tracks {
                let (carried, deceived, alive) = (track & 1 == 1, track & 2 == 2, track & 4 == 4);
                let state = |topic: Option<usize>| {
                    topic.map(|t| information.state(theta, class, t, carried))
                };
                let (about, consequence) = (state(line.topic), state(line.consequence));
                let told = about.is_some_and(|s| s.resolved > 0.0)
                    || consequence.is_some_and(|s| s.factor != 1.0);
                let lie = about.map_or(0.0, |s| s.lie(deceived));
                let (winds, answered) = self.wound(
                    line,
                    values,
                    track,
                    |topic| state(topic).copied(),
                    |line| self.start(line, values, information, theta),
                );
                if (!told && winds == 1.0) || (deceived && lie == 0.0) {
                    continue;
                }
                let message = Said {
                    contact: information.steps[class],
                    after: about.filter(|_| told).map(|s| s.misled(deceived)),
                    factor: winds
                        * consequence.map_or(1.0, |s| red_line::consequence_factor(s.factor)),
                    alive: alive && told && line.topic.is_some(),
                };
                let row = said.iter().position(|s| *s == message).unwrap_or_else(|| {
                    let belief = message.after.unwrap_or(start.belief);
                    let change = pressure_change(start.elicited, belief, start.sd) + answered;
                    rates.changes.push(change);
                    said.push(message);
                    said.len() - 1
                });
                places[class * self.track_count + track] = silence + row;
            }
        }
        rates.places.push(places);
        rows.extend(said.iter().map(|said| self.row(line, &start, said)));
    }

    /// A line as it stands today in a θ.
    fn start(
        &self,
        line: &Line,
        values: &Values,
        information: &information::Columns,
        theta: usize,
    ) -> Start {
        let belief = match line.topic {
            Some(topic) => information.today[theta][topic],
            None => Belief {
                variance: 1.0,
                error: values[line.bias],
            },
        };
        Start {
            elicited: RedLine {
                today: values[line.h0],
                accidents: values[line.accidents],
                bias_today: values[line.bias],
            },
            belief,
            sd: belief.variance.max(1e-12).sqrt(),
            // Nobody talks about a line without a topic: what is believed of it stays as it is.
            drift: line.topic.map(|topic| {
                let t = &information.topics[topic];
                let memory = exp(self.dt * ln(values[t.memory].max(1e-9)));
                let others = values[t.others] * self.dt;
                [Drift::over(memory, others), Drift::over(1.0, others)]
            }),
        }
    }

    /// Rate·dt at every step.
    fn row(&self, line: &Line, start: &Start, said: &Said) -> Vec<f64> {
        let rate = |belief: Belief, factor: f64| {
            let (sd, bias) = start.relative(belief);
            rate_of(red_line::hazard(
                line.tail,
                start.elicited,
                sd,
                bias,
                factor,
            )) * self.dt
        };
        let Some([fading, kept]) = start.drift else {
            // Only the contact changes what is believed of the line.
            let mut row = vec![rate(start.belief, 1.0); self.clock_steps];
            if let Some(later) = row.get_mut(said.contact..) {
                later.fill(rate(said.after.unwrap_or(start.belief), said.factor));
            }
            return row;
        };
        let mut belief = start.belief;
        let mut factor = 1.0;
        let steps = 0..self.clock_steps;
        let course = steps.map(|step| {
            if step == said.contact {
                belief = said.after.unwrap_or(belief);
                factor = said.factor;
            }
            let now = (belief, factor);
            // A channel that lives keeps what was said from going stale.
            let lives = said.alive && step >= said.contact;
            belief = if lives { kept } else { fading }.apply(belief);
            now
        });
        if line.tail != Tail::Laplace {
            return course
                .map(|(belief, factor)| rate(belief, factor))
                .collect();
        }
        let mut row = vec![0.0; self.clock_steps];
        let (mut biases, mut factors) = (row.clone(), row.clone());
        let columns = row.iter_mut().zip(&mut biases).zip(&mut factors);
        for (((sd, bias), factor), now) in columns.zip(course) {
            (*sd, *bias) = start.relative(now.0);
            *factor = now.1;
        }
        crossing_rates(start.elicited, &mut row, &biases, &factors, self.dt);
        row
    }
}

impl Start {
    /// sd and error of a belief, relative to today's sd.
    fn relative(&self, belief: Belief) -> (f64, f64) {
        let sd = belief.variance.max(1e-12).sqrt() / self.sd;
        (sd, belief.error / self.sd)
    }
}

/// Change of the chosen pressure in sd of today's belief about the line: x* = μ + s ln(2h·s).
fn pressure_change(line: RedLine, belief: Belief, sd_today: f64) -> f64 {
    let stakes = (line.today * (1.0 - line.accidents)).clamp(1e-9, 0.499);
    let at = |sd: f64, bias: f64| sd * ln((2.0 * stakes * sd).clamp(1e-300, 1.0)) - bias;
    let sd = belief.variance.max(1e-12).sqrt() / sd_today;
    let sd2 = std::f64::consts::SQRT_2;
    // The scale of the Laplace law is its sd over √2.
    at(sd, sd2 * belief.error / sd_today) / sd2 - at(1.0, sd2 * line.bias_today) / sd2
}

/// The rate per month with which an event has this probability within a month.
#[inline(always)]
fn rate_of(hazard: f64) -> f64 {
    -ln_1p(-if hazard < 0.999_999 {
        hazard
    } else {
        0.999_999
    })
}

/// Rate·dt of crossing under the Laplace law, in place of the sd of the belief.
#[multiversion::multiversion(targets("x86_64+avx2"))]
fn crossing_rates(line: RedLine, sds: &mut [f64], biases: &[f64], factors: &[f64], dt: f64) {
    for ((x, &bias), &factor) in sds.iter_mut().zip(biases).zip(factors) {
        *x = rate_of(red_line::hazard_laplace(line, *x, bias, factor)) * dt;
    }
}
