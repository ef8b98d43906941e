//! Emission standards in the European Community: ten actors, years of delay (Bueno de Mesquita 1994,
//! table 1).

use pourparler_second_opinion::spatial::{Actor, Issue};

pub const NAMES: [&str; 10] = [
    "Netherlands",
    "Belgium",
    "Luxembourg",
    "Germany",
    "France",
    "Italy",
    "UK",
    "Ireland",
    "Denmark",
    "Greece",
];
pub const CAPABILITY: [f64; 10] = [0.08, 0.08, 0.03, 0.16, 0.16, 0.16, 0.16, 0.05, 0.05, 0.08];
pub const POSITION: [f64; 10] = [4.0, 7.0, 4.0, 4.0, 10.0, 10.0, 10.0, 7.0, 4.0, 7.0];
pub const SALIENCE: [f64; 10] = [0.8, 0.4, 0.2, 0.8, 0.6, 0.6, 0.9, 0.1, 1.0, 0.7];

pub fn issue() -> Issue {
    let actor = |i: usize| Actor {
        name: NAMES[i].into(),
        capability: CAPABILITY[i],
        position: POSITION[i],
        salience: SALIENCE[i],
    };
    Issue::new((0..10).map(actor).collect()).unwrap()
}
