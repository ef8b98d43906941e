//! The levers that a scenario has, and what they cost.

use std::collections::BTreeMap;

use pourparler_agreement::space::Space;
use pourparler_scenario::{Diagnostic, Scenario, Table, Value};

use super::lever::{Effect, GRADES, Kind, Lever};
use crate::agreements::Agreements;
use crate::names::MANDATES;

/// Most that a floor falls, utility.
pub const FLOOR_FALLS: f64 = 0.2;

/// Conflict of interest of a party that speaks for itself, in units of the prior's range.
pub const SPEAKS_FOR_ITSELF: f64 = 0.02;

/// What is left of the months a side would fight on, at full strength.
pub const FIGHTS_ON: f64 = 0.5;

/// Options made worth more that are tried: those that open the zone at the medians, cheapest first.
const OPTIONS: usize = 3;

/// The levers of a scenario, in the order of their kinds; costs as `[levers.*]` gives them.
///
/// # Errors
///
/// A `[levers.*]` table whose id is no lever of this scenario, located in its text.
pub fn levers(
    scenario: &Scenario,
    space: &Space,
    agreements: Option<&Agreements>,
) -> Result<Vec<Lever>, Vec<Diagnostic>> {
    let mut found = Found {
        root: &scenario.root,
        space,
        levers: Vec::new(),
    };
    found.contact();
    found.terms();
    if let Some(agreements) = agreements {
        found.options(agreements);
    }
    found.sides();
    found.consents();
    let mut levers = found.levers;
    levers.sort_by_key(|lever| lever.kind);
    let mut unknown = Vec::new();
    for (id, table) in scenario.root.tables("levers") {
        let Some(lever) = levers.iter_mut().find(|lever| lever.id == id) else {
            unknown.push(no_such(id, &levers).at(table.span));
            continue;
        };
        if let Some(cost) = table.integer("cost").filter(|_| table.has("cost")) {
            lever.cost = cost as f64;
            lever.priced = true;
        }
        if let Some(most) = table.integer("most") {
            lever.most = (most.clamp(0, 100) as u16 * GRADES).div_euclid(100);
        }
    }
    if !unknown.is_empty() {
        return Err(unknown);
    }
    levers.retain(|lever| !lever.grades().is_empty());
    levers.iter_mut().for_each(|lever| {
        lever.most = lever.grades().last().copied().unwrap_or(0);
    });
    Ok(levers)
}

/// What is said of an id that is no lever.
pub struct NoSuch {
    message: String,
    help: String,
}

impl NoSuch {
    fn at(self, span: pourparler_scenario::Span) -> Diagnostic {
        Diagnostic::error("PP0606", span, self.message).help(self.help)
    }

    /// Message and help.
    pub fn words(self) -> (String, String) {
        (self.message, self.help)
    }
}

/// An id that is no lever, and what there is instead.
pub fn no_such(id: &str, levers: &[Lever]) -> NoSuch {
    let ids: Vec<&str> = levers.iter().map(|lever| lever.id.as_str()).collect();
    let near = pourparler_scenario::words::nearest(id, ids.iter().copied());
    NoSuch {
        message: format!(
            "`{}` is no lever of this scenario",
            pourparler_scenario::words::shown(id)
        ),
        help: match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the levers are {}", ids.join(", ")),
        },
    }
}

/// Gathers the levers of a scenario.
struct Found<'a> {
    root: &'a Table,
    space: &'a Space,
    levers: Vec<Lever>,
}

