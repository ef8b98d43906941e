//! GeniusWeb's JSON: a domain, and profiles that repeat it.
//!
//! Linear additive profiles over listed values are read. Members keep the order of the file.

use pourparler_agreement::MAX_OPTIONS;
use pourparler_scenario::words::{nearest, shown};
use pourparler_scenario::{Source, Span};
use serde_json::{Map, Value, json};

use super::codes;
use super::domain::{Negotiation, Profile, Reservation, Topic, together, too_large};
use crate::reading::{Faults, Reading};

/// Reads two profiles of one domain, each a name and a text. The first one's domain counts.
#[must_use]
pub fn read(profiles: [(&str, &str); 2]) -> Reading<Negotiation> {
    together(topics(profiles[0].0, profiles[0].1), profiles, profile)
}

/// Reads the name and the issues of a domain, from its own file or from a profile.
#[must_use]
pub fn topics(name: &str, text: &str) -> Reading<(String, Vec<Topic>)> {
    let mut page = Page::new(name, text);
    let content = page.parse().and_then(|value| {
        let domain = match value.get(SPACE) {
            Some(space) => page.member(space, SPACE, "domain")?,
            None => &value,
        };
        let title = domain
            .get("name")
            .and_then(Value::as_str)
            .unwrap_or("")
            .to_owned();
        let mut topics = Vec::new();
        for (issue, values) in page.object(domain, "domain", "issuesValues")? {
            let at = format!("issuesValues.{issue}");
            let Some(list) = page.member(values, &at, "values") else {
                continue;
            };
            let Some(list) = list.as_array() else {
                page.fail(
                    codes::KIND,
                    &at,
                    "its values are not a list",
                    "list the values one by one",
                );
                continue;
            };
            let options: Vec<String> = list.iter().map(plain).collect();
            if options.is_empty() {
                page.fail(
                    codes::MISSING,
                    &at,
                    "an issue without values",
                    "list at least one",
                );
            }
            if let Some(twice) = options
                .iter()
                .take(MAX_OPTIONS + 1)
                .enumerate()
                .find(|(k, o)| options[..*k].contains(o))
            {
                let message = format!("value `{}` is there twice", shown(twice.1));
                page.fail(
                    codes::UNKNOWN,
                    &at,
                    &message,
                    "give each value a name of its own",
                );
            }
            topics.push(Topic {
                name: issue.clone(),
                options,
            });
        }
        if topics.is_empty() {
            page.fail(
                codes::MISSING,
                "issuesValues",
                "no issues",
                "a domain has at least one issue",
            );
        } else if let Some(message) = too_large(&topics) {
            page.fail(
                codes::TOO_LARGE,
                "issuesValues",
                &message,
                "use a smaller domain",
            );
        }
        Some((title, topics))
    });
    page.found.reading(&page.source, content)
}

/// Reads a profile of the domain with these issues.
#[must_use]
pub fn profile(name: &str, text: &str, topics: &[Topic]) -> Reading<Profile> {
    let mut page = Page::new(name, text);
    let content = page
        .parse()
        .and_then(|value| fill(&mut page, &value, topics));
    page.found.reading(&page.source, content)
}

const SPACE: &str = "LinearAdditiveUtilitySpace";
/// Both names are in use for utilities of listed values.
const LISTED: [&str; 2] = ["DiscreteValueSetUtilities", "discreteutils"];

fn fill(page: &mut Page, value: &Value, topics: &[Topic]) -> Option<Profile> {
    let space = page.member(value, "the file", SPACE)?;
    let utilities = page.object(space, SPACE, "issueUtilities")?;
    let weights = page.object(space, SPACE, "issueWeights")?;
    let names = || topics.iter().map(|topic| topic.name.as_str());
    for (list, members) in [("issueUtilities", utilities), ("issueWeights", weights)] {
        for issue in members
            .keys()
            .filter(|issue| !names().any(|name| name == *issue))
        {
            page.unknown(list, "issue", issue, names());
        }
    }
    let mut profile = Profile {
        name: space
            .get("name")
            .and_then(Value::as_str)
            .unwrap_or("")
            .to_owned(),
        weights: Vec::new(),
        evaluations: Vec::new(),
        reservation: Reservation::None,
        discount: None,
    };
    for topic in topics {
        let weight = page.number(
            weights.get(&topic.name),
            &format!("issueWeights.{}", topic.name),
        );
        if weight < 0.0 {
            let at = format!("issueWeights.{}", topic.name);
            page.fail(
                codes::NUMBER,
                &at,
                "a negative weight",
                "a weight is 0 or more",
            );
        }
        profile.weights.push(weight);
        let at = format!("issueUtilities.{}", topic.name);
        let given = utilities.get(&topic.name);
        let listed = LISTED.iter().find_map(|kind| given?.get(kind));
        let Some(listed) = listed else {
            let help = "list the utilities under DiscreteValueSetUtilities";
            page.fail(codes::KIND, &at, "no utilities of listed values", help);
            profile.evaluations.push(vec![0.0; topic.options.len()]);
            continue;
        };
        let values = page.object(listed, &at, "valueUtilities");
        let mut numbers = Vec::new();
        if let Some(values) = values {
            for value in values.keys().filter(|value| !topic.options.contains(value)) {
                page.unknown(
                    &at,
                    "value",
                    value,
                    topic.options.iter().map(String::as_str),
                );
            }
            for option in &topic.options {
                numbers.push(page.number(values.get(option), &format!("{at}.{option}")));
            }
        }
        numbers.resize(topic.options.len(), 0.0);
        profile.evaluations.push(numbers);
    }
    if let Some(bid) = space.get("reservationBid").filter(|bid| !bid.is_null()) {
        let values = page.object(bid, "reservationBid", "issuevalues")?;
        let mut outcome = Vec::new();
        for topic in topics {
            let value = values.get(&topic.name).map(plain).unwrap_or_default();
            match topic.options.iter().position(|option| *option == value) {
                Some(option) => outcome.push(option),
                None => {
                    let at = format!("reservationBid.{}", topic.name);
                    page.unknown(
                        &at,
                        "value",
                        &value,
                        topic.options.iter().map(String::as_str),
                    );
                }
            }
        }
        if outcome.len() == topics.len() {
            profile.reservation = Reservation::Outcome(outcome);
        }
    }
    Some(profile)
}

