//! Counted rates as JSON.

use serde_json::{Value, json};

use super::{missing, number};
use crate::evidence::{Counted, shipped, title};

/// Schema of counted rates.
pub const EVIDENCE_SCHEMA: &str = "pourparler.evidence/1";

/// The rates with both intervals.
pub fn evidence(counted: &Counted) -> Value {
    let rates = counted.rates.iter().map(|rate| {
        json!({
            "class": rate.id,
            "title": title(rate),
            "days": rate.days,
            "k": rate.k,
            "n": rate.n,
            "uncoded": rate.uncoded,
            "shipped": shipped(rate).map(|(k, n)| json!({ "k": k, "n": n })),
            "posterior": rate.posterior().map_or_else(
                || missing("no case is counted"),
                |law| json!({
                    "mean": number(law.mean()),
                    "low": number(law.quantile(0.025)),
                    "high": number(law.quantile(0.975)),
                }),
            ),
            "wilson": rate
                .wilson()
                .map(|ends| json!({ "low": number(ends.low), "high": number(ends.high) })),
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
