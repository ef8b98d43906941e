//! What has been answered so far, and the scenario file it makes.

use std::fmt::Write;

use jiff::civil::Date;

/// A quantity as the file writes it, with question and answer.
type Asked = (String, String);

/// A scenario in the making.
#[derive(Default)]
pub struct Draft {
    pub title: String,
    pub as_of: Date,
    pub sides: Vec<Side>,
    pub issues: Vec<Issue>,
    /// Whether the sides fight; otherwise the values of no agreement are given.
    pub war: bool,
    pub discount: Option<Asked>,
    pub rate: Option<Asked>,
    /// An event both fear, and its hazard.
    pub feared: Option<(String, Option<Asked>)>,
    pub contact: Contact,
    /// Ids taken so far.
    pub ids: Vec<String>,
}

/// One of the two sides.
pub struct Side {
    pub id: String,
    pub name: String,
    letter: &'static str,
    quantities: Vec<(&'static str, String, String)>,
    /// Weight of each issue, or none.
    pub weights: Vec<f64>,
    pub weights_asked: String,
    /// Option of each issue in the worst package that can be survived, or none.
    pub worst: Vec<usize>,
    pub worst_asked: String,
}

/// An issue; its options run from what side b wants to what side a wants.
pub struct Issue {
    pub id: String,
    pub name: String,
    pub options: Vec<String>,
    pub status_quo: usize,
}

/// The contact.
#[derive(Default)]
pub struct Contact {
    pub by: String,
    /// The side it meets.
    pub meets: usize,
    pub date: Date,
    pub mandate: Option<Asked>,
    pub quantities: Vec<(&'static str, String, String)>,
    /// Conflict of interest in the message about the other side's resolve.
    pub conflict: Option<Asked>,
}

impl Side {
    /// A side of which nothing has been said.
    pub fn new(id: String, name: String, letter: &'static str) -> Self {
        Self {
            id,
            name,
            letter,
            quantities: Vec::new(),
            weights: Vec::new(),
            weights_asked: String::new(),
            worst: Vec::new(),
            worst_asked: String::new(),
        }
    }

    /// Keeps a quantity with the question and the answer it came from.
    pub fn quantity(&mut self, key: &'static str, value: String, question: &str, said: &str) {
        self.quantities
            .push((key, value, format!("{question} {said}")));
    }
}

impl Draft {
    /// An id for a name that no other has.
    pub fn id(&mut self, name: &str) -> String {
        let letters = name.chars().map(|c| match c.to_ascii_lowercase() {
            c if c.is_ascii_alphanumeric() => c,
            _ => '_',
        });
        let id: String = letters.take(24).collect();
        let id = id.trim_matches('_');
        let base = match id.is_empty() {
            true => format!("name{}", self.ids.len() + 1),
            false => id.to_owned(),
        };
        let mut id = base.clone();
        let mut number = 2;
        while self.ids.contains(&id) {
            id = format!("{base}_{number}");
            number += 1;
        }
        self.ids.push(id.clone());
        id
    }