/// A value as its name: a text, or a number as written.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A file being read. JSON values keep no place, so a mistake is placed at the first mention of the
/// last member on its path.
struct Page<'a> {
    source: Source,
    text: &'a str,
    found: Faults,
}

impl<'a> Page<'a> {
    fn new(name: &str, text: &'a str) -> Self {
        Self {
            source: Source::new(name, text),
            text,
            found: Faults::default(),
        }
    }

    fn parse(&mut self) -> Option<Value> {
        match serde_json::from_str(self.text) {
            Ok(value) => Some(value),
            Err(error) => {
                let row = error.line().saturating_sub(1);
                let start: usize = self
                    .text
                    .split_inclusive('\n')
                    .take(row)
                    .map(str::len)
                    .sum();
                let at = (start + error.column().saturating_sub(1)).min(self.text.len());
                let message = format!("not readable JSON: {error}");
                let help = "export the file again from GeniusWeb";
                self.found
                    .error(codes::SYNTAX, Span::new(at, at), message, help);
                None
            }
        }
    }

    fn fail(&mut self, code: &'static str, path: &str, message: &str, help: &str) {
        let last = path.rsplit('.').next().unwrap_or(path);
        let quoted = Value::String(last.to_owned()).to_string();
        let place = (!self.found.full())
            .then(|| self.text.find(&quoted))
            .flatten();
        let span = match place {
            Some(at) => Span::new(at, at + quoted.len()),
            None => Span::new(0, 0),
        };
        self.found
            .error(code, span, format!("{}: {message}", shown(path)), help);
    }

    fn member<'v>(&mut self, of: &'v Value, path: &str, name: &str) -> Option<&'v Value> {
        let value = of.get(name);
        if value.is_none() {
            let help = "compare with a file that GeniusWeb wrote";
            self.fail(codes::MISSING, path, &format!("no member `{name}`"), help);
        }
        value
    }

    fn object<'v>(
        &mut self,
        of: &'v Value,
        path: &str,
        name: &str,
    ) -> Option<&'v Map<String, Value>> {
        let value = self.member(of, path, name)?;
        if value.is_object() {
            return value.as_object();
        }
        let help = "compare with a file that GeniusWeb wrote";
        self.fail(codes::KIND, name, "not an object", help);
        None
    }

    /// The number, or 0 and a mistake.
    fn number(&mut self, value: Option<&Value>, path: &str) -> f64 {
        match value.and_then(Value::as_f64).filter(|x| x.abs() <= 1e100) {
            Some(number) => number,
            None if value.is_none() => {
                self.fail(
                    codes::MISSING,
                    path,
                    "no number",
                    "every issue and value has one",
                );
                0.0
            }
            None => {
                self.fail(
                    codes::NUMBER,
                    path,
                    "not a number",
                    "write a decimal number",
                );
                0.0
            }
        }
    }

    fn unknown<'n>(
        &mut self,
        path: &str,
        what: &str,
        name: &str,
        known: impl Iterator<Item = &'n str>,
    ) {
        let help = match nearest(name, known) {
            Some(near) => format!("did you mean `{}`?", shown(near)),
            None => "profiles name the issues and values of the domain".to_owned(),
        };
        let message = format!("{what} `{}` is not in the domain", shown(name));
        self.fail(codes::UNKNOWN, &format!("{path}.{name}"), &message, &help);
    }
}

/// The domain's file.
#[must_use]
pub fn write_domain(negotiation: &Negotiation) -> String {
    format!("{:#}\n", domain(negotiation))
}

/// The file of side 0 or 1. The format has reservations that are outcomes only; a reservation that is
/// a utility is left out.
#[must_use]
pub fn write_profile(negotiation: &Negotiation, side: usize) -> String {
    let profile = &negotiation.profiles[side];
    let (mut utilities, mut weights) = (Map::new(), Map::new());
    for (k, topic) in negotiation.topics.iter().enumerate() {
        let numbers = topic.options.iter().zip(&profile.evaluations[k]);
        let numbers: Map<String, Value> = numbers.map(|(o, x)| (o.clone(), json!(x))).collect();
        utilities.insert(
            topic.name.clone(),
            json!({ LISTED[0]: { "valueUtilities": numbers } }),
        );
        weights.insert(topic.name.clone(), json!(profile.weights[k]));
    }
    let mut space = json!({
        "issueUtilities": utilities,
        "issueWeights": weights,
        "domain": domain(negotiation),
        "name": profile.name,
    });
    if let Reservation::Outcome(outcome) = &profile.reservation {
        let picked = negotiation.topics.iter().zip(outcome);
        let values: Map<String, Value> = picked
            .map(|(topic, &o)| (topic.name.clone(), json!(topic.options[o])))
            .collect();
        space["reservationBid"] = json!({ "issuevalues": values });
    }
    format!("{:#}\n", json!({ SPACE: space }))
}

fn domain(negotiation: &Negotiation) -> Value {
    let issues: Map<String, Value> = negotiation
        .topics
        .iter()
        .map(|topic| (topic.name.clone(), json!({ "values": topic.options })))
        .collect();
    json!({ "name": negotiation.name, "issuesValues": issues })
}
