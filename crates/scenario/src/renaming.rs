//! A table under other names, for a copy that is passed on without them.

use crate::key::Kind;
use crate::quantity::Value;
use crate::table::Table;

impl Table {
    /// The table with every id put through `id`, the text under `name` replaced by what `label`
    /// makes of the table's own id, and every other text of the author's but the marking left out.
    /// Numbers, dates, words of fixed lists and packages stay as they are.
    #[must_use]
    pub fn renamed(&self, id: &dyn Fn(&str) -> String, label: &dyn Fn(&str) -> String) -> Table {
        let own = self.last_id();
        let mut table = self.clone();
        table.path = each_id(&self.path, id);
        table.id = self.id.iter().map(|given| id(given)).collect();
        table.fields.retain_mut(|field| {
            let kind = self.section.keys.iter().find(|key| key.name == field.name);
            match (kind.map(|key| &key.kind), &mut field.value) {
                (Some(Kind::Text), Value::Text(text))
                    if field.name == "name" && !own.is_empty() =>
                {
                    *text = label(own);
                    true
                }
                (Some(Kind::Text), _) => field.name == "marking",
                (Some(Kind::TextList), _) => false,
                // The new names are singular.
                _ if field.name == "plural" => false,
                (Some(Kind::Ref(_)), Value::Text(text)) => {
                    *text = id(text);
                    true
                }
                (Some(Kind::RefList(_)), Value::Texts(texts)) => {
                    texts.iter_mut().for_each(|text| *text = id(text));
                    true
                }
                _ => true,
            }
        });
        for entry in &mut table.entries {
            entry.id = entry.id.as_deref().map(id);
            entry.table = entry.table.renamed(id, label);
        }
        table
    }
}

/// A key path with its ids put through `id`; its first part is a section.
pub fn each_id(path: &str, id: &dyn Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(path.len());
    let mut token = String::new();
    let mut first = true;
    let mut flush = |token: &mut String, out: &mut String| {
        if first || token.is_empty() {
            out.push_str(token);
        } else {
            out.push_str(&id(token));
        }
        first = first && token.is_empty();
        token.clear();
    };
    for c in path.chars() {
        if c.is_alphanumeric() || c == '_' || c == '-' {
            token.push(c);
        } else {
            flush(&mut token, &mut out);
            out.push(c);
        }
    }
    flush(&mut token, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_section_keeps_its_name_and_ids_change() {
        let id = |given: &str| match given {
            "ukraine" => "party-b".to_owned(),
            other => other.to_owned(),
        };
        assert_eq!(
            each_id("parties.ukraine.floor", &id),
            "parties.party-b.floor"
        );
        assert_eq!(
            each_id("people.prisoners.ukraine@30d", &id),
            "people.prisoners.party-b@30d"
        );
        assert_eq!(each_id("zone_now[ukraine,x]", &id), "zone_now[party-b,x]");
        assert_eq!(each_id("ukraine.ukraine", &id), "ukraine.party-b");
    }
}
