//! Counted rates as JSON.

use serde_json::{Value, json};

use super::{missing, number};
use crate::evidence::Counted;

/// Schema of counted rates.
pub const EVIDENCE_SCHEMA: &str = "pourparler.evidence/1";

/// The rates with both intervals.
pub fn evidence(counted: &Counted) -> Value {
    let rates = counted.rates.iter().map(|rate| {
        let (wilson, posterior) = (rate.wilson(), rate.posterior());
        json!({
            "class": rate.id,
            "title": rate.title,
            "k": rate.k,
            "n": rate.n,
            "uncoded": rate.uncoded,
            "posterior": if rate.n == 0 {
                missing("no case is counted")
            } else {
                json!({
                    "mean": number(rate.posterior_mean()),
                    "low": number(posterior.low),
                    "high": number(posterior.high),
                })
            },
            "wilson": wilson.map(|ends| json!({ "low": number(ends.low), "high": number(ends.high) })),
        })
    });
    json!({
        "schema": EVIDENCE_SCHEMA,
        "data_set": counted.data_set,
        "files": counted.files,
        "rates": rates.collect::<Vec<Value>>(),
        "unofficial_envoys_coded": false,
    })
}
