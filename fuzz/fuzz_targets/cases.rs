//! Any bytes as files of past cases: refused, or counted with k of n that make a rate.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pourparler_second_opinion::reference_class::{Rate, icb, ucdp};

fn sound(rates: &[Rate]) {
    for rate in rates {
        assert!(rate.k <= rate.n);
        if let Some(interval) = rate.wilson() {
            assert!(0.0 <= interval.low && interval.low <= interval.high && interval.high <= 1.0);
        }
    }
}

fuzz_target!(|input: (bool, &[u8], &[u8])| {
    let (header, one, two) = input;
    let head = |columns: &str, bytes: &[u8]| {
        let columns = if header { columns.as_bytes() } else { &[] };
        [columns, bytes].concat()
    };
    let system = head(
        "crisno,forout,yrtrig,mediate,medstyle,medform,medmanip,sevviosy,yrmedst,momedst,damedst,\
         yrterm,moterm,daterm\n",
        one,
    );
    let actors = head("crisno,powsta,nuclear\n", two);
    let reading = icb::rates("fuzz.csv", &system, Some(("actors.csv", &actors)));
    match &reading.content {
        Some(crises) => sound(&crises.rates),
        None => assert!(!reading.diagnostics.is_empty()),
    }
    let endings = head(
        "conflictep_id,year,confterm,outcome,type_of_conflict,intensity_level,version\n",
        one,
    );
    let reading = ucdp::rates("fuzz.csv", &endings);
    match &reading.content {
        Some(endings) => sound(&endings.rates),
        None => assert!(!reading.diagnostics.is_empty()),
    }
});