    /// The scenario file.
    pub fn text(mut self) -> String {
        let sender = self.sides.iter().find(|side| side.name == self.contact.by);
        let (by, envoy) = match sender.map(|side| side.id.clone()) {
            Some(id) => (id, None),
            None => {
                let name = self.contact.by.clone();
                let id = self.id(&name);
                (id.clone(), Some((id, name)))
            }
        };
        let mut out = String::from(
            "# Made from answers; each number has its question and answer beside it. What was \
             left\n# open takes a documented wide default, listed by importance in the \
             assessment.\n",
        );
        line(&mut out, "title", &quoted(&self.title));
        line(&mut out, "as_of", &self.as_of.to_string());
        for side in &self.sides {
            heading(&mut out, &format!("parties.{}", side.id));
            line(&mut out, "name", &quoted(&side.name));
            line(&mut out, "side", &quoted(side.letter));
            for (key, value, asked) in &side.quantities {
                number(&mut out, key, value, asked);
            }
            if !side.worst.is_empty() {
                comment(&mut out, &side.worst_asked);
                let chosen = self.issues.iter().zip(&side.worst);
                let package: Vec<String> = chosen
                    .map(|(issue, &k)| format!("{} = {}", issue.id, quoted(&issue.options[k])))
                    .collect();
                line(
                    &mut out,
                    "worst_survivable",
                    &format!("{{ {} }}", package.join(", ")),
                );
            }
        }
        if let Some((id, name)) = envoy {
            heading(&mut out, &format!("parties.{id}"));
            line(&mut out, "name", &quoted(&name));
        }
        for issue in &self.issues {
            heading(&mut out, &format!("issues.{}", issue.id));
            line(&mut out, "name", &quoted(&issue.name));
            let options: Vec<String> = issue.options.iter().map(|o| quoted(o)).collect();
            line(&mut out, "options", &format!("[{}]", options.join(", ")));
            line(
                &mut out,
                "status_quo",
                &quoted(&issue.options[issue.status_quo]),
            );
        }
        for (k, side) in self.sides.iter().enumerate() {
            heading(&mut out, &format!("parties.{}.issues", side.id));
            if !side.weights_asked.is_empty() {
                comment(&mut out, &side.weights_asked);
            }
            for (at, issue) in self.issues.iter().enumerate() {
                // The list of options runs from what side b wants to what side a wants.
                let wants = match k {
                    0 => issue.options.last(),
                    _ => issue.options.first(),
                };
                let wants = quoted(wants.map_or("", String::as_str));
                let weight = side
                    .weights
                    .get(at)
                    .map_or(String::new(), |w| format!(", weight = {:.3}", w));
                line(
                    &mut out,
                    &issue.id,
                    &format!("{{ wants = {wants}{weight} }}"),
                );
            }
        }
        if let Some((value, asked)) = self.discount.as_ref().filter(|_| self.war) {
            heading(&mut out, "war");
            number(&mut out, "discount", value, asked);
        }
        heading(&mut out, "process");
        if let Some((value, asked)) = self.discount.as_ref().filter(|_| !self.war) {
            number(&mut out, "discount", value, asked);
        }
        if let Some((value, asked)) = &self.rate {
            number(&mut out, "rate", value, asked);
        }
        if let Some((name, hazard)) = &self.feared {
            heading(&mut out, "redlines.feared");
            line(&mut out, "name", &quoted(name));
            line(&mut out, "by", &quoted(&self.sides[0].id));
            line(&mut out, "against", &quoted(&self.sides[1].id));
            if let Some((value, asked)) = hazard {
                number(&mut out, "h0", value, asked);
            }
        }
        self.contact(&mut out, &by);
        out
    }

    fn contact(&self, out: &mut String, by: &str) {
        let contact = &self.contact;
        let (met, other) = (&self.sides[contact.meets], &self.sides[1 - contact.meets]);
        heading(out, "contact");
        line(out, "by", &quoted(by));
        line(out, "to", &format!("[{}]", quoted(&met.id)));
        line(out, "date", &contact.date.to_string());
        if let Some((value, asked)) = &contact.mandate {
            comment(out, asked);
            line(out, "mandate", value);
        }
        for (key, value, asked) in &contact.quantities {
            number(out, key, value, asked);
        }
        if let Some((value, asked)) = &contact.conflict {
            heading(out, "topics.resolve");
            line(out, "kind", &quoted("resolve"));
            line(out, "of", &quoted(&other.id));
            line(out, "listener", &quoted(&met.id));
            heading(out, "contact.topics.resolve");
            line(out, "credibility", &quoted("aligned"));
            number(out, "conflict", value, asked);
        }
    }
}

fn heading(out: &mut String, path: &str) {
    let _ = write!(out, "\n[{path}]\n");
}

fn line(out: &mut String, key: &str, value: &str) {
    let _ = writeln!(out, "{key} = {value}");
}

/// A number with its question and answer.
fn number(out: &mut String, key: &str, value: &str, asked: &str) {
    let _ = writeln!(
        out,
        "{key} = {{ value = {value}, source = \"judgement\", asked = {} }}",
        quoted(asked)
    );
}

fn comment(out: &mut String, text: &str) {
    let text: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let _ = writeln!(out, "# {text}");
}

/// A TOML basic string.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
