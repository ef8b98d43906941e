//! The scenario as a tree of tables, typed by the key tables.

use jiff::civil::Date;

use crate::key::Section;
use crate::quantity::{Choice, Expression, OptionRef, Package, Quantity, Value};
use crate::source::Span;

/// One key's value.
#[derive(Clone, Debug)]
pub struct Field {
    /// The key.
    pub name: &'static str,
    /// What it holds.
    pub value: Value,
    /// Given in the file, not a default.
    pub written: bool,
    /// The value's place; for a default, its table's.
    pub span: Span,
}

/// A table below another: `contact` in the root, or `russia` in `parties`.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// Name of the container, empty where the id stands directly in its parent.
    pub group: String,
    /// The author's id, `1`, `2`, .. for arrays of tables, none for a plain table.
    pub id: Option<String>,
    pub table: Table,
}

/// One table of the scenario, all keys checked and defaults filled in.
#[derive(Clone, Debug)]
pub struct Table {
    /// The section it was read by; the first where several share its path.
    pub section: &'static Section,
    /// The ids that filled the section's stars.
    pub id: Vec<String>,
    /// Full key path, `parties.russia`; empty for the root.
    pub path: String,
    /// Place of its header.
    pub span: Span,
    /// Line of its header, from 1.
    pub line: usize,
    pub(crate) fields: Vec<Field>,
    pub(crate) entries: Vec<Entry>,
}

impl Table {
    /// The plain table of this name: `root.child("contact")`.
    pub fn child(&self, name: &str) -> Option<&Table> {
        self.entries
            .iter()
            .find(|entry| entry.group == name && entry.id.is_none())
            .map(|entry| &entry.table)
    }

    /// The tables under `name` by id, in file order: `root.tables("parties")`. For an
    /// array of tables the ids are `1`, `2`, ...
    pub fn tables<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (&'a str, &'a Table)> + 'a {
        self.entries
            .iter()
            .filter(move |entry| entry.group == name)
            .filter_map(|entry| Some((entry.id.as_deref()?, &entry.table)))
    }

    /// The tables whose ids stand directly in this one (`rates.*.*`), in file order.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &Table)> {
        self.tables("")
    }

    /// The table of this id under `name`.
    pub fn table(&self, name: &str, id: &str) -> Option<&Table> {
        self.entries
            .iter()
            .find(|entry| entry.group == name && entry.id.as_deref() == Some(id))
            .map(|entry| &entry.table)
    }

    /// The last of the ids that filled the stars; empty for plain tables.
    pub fn last_id(&self) -> &str {
        self.id.last().map_or("", String::as_str)
    }

    /// Whether the author wrote this key.
    pub fn has(&self, key: &str) -> bool {
        self.field(key).is_some_and(|field| field.written)
    }

    /// The key as read, given or default.
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == key)
    }

    /// All keys as read, in the order of the key table.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// Every table below this one, itself first, in file order.
    pub fn walk(&self) -> Vec<&Table> {
        let mut tables = vec![self];
        for entry in &self.entries {
            tables.extend(entry.table.walk());
        }
        tables
    }

    /// Every quantity of this table and those below, maps included, in file order.
    pub fn quantities(&self) -> Vec<&Quantity> {
        fn of<'a>(value: &'a Value, found: &mut Vec<&'a Quantity>) {
            match value {
                Value::Quantity(quantity) => found.push(quantity),
                Value::OptionMap(map) => map.iter().for_each(|(_, value)| of(value, found)),
                Value::RefMap(map) => map.iter().for_each(|(_, value)| of(value, found)),
                _ => {}
            }
        }
        let mut found = Vec::new();
        for table in self.walk() {
            for field in &table.fields {
                of(&field.value, &mut found);
            }
        }
        found
    }

    /// Every choice of this table and those below, in file order.
    pub fn choices(&self) -> Vec<&Choice> {
        self.walk()
            .into_iter()
            .flat_map(|table| &table.fields)
            .filter_map(|field| match &field.value {
                Value::Choice(choice) => Some(choice),
                _ => None,
            })
            .collect()
    }

    fn value(&self, key: &str) -> Option<&Value> {
        self.field(key).map(|field| &field.value)
    }

    /// A quantity; its default where the author gave none.
    pub fn quantity(&self, key: &str) -> Option<&Quantity> {
        self.value(key).and_then(Value::quantity)
    }

    /// A text, word of an enumeration, or id.
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.value(key)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// An id of another table.
    pub fn reference(&self, key: &str) -> Option<&str> {
        self.text(key)
    }

    /// Ids of other tables; empty where not given.
    pub fn references(&self, key: &str) -> &[String] {
        self.texts(key)
    }

    /// A list of texts or ids; empty where not given.
    pub fn texts(&self, key: &str) -> &[String] {
        match self.value(key) {
            Some(Value::Texts(texts)) => texts,
            _ => &[],
        }
    }

    /// Yes or no; no where not given.
    pub fn flag(&self, key: &str) -> bool {
        matches!(self.value(key), Some(Value::Flag(true)))
    }

    /// A whole number.
    pub fn integer(&self, key: &str) -> Option<i64> {
        match self.value(key)? {
            Value::Integer(integer) => Some(*integer),
            _ => None,
        }
    }

    /// A length of time in days.
    pub fn days(&self, key: &str) -> Option<f64> {
        match self.value(key)? {
            Value::Days(days) => Some(*days),
            _ => None,
        }
    }

    /// A date.
    pub fn date(&self, key: &str) -> Option<Date> {
        match self.value(key)? {
            Value::Date(date) => Some(*date),
            _ => None,
        }
    }

    /// A list of dates; empty where not given.
    pub fn dates(&self, key: &str) -> &[Date] {
        match self.value(key) {
            Some(Value::Dates(dates)) => dates,
            _ => &[],
        }
    }

    /// A list of plain numbers; empty where not given.
    pub fn numbers(&self, key: &str) -> &[f64] {
        match self.value(key) {
            Some(Value::Numbers(numbers)) => numbers,
            _ => &[],
        }
    }

    /// A choice.
    pub fn choice(&self, key: &str) -> Option<&Choice> {
        match self.value(key)? {
            Value::Choice(choice) => Some(choice),
            _ => None,
        }
    }

    /// An option of an issue.
    pub fn option(&self, key: &str) -> Option<&OptionRef> {
        match self.value(key)? {
            Value::Option(option) => Some(option),
            _ => None,
        }
    }

    /// Options of issues; empty where not given.
    pub fn options(&self, key: &str) -> &[OptionRef] {
        self.value(key).map_or(&[], Value::options)
    }

    /// A value per option; empty where not given.
    pub fn option_map(&self, key: &str) -> &[(OptionRef, Value)] {
        match self.value(key) {
            Some(Value::OptionMap(map)) => map,
            _ => &[],
        }
    }

    /// A value per id; empty where not given.
    pub fn ref_map(&self, key: &str) -> &[(String, Value)] {
        match self.value(key) {
            Some(Value::RefMap(map)) => map,
            _ => &[],
        }
    }

    /// A package.
    pub fn package(&self, key: &str) -> Option<&Package> {
        match self.value(key)? {
            Value::Package(package) => Some(package),
            _ => None,
        }
    }

    /// The text of an expression.
    pub fn expression(&self, key: &str) -> Option<&Expression> {
        match self.value(key)? {
            Value::Expression(expression) => Some(expression),
            _ => None,
        }
    }
}