impl Found<'_> {
    fn add(&mut self, kind: Kind, about: &[&str], steps: Option<Vec<u16>>, effects: Vec<Effect>) {
        let id: Vec<&str> = std::iter::once(kind.word())
            .chain(about.iter().copied())
            .collect();
        let keys: Vec<String> = effects.iter().map(Effect::key).collect();
        let line = keys.first().and_then(|key| self.line(key));
        self.levers.push(Lever {
            id: id.join("-"),
            kind,
            about: about.iter().map(|id| (*id).to_owned()).collect(),
            keys,
            line,
            cost: 1.0,
            priced: false,
            most: GRADES,
            steps: steps.unwrap_or_else(|| (1..=GRADES).collect()),
            effects,
        });
    }

    /// Line of a key the file gives.
    fn line(&self, key: &str) -> Option<usize> {
        let quantity = self.root.quantities().into_iter().find(|q| q.path == key);
        let choice = || self.root.choices().into_iter().find(|c| c.path == key);
        match quantity {
            Some(quantity) => quantity.elicited.then_some(quantity.line),
            None => choice()
                .filter(|choice| choice.elicited)
                .map(|choice| choice.line),
        }
    }

    /// A quantity moved towards a value, unless it is there already.
    fn towards(&self, path: String, goal: f64) -> Option<Effect> {
        let quantity = self
            .root
            .quantities()
            .into_iter()
            .find(|q| q.path == path)?;
        (quantity.law.certain() != Some(goal)).then_some(Effect::Towards { path, goal })
    }

    fn contact(&mut self) {
        let Some(contact) = self.root.child("contact") else {
            return;
        };
        self.mandate(contact);
        let met = |id: &str| {
            contact.reference("by") == Some(id)
                || contact.references("to").iter().any(|to| to == id)
        };
        let topics: BTreeMap<&str, &Table> = self.root.tables("topics").collect();
        let carried: Vec<&str> = contact.tables("topics").map(|(id, _)| id).collect();
        let parties: Vec<&str> = self.root.tables("parties").map(|(id, _)| id).collect();
        for party in parties.iter().filter(|party| !met(party)) {
            let mut to = contact.references("to").to_vec();
            to.push((*party).to_owned());
            let mut effects = vec![Effect::Set {
                table: "contact".to_owned(),
                key: "to",
                value: Box::new(Value::Texts(to)),
            }];
            // It speaks for itself where the envoy would have spoken of it.
            let own = carried.iter().filter(|topic| {
                topics
                    .get(*topic)
                    .is_some_and(|table| table.text("of") == Some(party))
            });
            effects.extend(own.filter_map(|topic| {
                self.towards(
                    format!("contact.topics.{topic}.conflict"),
                    SPEAKS_FOR_ITSELF,
                )
            }));
            self.add(Kind::Presence, &[party], Some(vec![GRADES]), effects);
        }
        let mut channel = Vec::new();
        let rate = self
            .root
            .child("process")
            .is_some_and(|t| t.quantity("rate").is_some());
        if rate {
            channel.push(Effect::Plus {
                path: "process.rate".to_owned(),
                by: 1.0,
                within: [0.0, 30.0],
            });
        }
        channel.extend(topics.keys().map(|topic| Effect::Plus {
            path: format!("topics.{topic}.others"),
            by: 1.0,
            within: [0.0, f64::INFINITY],
        }));
        if !channel.is_empty() {
            self.add(Kind::Channel, &[], None, channel);
        }
        for topic in carried {
            let table = format!("contact.topics.{topic}");
            let mut effects = vec![Effect::Set {
                table: table.clone(),
                key: "credibility",
                value: Box::new(Value::Text("verifiable".to_owned())),
            }];
            effects.extend(self.shown(&table));
            self.add(Kind::Credibility, &[topic], Some(vec![GRADES]), effects);
        }
        let confidential = self.towards("contact.confidentiality".to_owned(), 1.0);
        let leak = self.towards("contact.leak".to_owned(), 0.0);
        let effects: Vec<Effect> = confidential.into_iter().chain(leak).collect();
        if !effects.is_empty() {
            self.add(Kind::Secrecy, &[], None, effects);
        }
    }

    /// The share of a topic that is shown goes to all of it.
    fn shown(&self, table: &str) -> Option<Effect> {
        self.towards(format!("{table}.share"), 1.0)
    }

    fn mandate(&mut self, contact: &Table) {
        let Some(choice) = contact.choice("mandate") else {
            return;
        };
        let certain_from = |level: usize| {
            let least: f64 = MANDATES
                .iter()
                .take(level)
                .map(|label| choice.weight(label))
                .sum();
            least <= 0.0
        };
        let levels: Vec<(u16, usize)> = [(GRADES / 2, 3), (GRADES, 4)]
            .into_iter()
            .filter(|(_, level)| !certain_from(*level))
            .collect();
        if !levels.is_empty() {
            let steps = levels.iter().map(|(grade, _)| *grade).collect();
            self.add(
                Kind::Mandate,
                &[],
                Some(steps),
                vec![Effect::Mandate { levels }],
            );
        }
    }

    fn terms(&mut self) {
        let root = self.root;
        for (issue, table) in root.tables("issues") {
            for (option, guarantee) in table.tables("guarantees") {
                let path = format!("{}.reliability", guarantee.path);
                let effects: Vec<Effect> = self.towards(path, 1.0).into_iter().collect();
                if !effects.is_empty() {
                    self.add(Kind::Guarantee, &[issue, option], None, effects);
                }
            }
        }
        for (party, table) in root.tables("parties") {
            for (issue, wants) in table.tables("issues") {
                for (option, line) in wants.option_map("red_lines") {
                    let Some(line) = line.quantity() else {
                        continue;
                    };
                    let effects: Vec<Effect> =
                        self.towards(line.path.clone(), 0.0).into_iter().collect();
                    if !effects.is_empty() {
                        self.add(
                            Kind::RedLine,
                            &[party, issue, &option.option],
                            None,
                            effects,
                        );
                    }
                }
            }
        }
    }

    /// Options that would open the zone at the medians if they were worth more to a side.
    fn options(&mut self, agreements: &Agreements) {
        for change in agreements.changes.options.iter().take(OPTIONS) {
            let (choice, side) = change.at;
            let party = self
                .space
                .parties
                .get(self.space.sides[side])
                .map(|p| p.id.clone());
            let issue = self.space.issues.get(choice.issue);
            let (Some(party), Some(issue)) = (party, issue) else {
                continue;
            };
            let Some(option) = issue.options.get(choice.option) else {
                continue;
            };
            let path = format!("parties.{party}.issues.{}.values.{option}", issue.id);
            let (issue, option) = (issue.id.clone(), option.clone());
            if let Some(effect) = self.towards(path, 1.0) {
                self.add(Kind::Option, &[&party, &issue, &option], None, vec![effect]);
            }
        }
    }

    fn sides(&mut self) {
        for side in self.space.sides {
            let Some(party) = self.space.parties.get(side).map(|party| party.id.clone()) else {
                continue;
            };
            let Some(table) = self.root.table("parties", &party) else {
                continue;
            };
            let package = table.package("worst_survivable").is_some();
            let key = if package { "floor_spread" } else { "floor" };
            if let Some(floor) = table.quantity(key) {
                let within = if package {
                    [f64::NEG_INFINITY, f64::INFINITY]
                } else {
                    [0.0, 1.0]
                };
                let effect = Effect::Plus {
                    path: floor.path.clone(),
                    by: -FLOOR_FALLS,
                    within,
                };
                self.add(Kind::Floor, &[&party], None, vec![effect]);
            }
            let front = !pourparler_engine::mechanisms::no_front::given(self.root);
            if let Some(months) = table.quantity("would_fight").filter(|_| front) {
                let effect = Effect::Times {
                    path: months.path.clone(),
                    left: FIGHTS_ON,
                };
                self.add(Kind::WarCost, &[&party], None, vec![effect]);
            }
        }
    }

    fn consents(&mut self) {
        let root = self.root;
        for (party, table) in root.tables("parties") {
            // A third party without a number consents to what leaves it no worse off.
            let side = self
                .space
                .sides
                .iter()
                .any(|&side| self.space.parties[side].id == party);
            if table.has("consent") || side {
                let effects: Vec<Effect> = self
                    .towards(format!("{}.consent", table.path), 1.0)
                    .into_iter()
                    .collect();
                if !effects.is_empty() {
                    self.add(Kind::Consent, &[party], None, effects);
                }
            }
        }
        for (id, table) in root.tables("ratification") {
            let effects: Vec<Effect> = self
                .towards(format!("{}.probability", table.path), 1.0)
                .into_iter()
                .collect();
            if !effects.is_empty() {
                self.add(Kind::Ratification, &[id], None, effects);
            }
        }
    }
}
